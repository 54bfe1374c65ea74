"""What the wizard of a year looks up: the rule's slots with what was decided, last year, and what themes rest on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ceremony.core.refusal import Refusal, msgid
from ceremony.people.models import Unit
from ceremony.programme.queries import first_parts
from ceremony.schedule.models import Ceremony, Series
from ceremony.schedule.queries import dates_of_others, find_year_before, list_dates_taken, work_days
from ceremony.schedule.rules import Occurrence, WhenOff, occurrences
from ceremony.schedule.rules.clashes import near_dates
from ceremony.topics.models import Document
from ceremony.topics.queries import cite, find_first_cited, list_documents
from ceremony.topics.rules import Citation, print_citation

# So many documents of the library are offered where a basis is typed.
MOST_OFFERED = 100


class SeriesThere(Refusal):
    """A series of this name has been begun."""

    sentence = msgid("%(host)s has a series named %(name)s already.")
    cure = msgid("Choose it above the plan, or give the new one another name.")


class PlanLooksDifferent(Refusal):
    """What would be made is not what was looked at."""

    sentence = msgid("What would be made has changed since you looked at it.")
    cure = msgid("Look at it again; what you typed is still here.")


@dataclass(frozen=True)
class Basis:
    """What a theme rests on: the office's words, and the document that they cite; `is_new` = not in the library yet."""

    words: str
    document: Document | None = None
    citation: str = ""

    @property
    def is_new(self) -> bool:
        """Whether the document will be added to the library."""
        return self.document is None and bool(self.citation)


@dataclass(frozen=True)
class Earlier:
    """What last year's ceremony of the month has to give."""

    ceremony: Ceremony
    parts: int


def row_keys(slots: Sequence[date]) -> dict[date, str]:
    """Return a short name of each slot of one year, which stays when the rule moves it: "03", or "03-14" of several."""
    months = [slot.month for slot in slots]
    return {slot: f"{slot:%m}" if months.count(slot.month) == 1 else f"{slot:%m-%d}" for slot in slots}


def slots_by_rule(host: Unit, series: Series | None, year: int, rule: str, when_off: WhenOff) -> list[Occurrence]:
    """Return what the rule gives for *year*; raises UnreadableRule, RuleTooFine, RuleNeverFalls or NoCalendar."""
    taken = list_dates_taken(series) if series else ()
    return occurrences(rule, when_off, work_days(host), date(year, 1, 1), date(year, 12, 1), taken=taken)


def clashes(
    host: Unit, series: Series | None, year: int, dates: Sequence[date | None]
) -> Mapping[date, tuple[date, str]]:
    """Return, by date, the nearest ceremony of the host's other series within three days, with its key."""
    return near_dates(dates, dates_of_others(host, series, year))


def last_year_of(series: Series | None, slots: Sequence[date]) -> dict[date, Ceremony]:
    """Return the series' ceremonies of the same months a year before, by slot; months without one are left out."""
    if series is None:
        return {}
    found = {slot: find_year_before(series.id, slot) for slot in slots}
    return {slot: one for slot, one in found.items() if one is not None}


def earlier_of(ceremony: Ceremony) -> Earlier:
    """Return what can be taken over from a ceremony of last year."""
    return Earlier(ceremony, len(first_parts(ceremony.series, ceremony)))


def basis_of(host: Unit, words: str) -> Basis:
    """Return what *words* rest on, as the library stands now."""
    cited = find_first_cited(host, words) if words else None
    if isinstance(cited, Citation):
        return Basis(words, citation=print_citation(cited))
    return Basis(words, cited, cite(cited) if cited else "")


def offered_bases(host: Unit) -> list[str]:
    """Return the newest documents of the library as they are cited."""
    return [cite(one) for one in list_documents(host)[:MOST_OFFERED]]
