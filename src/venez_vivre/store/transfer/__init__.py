"""A base carried whole from one engine to another, compared row by row, closed until confirmed."""
