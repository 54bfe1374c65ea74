"""How long a person's data are kept after leaving, and how long reasons for absence are."""

from datetime import date

from dateutil.relativedelta import relativedelta

from ceremony.core.refusal import Refusal, msgid

# The review of the year in which somebody left still quotes their absences; after it nothing asks for the name.
YEARS_AFTER_LEAVING = 1
# A yearly review looks back on twelve months.
MONTHS_OF_REASONS = 12
LONGEST_YEARS, LONGEST_MONTHS = 10, 60


class StillHere(Refusal):
    """Data of somebody who belongs here are needed."""

    sentence = msgid("%(name)s still belongs here.")
    cure = msgid("Note first on which day the person leaves.")


class AlreadyForgotten(Refusal):
    """Nothing is left of the person."""

    sentence = msgid("The personal data of this person were erased on %(day)s.")
    cure = msgid("Nothing can bring them back. Take the person on anew.")


def erased_from(left: date, years: int) -> date:
    """Return the day from which the data of who left on *left* are erased."""
    day: date = left + relativedelta(years=years)
    return day


def reasons_before(today: date, months: int) -> date:
    """Return the day before which reasons for absence are erased."""
    day: date = today - relativedelta(months=months)
    return day
