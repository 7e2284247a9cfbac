"""The rights of the people that files are about: what a file may hold, and for how long."""
