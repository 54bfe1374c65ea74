"""The words of the audit log: what was done, and what each value is called."""

import re
from datetime import date, datetime
from typing import Any

from ceremony.core.clock import local
from ceremony.core.language import gettext
from ceremony.core.refusal import msgid
from ceremony.core.web.words import numeric_date, percent
from ceremony.programme.forms import KIND_WORDS
from ceremony.programme.rules import ItemKind

# Each follows a name: "Hoàng Thị Mẫu Đơn sent the invitations". A test finds the act that has no words.
ACTS = {
    "add-document": msgid("added a document"),
    "add second factor": msgid("added a second factor"),
    "announce change": msgid("announced a change to the invited"),
    "answer objection": msgid("answered an objection"),
    "answer invitation": msgid("answered an invitation"),
    "approve-plan": msgid("approved the plan"),
    "attach-document": msgid("attached a document"),
    "become host": msgid("made the unit a host of ceremonies"),
    "cancel-ceremony": msgid("cancelled the ceremony"),
    "change without letters": msgid("changed the place without letters"),
    "change-ceremony": msgid("changed time, place or who serves"),
    "change language": msgid("changed the language"),
    "change person": msgid("changed what is known of a person"),
    "change unit": msgid("changed a unit"),
    "close unit": msgid("closed a unit"),
    "confirm address": msgid("agreed to a new address"),
    "contest record": msgid("contested the own record"),
    "close-roll": msgid("closed the roll"),
    "describe-document": msgid("wrote down the facts of a document"),
    "draft-article": msgid("had the article drafted"),
    "drop leave": msgid("took back a request to be absent"),
    "edit-article": msgid("edited the article"),
    "excuse": msgid("excused people on the roll"),
    "forget-day": msgid("took a corrected day back"),
    "grant role": msgid("gave a role"),
    "hold address": msgid("kept an address until its owner agrees"),
    "import staff list": msgid("took over a staff list"),
    "import-roll": msgid("took the roll over from a file"),
    "invite-guest-unit": msgid("had a guest unit invited"),
    "leave": msgid("wrote down that a person leaves"),
    "leave granted": msgid("granted an absence"),
    "leave refused": msgid("refused an absence"),
    "link account": msgid("linked an account to its person"),
    "make account": msgid("made an account"),
    "make units": msgid("made units"),
    "merge unit": msgid("merged a unit into another"),
    "make unit": msgid("made a unit"),
    "move": msgid("moved a person to another unit"),
    "move-ceremony": msgid("moved the ceremony"),
    "move-item": msgid("moved an item of the programme"),
    "note-plan-paper": msgid("gave the plan its number and day"),
    "open-calendar-feed": msgid("opened a calendar feed"),
    "open-roll": msgid("opened the check-in"),
    "plan-year": msgid("planned the year"),
    "postpone-ceremony": msgid("postponed the ceremony"),
    "reconcile letters": msgid("set letters on their way to unknown"),
    "remind": msgid("reminded who had not answered"),
    "remove-guest-unit": msgid("has a guest unit invited no more"),
    "remove-item": msgid("took an item out of the programme"),
    "remove second factor": msgid("removed a second factor"),
    "renew recovery codes": msgid("made new recovery codes"),
    "reopen unit": msgid("opened a closed unit again"),
    "return": msgid("took a person on again"),
    "restore": msgid("restored a backup"),
    "restore-ceremony": msgid("planned the ceremony again"),
    "revoke-calendar-feed": msgid("revoked a calendar feed"),
    "revoke role": msgid("took back a role"),
    "send copy": msgid("sent a copy of an invitation"),
    "send invitations": msgid("sent the invitations"),
    "set office": msgid("changed the settings"),
    "set password": msgid("set a password"),
    "set-basis": msgid("wrote down what a document rests on"),
    "set-day": msgid("set a day off or a working day"),
    "set-frame": msgid("set theme, dress and presiding"),
    "set-points": msgid("wrote down what to remember of a document"),
    "set-theme": msgid("set the theme"),
    "use recovery code": msgid("used a recovery code"),
    "settle letter": msgid("decided about a letter of unknown fate"),
    "sign in": msgid("signed in"),
    "sign out": msgid("signed out"),
    "sign out everywhere": msgid("signed out everywhere"),
    "skip steps": msgid("skipped steps of the first run"),
    "switch-place": msgid("changed to the other place"),
    "take back letters": msgid("took letters back before they left"),
    "take on": msgid("took a person on"),
    "take-back-excuse": msgid("took an excuse back"),
    "upgrade": msgid("upgraded the program"),
    "write-item": msgid("wrote an item of the programme"),
}

_NAMES = {
    "absent": msgid("Absent"),
    "address": msgid("Address"),
    "answer": msgid("Answer"),
    "as": msgid("As written to"),
    "as_of": msgid("As of"),
    "attended": msgid("Attended"),
    "category": msgid("Category"),
    "ceremonies": msgid("Ceremonies"),
    "changed": msgid("Changed"),
    "citation": msgid("Document"),
    "closes": msgid("Closes"),
    "contact": msgid("Contact"),
    "date": msgid("Date"),
    "day": msgid("Day"),
    "decision": msgid("Decision"),
    "document": msgid("Document"),
    "dress": msgid("Dress"),
    "email": msgid("E-mail address"),
    "excused": msgid("Excused"),
    "file": msgid("File"),
    "full_name": msgid("Full name"),
    "heads": msgid("Heads expected"),
    "headline": msgid("Headline"),
    "invite_days": msgid("Working days between invitation and ceremony"),
    "invited": msgid("Invited"),
    "kind": msgid("Kind"),
    "language": msgid("Language"),
    "late": msgid("Late"),
    "late_after": msgid("Minutes after the start from which an arrival is late"),
    "left": msgid("Left"),
    "letters": msgid("Letters"),
    "made_at": msgid("Made at"),
    "minutes": msgid("Minutes"),
    "name": msgid("Name"),
    "new": msgid("New"),
    "not_obliged": msgid("Not obliged to come"),
    "not_recorded": msgid("Not recorded"),
    "obliged": msgid("Obliged"),
    "opens": msgid("Opens"),
    "opens_before": msgid("Minutes before the start at which check-in opens"),
    "parent": msgid("Stands below"),
    "parent_body": msgid("Parent body"),
    "people": msgid("People"),
    "place": msgid("Place"),
    "place_name": msgid("Place name"),
    "points": msgid("What to remember"),
    "position": msgid("Position"),
    "presiding": msgid("Presiding"),
    "rate": msgid("Rate"),
    "reason": msgid("Reason"),
    "recorded": msgid("Recorded"),
    "reply_to": msgid("Replies go to"),
    "revision": msgid("Version"),
    "role": msgid("Role"),
    "ruling": msgid("Answer"),
    "rows": msgid("Rows"),
    "rule": msgid("Rule"),
    "sender_name": msgid("Sender of letters"),
    "signer": msgid("Signer's name"),
    "signer_title": msgid("Signer's title"),
    "source": msgid("Source"),
    "speaker": msgid("Speaker"),
    "staff_code": msgid("Staff code"),
    "start": msgid("Begins at"),
    "state": msgid("State"),
    "steps": msgid("Steps"),
    "theme": msgid("Theme"),
    "title": msgid("Title"),
    "to": msgid("To"),
    "to_unknown": msgid("Letters of unknown fate"),
    "unit": msgid("Unit"),
    "version": msgid("Version"),
    "when_off": msgid("When that day is a day off"),
    "with": msgid("With"),
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


def act_words(act: str) -> str:
    """Return what was done, to follow a name; an act without words as it is recorded."""
    return gettext(ACTS[act]) if act in ACTS else act


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
