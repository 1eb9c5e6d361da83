"""Pages of the what-if board: the board, the library, and the brainstorm for members and guests."""
