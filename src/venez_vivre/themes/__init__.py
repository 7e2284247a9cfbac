"""What people write: interests, size of town, working time, experience, care, schools."""

from __future__ import annotations

from venez_vivre.themes.care import health_labels, health_needs, health_offered
from venez_vivre.themes.interests import closeness, concepts, precise
from venez_vivre.themes.lexicon import label
from venez_vivre.themes.motives import NOT_INTERESTS
from venez_vivre.themes.schools import LEVELS, school_levels
from venez_vivre.themes.towns import TOWN_SIZES, town_size
from venez_vivre.themes.work import experience_asked, part_time

__all__ = [
    "LEVELS",
    "NOT_INTERESTS",
    "TOWN_SIZES",
    "closeness",
    "concepts",
    "experience_asked",
    "health_labels",
    "health_needs",
    "health_offered",
    "label",
    "part_time",
    "precise",
    "school_levels",
    "town_size",
]
