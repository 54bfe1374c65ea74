"""The forms of a programme and of the library."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ceremony.core.text import clean
from ceremony.core.web.forms import BaseForm, DayField, LinesField
from ceremony.people.models import Person, Unit
from ceremony.people.queries.namesakes import place_of
from ceremony.programme.rules import ItemKind
from ceremony.topics.models import Document
from ceremony.topics.queries import cite
from ceremony.topics.rules import Citation, Found, citation_of_fields, issuers_by_symbol

KIND_WORDS = {
    ItemKind.GATHERING: _l("Gathering"),
    ItemKind.FLAG_SALUTE: _l("Flag salute"),
    ItemKind.STORY: _l("Story"),
    ItemKind.PRESENTATION: _l("Presentation of a document"),
    ItemKind.NEWS: _l("News"),
    ItemKind.REVIEW: _l("Review and tasks"),
    ItemKind.PRAISE: _l("Praise"),
    ItemKind.CONCLUSION: _l("Conclusion"),
    ItemKind.OTHER: _l("Other part"),
}
# More names than this are no list to choose from: a code or an address is typed instead.
LONGEST_LIST = 300


def person_choices(people: Sequence[Person]) -> list[SelectChoice]:
    """Return persons to choose from by check-in code, nobody first."""
    names = [SelectChoice(one.check_in_code, f"{one.full_name} – {place_of(one)}") for one in people]
    return [SelectChoice("", _l("nobody yet")), *names]


def unit_choices(units: Sequence[Unit]) -> list[SelectChoice]:
    """Return units to choose from by code, none first."""
    return [SelectChoice("", _l("none")), *(SelectChoice(one.code, one.name) for one in units)]


class ItemForm(BaseForm):
    """One item of a programme; its document is chosen from the library or cited anew."""

    seen = HiddenField()
    kind = SelectField(_l("Part"), choices=[SelectChoice(kind.value, word) for kind, word in KIND_WORDS.items()])
    title = StringField(
        _l("Title"), validators=[InputRequired(_l("Say in a few words what happens.")), Length(max=300)]
    )
    minutes = IntegerField(
        _l("Minutes"), validators=[NumberRange(1, 240, _l("Give whole minutes from 1 to 240."))], default=5
    )
    speaker = SelectField(_l("Speaker"), validate_choice=False)
    unit = SelectField(
        _l("Or the unit that speaks"),
        validate_choice=False,
        description=_l("While no speaker is named; a speaker's own unit counts."),
    )
    document = SelectField(_l("Document of the library"), validate_choice=False)
    citation = StringField(
        _l("Or a document that is not there yet, cited in full"),
        validators=[Optional(), Length(max=1000)],
        description=_l("For example: Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về …"),
    )

    notes = LinesField(_l("Notes for who leads the ceremony"), validators=[Optional(), Length(max=2000)])

    def offer(self, people: Sequence[Person], units: Sequence[Unit], documents: Sequence[Document]) -> None:
        """Offer these speakers, units and documents."""
        self.speaker.choices, self.unit.choices = person_choices(people), unit_choices(units)
        cited = [SelectChoice(str(one.id), cite(one)) for one in documents]
        self.document.choices = [SelectChoice("", _l("none")), *cited]


class FrameForm(BaseForm):
    """What the whole ceremony is about, what is worn, who presides."""

    seen = HiddenField()
    theme = StringField(_l("Theme"), validators=[Optional(), Length(max=500)])
    dress = StringField(_l("Dress"), validators=[Optional(), Length(max=300)])
    presiding = SelectField(_l("Presiding"), validate_choice=False)

    def offer(self, people: Sequence[Person]) -> None:
        """Offer these persons to preside."""
        self.presiding.choices = person_choices(people)


FILE_HINT = _l("PDF, Word (.docx), Excel (.xlsx), PNG or JPEG, up to 20 MB.")


class DocumentForm(BaseForm):
    """A document for the library: one box for any text that cites it, and the fields that it fills."""

    citation = TextAreaField(
        _l("Paste the citation, or a text that holds it"),
        validators=[Optional(), Length(max=20_000)],
        description=_l("For example: Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về …"),
    )
    # Filled once the box was read: then the fields below count, as they were edited.
    details = HiddenField()
    type = StringField(_l("Type"), validators=[Length(max=60)])
    number = StringField(_l("Number"), validators=[Length(max=20)])
    year = IntegerField(_l("Year in the symbol"), validators=[Optional(), NumberRange(1945, 2199)])
    symbol = StringField(_l("Symbol"), validators=[Length(max=80)])
    date = DayField(_l("Signed on"), validators=[Optional()])
    issuers = LinesField(_l("Issued by"), validators=[Length(max=500)], description=_l("One a line."))
    subject = TextAreaField(_l("Subject of the document"), validators=[Length(max=1500)])
    file = FileField(_l("File (optional)"), description=FILE_HINT)

    def fill(self, found: Found) -> None:
        """Take over what a text says; what it does not say stays empty."""
        self.details.data = "1"
        self.type.data, self.number.data = found.type, found.number or ""
        self.year.data, self.symbol.data = found.year_in_symbol, found.symbol or ""
        self.date.data, self.date.raw_data = found.date, None
        self.year.raw_data = None
        self.issuers.data = "\n".join(found.issuers or issuers_by_symbol(found.symbol or ""))
        self.subject.data = found.subject or ""

    def is_whole(self) -> bool:
        """Whether the fields say all that a document must have; what is missing is told at its field."""
        required = {self.type: _l("Say what it is."), self.date: _l("Give the day that it was signed.")}
        required[self.subject] = _l("Say what it is about.")
        for field, sentence in required.items():
            if not field.data and not field.errors:
                field.errors = [sentence]
        return not self.errors

    def said(self) -> Citation:
        """Return what the fields of a whole form say; raises SecretDocument or NumberMissing."""
        day = self.date.data
        assert day is not None
        issuers = [line for line in map(clean, (self.issuers.data or "").splitlines()) if line]
        return citation_of_fields(
            self.type.data,
            self.number.data,
            self.year.data,
            self.symbol.data,
            day,
            issuers,
            self.subject.data,
        )


class PointsForm(BaseForm):
    """What is said of a document, and its file."""

    seen = HiddenField()
    points = LinesField(
        _l("Points to remember"), validators=[Optional(), Length(max=4000)], description=_l("One a line.")
    )
    summary = LinesField(
        _l("Summary"), validators=[Optional(), Length(max=20_000)], description=_l("Markdown: **bold**, - list.")
    )
    basis = LinesField(
        _l("Legal basis"),
        validators=[Optional(), Length(max=20_000)],
        description=_l("Paste the lines that begin with Căn cứ: each document that they cite is linked."),
    )
    link = StringField(_l("Address in the web"), validators=[Optional(), Length(max=500)])
    ended_on = DayField(_l("No longer in force since"), validators=[Optional()])
    replaced_by = SelectField(_l("Replaced by"), validate_choice=False)
    file = FileField(_l("File (optional)"), description=FILE_HINT)

    def offer(self, documents: Sequence[Document]) -> None:
        """Offer these documents as the newer one."""
        self.replaced_by.choices = [
            SelectChoice("", _l("none")),
            *(SelectChoice(str(one.id), cite(one)) for one in documents),
        ]
