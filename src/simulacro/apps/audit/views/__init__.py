"""The audit's pages."""
