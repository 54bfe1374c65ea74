"""A year's plan on its way through the wizard: all that was typed, what it gives, and what must be corrected."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from wtforms import Field

from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import Refusal
from ceremony.core.text import clean
from ceremony.desk.views.shared import series_asked
from ceremony.desk.wizard import (
    Basis,
    Earlier,
    SeriesThere,
    basis_of,
    clashes,
    earlier_of,
    last_year_of,
    row_keys,
    slots_by_rule,
)
from ceremony.people.models import Unit
from ceremony.programme.rules import fingerprint
from ceremony.schedule.actions import PlanWish, Theme, wall
from ceremony.schedule.actions.plan import USUAL_START
from ceremony.schedule.forms import RULES, DateRowForm, PlanForm, ThemeRowForm
from ceremony.schedule.models import Ceremony, Series
from ceremony.schedule.queries import find_series, get_series, list_dates_taken, list_series, series_name, work_days
from ceremony.schedule.rules import Occurrence, WhenOff
from ceremony.schedule.rules.changes import MissingReason, SeriesNameUnusable, UnreadableTime
from ceremony.schedule.rules.choices import Choice, chosen, require_apart
from ceremony.schedule.rules.recurrence import FIRST_MONDAY
from ceremony.topics.rules import SecretDocument, require_not_secret

DATES, THEMES, CHECK = "dates", "themes", "check"
OF_THEMES = frozenset({"common_basis"})


@dataclass
class Row:
    """One slot: what the rule gives, what was decided, and the fields of both pages."""

    key: str
    # "month 3", or the day where its month has several.
    words: str
    by_rule: Occurrence
    occurrence: Occurrence
    dates: DateRowForm
    theme: ThemeRowForm
    near: tuple[date, str] | None = None
    last: Ceremony | None = None
    is_open: bool = False

    @property
    def choice(self) -> Choice | None:
        """What was decided in the place of the rule; None where nothing was."""
        if not (self.dates.date.data or self.dates.is_off.data):
            return None
        return Choice(None if self.dates.is_off.data else self.dates.date.data, self.dates.reason.data or "")


class Wizard:
    """The plan of one year on its way."""

    def __init__(self, host: Unit, year: int) -> None:
        self.host, self.year, self.days = host, year, work_days(host)
        self.is_new = bool(request.args.get("new")) and bool(list_series(host))
        self.series = None if self.is_new else _series(host)
        self.is_sent = request.method == "POST" and "key" not in request.form
        self.form = PlanForm() if self.is_sent else PlanForm(formdata=None, data=_usual(self.series))
        self.rows: list[Row] = []
        if self.is_sent:
            self._check_form()
        if not self.faults(DATES):
            self._make_rows()

    def _check_form(self) -> None:
        form = self.form
        form.validate()
        if self.is_new:
            known = {one.name for one in list_series(self.host)}
            name = series_name(form.name.data or "")
            if not name:
                _fault(form.name, SeriesNameUnusable(name=form.name.data or ""))
            elif name in known:
                _fault(form.name, SeriesThere(host=self.host.name, name=name))
        if not form.start.errors:
            try:
                wall(form.start.data)
            except UnreadableTime as refusal:
                _fault(form.start, refusal)
        if form.common_basis.data:
            _require_open(form.common_basis)

    @property
    def rule(self) -> str:
        """The rule as it was typed, else as it was chosen."""
        return self.form.own_rule.data or self.form.rule.data or ""

    def _make_rows(self) -> None:
        when_off = WhenOff(self.form.when_off.data)
        try:
            found = slots_by_rule(self.host, self.series, self.year, self.rule, when_off)
        except Refusal as refusal:
            _fault(self.form.own_rule if self.form.own_rule.data else self.form.rule, refusal)
            return
        keys = row_keys([one.slot for one in found])
        opened = {*request.form.getlist("open"), request.form.get("go", "").partition(":")[2]}
        last = last_year_of(self.series, [one.slot for one in found])
        for one in found:
            prefix = f"m{keys[one.slot]}-"
            words = _slot_words(one.slot, keys[one.slot])
            row = Row(keys[one.slot], words, one, one, DateRowForm(prefix=prefix), ThemeRowForm(prefix=prefix))
            for field in (*row.dates, *row.theme):
                field.label.text = f"{field.label.text}, {words}"
            row.last, row.is_open = last.get(one.slot), row.key in opened
            self.rows.append(row)
            if self.is_sent:
                self._decide(row)
                _check_theme(row)
        self._look_for_clashes()

    def _decide(self, row: Row) -> None:
        row.dates.validate()
        choice = row.choice
        if choice is None or row.dates.errors:
            return
        try:
            row.occurrence = chosen(row.by_rule, choice, self.days)
        except MissingReason as refusal:
            _fault(row.dates.reason, refusal)
        except Refusal as refusal:
            _fault(row.dates.date, refusal)

    def _look_for_clashes(self) -> None:
        decided = [row.occurrence for row in self.rows]
        near = clashes(self.host, self.series, self.year, [one.date for one in decided])
        taken = set(list_dates_taken(self.series)) if self.series else set()
        for row in self.rows:
            row.near = near.get(row.occurrence.date) if row.occurrence.date else None
            if row.choice and not row.dates.errors:
                try:
                    require_apart(decided, row.by_rule.slot, taken)
                except Refusal as refusal:
                    _fault(row.dates.date, refusal)
            is_typed = bool(row.choice or row.dates.reason.data or row.dates.errors)
            row.is_open = row.is_open or is_typed or row.occurrence.date is None

    def faults(self, step: str) -> list[tuple[str, str]]:
        """Return what must be corrected on a page, each sentence with the field's address."""
        is_themes = step == THEMES
        fields = [one for one in self.form if (one.short_name in OF_THEMES) == is_themes]
        for row in self.rows:
            fields += list(row.theme if is_themes else row.dates)
        return [(f"{one.label.text}: {one.errors[0]}", f"#{one.id}") for one in fields if one.errors]

    def take_last_themes(self) -> None:
        """Propose last year's theme and basis where a month has neither."""
        for row in self.rows:
            if row.last is not None and not (row.theme.theme.data or row.theme.basis.data):
                row.theme.theme.data, row.theme.basis.data = row.last.theme, row.last.theme_basis

    def theme_of(self, row: Row) -> Theme:
        """Return the row's theme; the common basis is that of every theme without one of its own."""
        words = row.theme.theme.data or ""
        common = self.form.common_basis.data if words else ""
        return Theme(clean(words), clean(row.theme.basis.data or common or ""))

    def bases(self) -> dict[str, Basis]:
        """Return what the themes rest on, by row."""
        return {row.key: basis_of(self.host, self.theme_of(row).basis) for row in self.rows}

    def earlier(self) -> dict[str, Earlier]:
        """Return what is taken over from last year, by row."""
        if not self.form.take_over.data:
            return {}
        return {row.key: earlier_of(row.last) for row in self.rows if row.last is not None}

    def wish(self) -> PlanWish:
        """Return what is asked for."""
        return PlanWish(
            rule=self.rule,
            when_off=WhenOff(self.form.when_off.data),
            start=self.form.start.data,
            place=self.form.place.data or "",
            choices={row.by_rule.slot: row.choice for row in self.rows if row.choice},
            themes={row.by_rule.slot: self.theme_of(row) for row in self.rows},
        )

    def seen(self) -> str:
        """Return a mark of all that would be made."""
        start, place = wall(self.form.start.data), clean(self.form.place.data or "")
        lines = []
        for row in self.rows:
            theme, one = self.theme_of(row), row.occurrence
            lines.append((one.slot, one.date, one.reason, theme.words, theme.basis, start, place))
        return fingerprint(lines)

    @property
    def name(self) -> str | None:
        """The series' name; None means the host's first."""
        if self.is_new:
            return series_name(self.form.name.data or "")
        return self.series.name if self.series is not None else None


def _slot_words(slot: date, key: str) -> str:
    return f"{slot:%d/%m}" if "-" in key else gettext("month %(number)s", number=slot.month)


def _series(host: Unit) -> Series | None:
    name = series_asked()
    return find_series(host, None) if name is None else get_series(host, name)


def _usual(series: Series | None) -> dict[str, Any]:
    """Return the form's values as the series has them, else as is usual."""
    values = {"rule": FIRST_MONDAY, "when_off": WhenOff.NEXT_MONDAY.value, "start": USUAL_START, "place": ""}
    if series is not None:
        values = {name: str(getattr(series, name)) for name in values}
    if values["rule"] not in {choice.value for choice in RULES}:
        values |= {"own_rule": values["rule"], "rule": FIRST_MONDAY}
    return {**values, "take_over": True}


def _fault(field: Field, refusal: Refusal) -> None:
    field.errors = [" ".join(words_of(refusal))]


def _check_theme(row: Row) -> None:
    row.theme.validate()
    for field in row.theme:
        if field.data:
            _require_open(field)


def _require_open(field: Field) -> None:
    try:
        require_not_secret(field.data)
    except SecretDocument as refusal:
        _fault(field, refusal)
