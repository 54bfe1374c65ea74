"""The pages of figures: units by month, and the sum behind each percentage."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from ceremony.accounts.browser import current_user, held, may, my_units, opens, own_host, page_host, page_unit
from ceremony.accounts.rules import Role
from ceremony.attendance.rules import Figures
from ceremony.core.clock import today
from ceremony.core.refusal import msgid
from ceremony.core.text import sort_key
from ceremony.core.web.access import who_may
from ceremony.core.web.navigation import Entry, offer
from ceremony.core.web.order import in_order
from ceremony.people.models import Unit
from ceremony.people.queries import office_of
from ceremony.reports.queries import agency_figures, year_figures
from ceremony.reports.rules import FigureRow, UnknownMonth, month_names, year_of_month
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import list_ceremonies
from ceremony.schedule.rules import CeremonyState

blueprint = Blueprint("reports", __name__)
_READERS = ("office", "manager", "recorder")


def _reads_figures() -> bool:
    user = current_user()
    try:
        return user is not None and opens("reports.show", own_host(user))
    except SQLAlchemyError:
        # The menu stands on the page that says that the database is away, too.
        return False


offer(blueprint, Entry("reports.show", msgid("Reports"), place=60, covers=("reports",), shown=_reads_figures))


@dataclass(frozen=True)
class Line:
    """A unit's row of the map: its figures by month, and over the year."""

    name: str
    code: str
    months: dict[str, Figures]

    @property
    def year(self) -> Figures:
        """The sum over the year: counts are added, never rates."""
        return sum(self.months.values(), Figures())


_ORDERS: dict[str, Callable[[Line], Any]] = {
    "unit": lambda line: sort_key(line.name),
    # Who has no rate stands before the lowest.
    "rate": lambda line: -1.0 if line.year.rate is None else line.year.rate,
}


def _readable(host: Unit) -> set[str] | None:
    """Return the codes of the units whose figures the visitor may see; None for all of the host."""
    units = my_units(host)
    # Who holds nothing here came as the office of a unit above, which sees all figures.
    return None if may(Role.OFFICE, host) or not units else {unit.code for unit in units}


def _lines(rows: list[FigureRow], readable: set[str] | None) -> list[Line]:
    """Return one line for each unit, in the order in which the rows bring them."""
    names: dict[str, str] = {}
    months: dict[str, dict[str, Figures]] = defaultdict(dict)
    for row in rows:
        if row.unit_code is None or (readable is not None and row.unit_code not in readable):
            continue
        names[row.unit_code] = row.unit or ""
        months[row.unit_code][row.month] = row.figures
    return [Line(names[code], code, months[code]) for code in names]


def _sum_of(host: Unit, lines: list[Line]) -> Line:
    months: dict[str, Figures] = {}
    for line in lines:
        for month, figures in line.months.items():
            months[month] = months.get(month, Figures()) + figures
    return Line(host.name, host.code, months)


def _word_of(ceremony: Ceremony, is_closed: bool) -> str:
    if is_closed:
        return ""
    if ceremony.state is CeremonyState.CANCELLED:
        return "cancelled"
    return "skipped" if ceremony.date is None else "open"


def _months(host: Unit, year: int) -> list[tuple[str, Ceremony]]:
    """Return the year's ceremonies under the names that the figures have: 2021-08, or the slot where it has several."""
    ceremonies = list_ceremonies(host, year)
    names = month_names([one.slot for one in ceremonies])
    return [(names[one.slot], one) for one in ceremonies]


@blueprint.get("/reports")
@who_may(role=_READERS, within=True, above=True)
def show() -> ResponseReturnValue:
    """Show units by month of a year; with ?month= also the sum behind the percentage of ?unit= in that month."""
    host, unit, month = page_host(), page_unit(), request.args.get("month", "").strip()
    year = year_of_month(month) if month else _year(today().year)
    rows = year_figures(host, year)
    lines = _lines(rows, _readable(host))
    lines, order = in_order(lines, request.args.get("sort", ""), _ORDERS)
    total = _sum_of(host, lines)
    closed = {row.month for row in rows}
    months = _months(host, year)
    if month and month not in dict(months):
        raise UnknownMonth(text=month, host=host.name)
    chosen = next((line for line in lines if line.code == unit.code and unit.code != host.code), total)
    return render_template(
        "reports/year.html",
        office=office_of(host),
        host=host,
        year=year,
        this_year=today().year,
        lines=lines,
        order=order,
        total=total,
        months=[(name, one.slot, _word_of(one, name in closed)) for name, one in months],
        closed=closed,
        month=month,
        chosen=chosen,
        figures=chosen.months.get(month) if month else None,
        agencies=agency_figures(host, year) if _is_office_above(host) else [],
    )


def _is_office_above(host: Unit) -> bool:
    """Whether the visitor is the office of *host* or of a unit above it, which sees the figures of hosts below."""
    return any(one.role is Role.OFFICE and host.path.startswith(one.path) for one in held())


def _year(this_year: int) -> int:
    text = request.args.get("year", "").strip()
    return year_of_month(f"{text}-01") if text else this_year
