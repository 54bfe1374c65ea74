"""ceremony publication …"""

from typing import Any

import click

from ceremony.cli.base import Frame, command
from ceremony.core.clock import now
from ceremony.publication.actions import draft_article
from ceremony.schedule.queries import get_ceremony

group = click.Group("publication", help="What the public sees.")


@command(group, "draft", writes=True, series=True)
@click.argument("month")
def draft(frame: Frame, month: str) -> dict[str, Any]:
    """Draft a ceremony's article; one that was edited stays as it is."""
    article = draft_article(get_ceremony(frame.host, month, frame.series_name), now())
    return {
        "headline": article.headline,
        "lead": article.lead,
        "body": article.body,
        "source": article.source,
        "state": article.state.value,
    }
