"""The words of the audit log: what was done, and what each value is called."""

import re
from datetime import date, datetime
from typing import Any

from ceremony.core.clock import local
from ceremony.core.language import gettext
from ceremony.core.personal import is_sealed
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
    "ask leave": msgid("wrote down a request to be absent"),
    "ask correction": msgid("asked for a correction of the staff list"),
    "answer correction": msgid("answered a request for a correction"),
    "approve-plan": msgid("approved the plan"),
    "assign-mc": msgid("decided who leads"),
    "assign-speaking": msgid("decided who speaks"),
    "attach-document": msgid("attached a document"),
    "become host": msgid("made the unit a host of ceremonies"),
    "carry-over": msgid("took over what the ceremony before did not reach"),
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
    "end-here": msgid("ended the programme before its last item"),
    "excuse": msgid("excused people on the roll"),
    "forget person": msgid("erased the personal data of a person"),
    "forget reasons": msgid("erased old reasons for absence"),
    "forget-day": msgid("took a corrected day back"),
    "hand over role": msgid("handed a role over"),
    "take over role": msgid("took a role over"),
    "grant role": msgid("gave a role"),
    "hold address": msgid("kept an address until its owner agrees"),
    "import staff list": msgid("took over a staff list"),
    "import-roll": msgid("took the roll over from a file"),
    "invite-guest-unit": msgid("had a guest unit invited"),
    "item-back": msgid("went back to the item before"),
    "keep-parts": msgid("kept the parts of a programme for the series"),
    "leave": msgid("wrote down that a person leaves"),
    "leave-out": msgid("marked an item as not reached"),
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
    "next-item": msgid("went on to the next item"),
    "note-plan-paper": msgid("gave the plan its number and day"),
    "note-said": msgid("wrote notes for the minutes"),
    "open-calendar-feed": msgid("opened a calendar feed"),
    "open-roll": msgid("opened the check-in"),
    "order-items": msgid("put the items of the programme in order"),
    "plan-year": msgid("planned the year"),
    "postpone-ceremony": msgid("postponed the ceremony"),
    "put-back": msgid("put an item back that was marked as not reached"),
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
    "set-rota": msgid("decided who takes turns"),
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


def act_words(act: str) -> str:
    """Return what was done, to follow a name; an act without words as it is recorded."""
    return gettext(ACTS[act]) if act in ACTS else act


def actor_words(label: str) -> str:
    """Return who acted; of somebody whose data were erased, that they have left."""
    return gettext("somebody who has left") if is_sealed(label) else label


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
