"""The rights of people: what is held of them, what they may ask, what is left of an erased file."""
