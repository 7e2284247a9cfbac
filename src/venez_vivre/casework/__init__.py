"""Use cases on a household's file: they take an operation under way and return what they did."""
