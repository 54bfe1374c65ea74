"""The forms of a programme and of the library."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ceremony.core.web.forms import BaseForm, LinesField
from ceremony.people.models import Person
from ceremony.programme.rules import ItemKind
from ceremony.topics.models import Document
from ceremony.topics.queries import cite

KIND_WORDS = {
    ItemKind.GATHERING: _l("Gathering"),
    ItemKind.FLAG_SALUTE: _l("Flag salute"),
    ItemKind.STORY: _l("Story"),
    ItemKind.PRESENTATION: _l("Presentation of a document"),
    ItemKind.NEWS: _l("News"),
    ItemKind.REVIEW: _l("Review and tasks"),
    ItemKind.PRAISE: _l("Praise"),
    ItemKind.CONCLUSION: _l("Conclusion"),
}
# More names than this are no list to choose from: a code or an address is typed instead.
LONGEST_LIST = 300


def person_choices(people: Sequence[Person]) -> list[SelectChoice]:
    """Return persons to choose from by check-in code, nobody first."""
    names = [SelectChoice(one.check_in_code, f"{one.full_name} – {one.unit.name}") for one in people]
    return [SelectChoice("", _l("nobody yet")), *names]


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
    document = SelectField(_l("Document of the library"), validate_choice=False)
    citation = StringField(
        _l("Or a document that is not there yet, cited in full"),
        validators=[Optional(), Length(max=1000)],
        description=_l("For example: Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về …"),
    )

    def offer(self, people: Sequence[Person], documents: Sequence[Document]) -> None:
        """Offer these speakers and documents."""
        self.speaker.choices = person_choices(people)
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


class DocumentForm(BaseForm):
    """A document for the library."""

    citation = TextAreaField(
        _l("Citation"),
        validators=[InputRequired(_l("Cite the document in full.")), Length(max=1000)],
        description=_l("For example: Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về …"),
    )
    file = FileField(_l("File (optional)"), description=_l("PDF or Word (.docx), up to 20 MB."))


class PointsForm(BaseForm):
    """What is to be remembered of a document, and its file."""

    seen = HiddenField()
    points = LinesField(
        _l("Points to remember"), validators=[Optional(), Length(max=4000)], description=_l("One a line.")
    )
    file = FileField(_l("File (optional)"), description=_l("PDF or Word (.docx), up to 20 MB."))
