"""The only ways to change what the audit keeps."""
