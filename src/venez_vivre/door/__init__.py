"""What a line needs that is unusual, mistaken, asks for help, or fails by our fault."""
