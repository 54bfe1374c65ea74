"""Dates, times and numbers as people read them, for pages and letters."""

from datetime import date, datetime, timedelta

from flask import Flask
from flask_babel import get_locale

from ceremony.core import clock
from ceremony.core.web.markdown import markdown, markdown_line

_WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def _language() -> str:
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "vi"


def weekday(day: date) -> str:
    """Return "thứ Hai"."""
    return _WEEKDAYS[_language()][day.weekday()]


def short_date(day: date) -> str:
    """Return "02/8/2021": two digits for the day, the month as it is."""
    return f"{day.day:02d}/{day.month}/{day.year}"


def numeric_date(day: date) -> str:
    """Return "02/08/2021", for columns and large figures."""
    return f"{day:%d/%m/%Y}"


def long_date(day: date) -> str:
    """Return "thứ Hai, ngày 02 tháng 8 năm 2021"; months 1 and 2 get a nought (NĐ 30/2020/NĐ-CP, Phụ lục I)."""
    if _language() == "en":
        return f"{weekday(day)}, {day.day} {day:%B} {day.year}"
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{weekday(day)}, ngày {day.day:02d} tháng {month} năm {day.year}"


def wall(text: str) -> str:
    """Return "07h00" for "07:00"."""
    return text.replace(":", "h")


def clock_time(moment: datetime) -> str:
    """Return the office's time of day of a moment, as "07h02"."""
    return f"{clock.local(moment):%Hh%M}"


def local_day(moment: datetime) -> date:
    """Return the office's day of a moment: at 6 in the morning UTC still has the day before."""
    return clock.local(moment).date()


def end_of(start: str, minutes: int) -> str:
    """Return "07:30" for a start of "07:00" and 30 minutes."""
    hour, minute = map(int, start.split(":"))
    end = timedelta(hours=hour, minutes=minute + minutes)
    return f"{end.seconds // 3600:02d}:{end.seconds // 60 % 60:02d}"


def percent(rate: float | None) -> str:
    """Return "97,4 %"; a dash where there is no rate."""
    if rate is None:
        return "–"
    text = f"{rate * 100:.1f} %"
    return text if _language() == "en" else text.replace(".", ",")


def capital(text: str) -> str:
    """Return *text* with its first letter in upper case and the rest as it is."""
    return text[:1].upper() + text[1:]


def init_app(app: Flask) -> None:
    """Offer the words to every template as filters."""
    for function in (
        *(weekday, short_date, numeric_date, long_date, wall, clock_time, local_day, percent, capital),
        *(markdown, markdown_line),
    ):
        app.jinja_env.filters[function.__name__] = function
    app.jinja_env.globals["end_of"] = end_of
    app.jinja_env.globals["get_locale"] = get_locale
