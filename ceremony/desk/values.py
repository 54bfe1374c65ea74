"""What the values of an entry of the audit log are called, and how people read them."""

import re
from datetime import date, datetime
from typing import Any

from ceremony.core.clock import local
from ceremony.core.language import gettext
from ceremony.core.refusal import msgid
from ceremony.core.web.words import numeric_date, percent
from ceremony.programme.forms import KIND_WORDS
from ceremony.programme.rules import ItemKind

_NAMES = {
    "absent": msgid("Absent"),
    "act": msgid("Act"),
    "actor": msgid("By"),
    "address": msgid("Address"),
    "after": msgid("After"),
    "agent": msgid("Browser"),
    "answer": msgid("Answer"),
    "answered_at": msgid("Answered on"),
    "answered_by": msgid("Answered by"),
    "as": msgid("As written to"),
    "as_of": msgid("As of"),
    "asked_at": msgid("Asked on"),
    "at": msgid("At"),
    "attended": msgid("Attended"),
    "backup": msgid("Backup"),
    "before": msgid("Before"),
    "category": msgid("Category"),
    "ceremonies": msgid("Ceremonies"),
    "changed": msgid("Changed"),
    "check_in_code": msgid("Check-in code"),
    "citation": msgid("Document"),
    "closes": msgid("Closes"),
    "contact": msgid("Contact"),
    "created_at": msgid("Made on"),
    "date": msgid("Date"),
    "day": msgid("Day"),
    "decided_at": msgid("Decided on"),
    "decided_by": msgid("Decided by"),
    "decision": msgid("Decision"),
    "document": msgid("Document"),
    "dress": msgid("Dress"),
    "duty": msgid("Duty"),
    "email": msgid("E-mail address"),
    "ends": msgid("Ends"),
    "excused": msgid("Excused"),
    "exempt": msgid("Takes no turns"),
    "file": msgid("File"),
    "first": msgid("First day"),
    "full_name": msgid("Full name"),
    "from": msgid("From"),
    "headline": msgid("Headline"),
    "heads": msgid("Heads expected"),
    "host": msgid("Office"),
    "invite_days": msgid("Working days between invitation and ceremony"),
    "invited": msgid("Invited"),
    "joined": msgid("Joined"),
    "keep_reasons": msgid("Months after which reasons for absence are erased"),
    "keep_years": msgid("Years after leaving at which personal data are erased"),
    "kind": msgid("Kind"),
    "language": msgid("Language"),
    "last": msgid("Last day"),
    "late": msgid("Late"),
    "late_after": msgid("Minutes after the start from which an arrival is late"),
    "left": msgid("Left"),
    "letters": msgid("Letters"),
    "made_at": msgid("Made at"),
    "minutes": msgid("Minutes"),
    "name": msgid("Name"),
    "new": msgid("New"),
    "not_obliged": msgid("Not obliged to come"),
    "notes": msgid("Notes"),
    "not_recorded": msgid("Not recorded"),
    "note": msgid("Note"),
    "number": msgid("Number"),
    "obliged": msgid("Obliged"),
    "opens": msgid("Opens"),
    "opens_before": msgid("Minutes before the start at which check-in opens"),
    "order": msgid("Order"),
    "outcome": msgid("Recorded as"),
    "parent": msgid("Stands below"),
    "parent_body": msgid("Parent body"),
    "parts": msgid("Parts"),
    "password_set_at": msgid("Password set on"),
    "people": msgid("People"),
    "place": msgid("Place"),
    "place_name": msgid("Place name"),
    "points": msgid("What to remember"),
    "position": msgid("Position"),
    "presiding": msgid("Presiding"),
    "rate": msgid("Rate"),
    "reason": msgid("Reason"),
    "recorded": msgid("Recorded"),
    "recorded_by": msgid("Recorded by"),
    "reply": msgid("Answer of the office"),
    "reply_to": msgid("Replies go to"),
    "revision": msgid("Version"),
    "revoked_at": msgid("Ended on"),
    "role": msgid("Role"),
    "rows": msgid("Rows"),
    "rule": msgid("Rule"),
    "ruling": msgid("Answer"),
    "sender_name": msgid("Sender of letters"),
    "signer": msgid("Signer's name"),
    "signer_title": msgid("Signer's title"),
    "sort_name": msgid("Sorted under"),
    "source": msgid("Source"),
    "speaker": msgid("Speaker"),
    "staff_code": msgid("Staff code"),
    "start": msgid("Begins at"),
    "starts": msgid("Begins on"),
    "state": msgid("State"),
    "steps": msgid("Steps"),
    "text": msgid("What was said"),
    "theme": msgid("Theme"),
    "themes": msgid("Themes"),
    "title": msgid("Title"),
    "to": msgid("To"),
    "to_unknown": msgid("Letters of unknown fate"),
    "unit": msgid("Unit"),
    "value": msgid("Mark"),
    "version": msgid("Version"),
    "when_off": msgid("When that day is a day off"),
    "why": msgid("Why"),
    "who": msgid("Person"),
    "with": msgid("With"),
    "written_at": msgid("Written on"),
}
# Marks for programs, which say nothing to a reader.
_HIDDEN = frozenset({"digest", "hash", "parent_id", "person"})
_WORDS = {
    "accepted": msgid("accepted"),
    "approved": msgid("approved"),
    "asked": msgid("asked"),
    "cancelled": msgid("cancelled"),
    "command": msgid("by command"),
    "link": msgid("by the link"),
    "draft": msgid("draft"),
    "granted": msgid("granted"),
    "manager": msgid("manager"),
    "mail": msgid("by mail"),
    "off": msgid("day off"),
    "office": msgid("office"),
    "planned": msgid("planned"),
    "postponed": msgid("postponed"),
    "recorder": msgid("recorder"),
    "refused": msgid("refused"),
    "resend": msgid("send again"),
    "unknown": msgid("unknown"),
    "web": msgid("on the page"),
    "working": msgid("working day"),
}
# Whose values are such words; elsewhere the same letters may be what a person wrote.
_CODED = frozenset({"decision", "kind", "role", "source", "state"})
# Where the same word means something else than elsewhere.
_OF_A_NAME = {
    "answer": {"accepted": msgid("will attend"), "declined": msgid("asks to be absent")},
    "ruling": {"corrected": msgid("corrected"), "declined": msgid("stays as it is")},
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\S+[+-]\d{2}:?\d{2}")


def value_name(name: str) -> str | None:
    """Return what a value is called; None where it is a mark for programs."""
    if name in _HIDDEN:
        return None
    return gettext(_NAMES[name]) if name in _NAMES else name


def value_words(name: str, value: Any) -> str:
    """Return a value as people read it: days and moments as the office writes them, states in words."""
    if value is None:
        return ""
    if name == "people" and isinstance(value, list):
        return str(len(value))
    if name == "rate" and isinstance(value, float):
        return percent(value)
    if isinstance(value, list):
        return "; ".join(value_words(name, one) for one in value)
    text = str(value)
    if name == "kind" and text in KIND_WORDS:
        return str(KIND_WORDS[ItemKind(text)])
    words = _OF_A_NAME.get(name) or (_WORDS if name in _CODED else {})
    if text in words:
        return gettext(words[text])
    if _DAY.fullmatch(text):
        return numeric_date(date.fromisoformat(text))
    if _MOMENT.fullmatch(text):
        return f"{local(datetime.fromisoformat(text)):%d/%m/%Y %Hh%M}"
    return text
