"""The pages of what has been foreseen: the matrix, and files in and out."""
