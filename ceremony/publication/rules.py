"""The states of an article."""

from enum import StrEnum


class ArticleState(StrEnum):
    """How far an article is."""

    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting-approval"
    PUBLISHED = "published"
