"""The memory: open the base, read it by named queries, change it one operation at a time."""
