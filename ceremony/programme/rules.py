"""The parts of a ceremony, in the order in which they are usually held."""

from enum import StrEnum


class ItemKind(StrEnum):
    """What an item of the programme is."""

    GATHERING = "gathering"
    FLAG_SALUTE = "flag-salute"
    STORY = "story"
    PRESENTATION = "presentation"
    NEWS = "news"
    REVIEW = "review"
    PRAISE = "praise"
    CONCLUSION = "conclusion"
