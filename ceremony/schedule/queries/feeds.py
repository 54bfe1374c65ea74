"""Questions about the addresses by which calendars subscribe, and what they show."""

from datetime import date

import sqlalchemy as sa
from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import contains_eager, joinedload

from ceremony.core.db import session
from ceremony.people.models import Unit
from ceremony.people.queries import nearest_host_id
from ceremony.schedule.models import CalendarFeed, Ceremony, Guest, Series, YearPlan
from ceremony.schedule.rules import PlanState
from ceremony.schedule.rules.changes import FeedUnknown

_PURPOSE = "calendar-feed-1"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt=_PURPOSE)


def feed_address(feed: CalendarFeed) -> str:
    """Return the whole address that a calendar subscribes to."""
    base = str(current_app.extensions["settings"].base_url).rstrip("/")
    return f"{base}/calendar/{_signer().dumps(feed.nonce)}.ics"


def get_feed(token: str) -> CalendarFeed:
    """Return the feed of an address; raises FeedUnknown."""
    try:
        nonce = _signer().loads(token)
    except BadSignature as error:
        raise FeedUnknown from error
    wanted = sa.select(CalendarFeed).where(CalendarFeed.nonce == nonce, CalendarFeed.revoked_at.is_(None))
    feed = session().scalars(wanted.options(joinedload(CalendarFeed.unit))).one_or_none()
    if feed is None:
        raise FeedUnknown
    return feed


def find_feed(unit: Unit) -> CalendarFeed | None:
    """Return the unit's feed."""
    live = sa.select(CalendarFeed).where(CalendarFeed.unit_id == unit.id, CalendarFeed.revoked_at.is_(None))
    return session().scalars(live).one_or_none()


def feeds_of(units: list[Unit]) -> dict[int, CalendarFeed]:
    """Return the feeds of these units by unit id."""
    live = sa.select(CalendarFeed).where(
        CalendarFeed.unit_id.in_([unit.id for unit in units]), CalendarFeed.revoked_at.is_(None)
    )
    return {feed.unit_id: feed for feed in session().scalars(live)}


def list_for_calendar(unit: Unit, since: date) -> list[tuple[Ceremony, bool]]:
    """Return the ceremonies that the unit is invited to, of slots from *since* on, each with whether it is a draft's.

    What has no date and never had one is left out.
    """
    as_guest = sa.select(Guest.series_id).where(Guest.unit_id == unit.id)
    wanted = (
        sa.select(Ceremony, YearPlan.state)
        .join(Ceremony.series)
        .outerjoin(
            YearPlan,
            sa.and_(YearPlan.series_id == Series.id, YearPlan.year == sa.extract("year", Ceremony.slot)),
        )
        .where(sa.or_(Ceremony.host_id == nearest_host_id(unit), Ceremony.series_id.in_(as_guest)))
        .where(Ceremony.slot >= since, sa.or_(Ceremony.date.is_not(None), Ceremony.date_before.is_not(None)))
        .options(contains_eager(Ceremony.series), joinedload(Ceremony.host))
        .order_by(Ceremony.slot, Ceremony.id)
    )
    return [(ceremony, state is PlanState.DRAFT) for ceremony, state in session().execute(wanted)]
