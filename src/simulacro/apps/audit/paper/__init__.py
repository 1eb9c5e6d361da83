"""The audit on paper: what it says, and the PDF."""
