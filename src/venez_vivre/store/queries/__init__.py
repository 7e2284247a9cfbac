"""Named reads: one SQL text each, rows into frozen dataclasses."""
