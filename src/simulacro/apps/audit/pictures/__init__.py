"""The audit's pictures: our own SVG, drawn on the server, with classes and no inline style."""
