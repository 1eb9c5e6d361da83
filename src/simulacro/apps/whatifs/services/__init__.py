"""What can be done on the board and in a brainstorm."""
