"""Offers as other services publish them: records read strictly, turned into rows of our fields."""
