"""What to propose to whom: the use cases of matching."""
