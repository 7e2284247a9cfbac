"""How results look: values become pages, whatever the format they are then written in."""
