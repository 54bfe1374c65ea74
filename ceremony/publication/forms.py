"""The form of an article."""

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import TextArea

from ceremony.core.text import clean
from ceremony.core.web.forms import BaseForm


def _paragraphs(text: str | None) -> str:
    """Clean each line and keep the lines: a point is a line, an empty line parts paragraphs."""
    lines = [clean(line) for line in (text or "").splitlines()]
    return "\n".join(lines).strip()


class KeptLines(Field):  # type: ignore[misc] # wtforms ships no types
    """A text area whose lines mean something: it is cleaned line by line, never joined into one."""

    widget = TextArea()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed."""
        if valuelist:
            self.data = _paragraphs(valuelist[0])

    def _value(self) -> str:
        return self.data or ""


class ArticleForm(BaseForm):
    """Headline, lead and body, and the digest of the text that the person began with."""

    seen = HiddenField()
    headline = StringField(_l("Headline"), validators=[InputRequired(_l("Give a headline.")), Length(max=300)])
    lead = TextAreaField(_l("Lead"), validators=[InputRequired(_l("Give a lead.")), Length(max=1000)])
    body = KeptLines(
        _l("Body"),
        description=_l("An empty line parts two paragraphs; a line that begins with “- ” is a point."),
        validators=[InputRequired(_l("Give a body.")), Length(max=20_000)],
    )
