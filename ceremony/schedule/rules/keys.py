"""The names of a ceremony that are fixed for good: its key, and its UID in calendars (RFC 5545 3.8.4.7)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date


def ceremony_keys(prefix: str, slots: Iterable[date]) -> dict[date, str]:
    """Return each slot's key: `SNV-2021-08`, and `SNV-2021-08-02` where its month has several."""
    all_slots = list(slots)
    in_month = Counter((slot.year, slot.month) for slot in all_slots)
    several = {slot for slot in all_slots if in_month[slot.year, slot.month] > 1}
    return {slot: f"{prefix}-{slot:%Y-%m-%d}" if slot in several else f"{prefix}-{slot:%Y-%m}" for slot in all_slots}


def uid_for(key: str, domain: str) -> str:
    """Return the UID that all calendars know the ceremony by: `snv-2021-08@example.gov.vn`."""
    return f"{key.lower()}@{domain}"
