"""What to say of a file that cannot be read at all."""

from ceremony.core.refusal import msgid
from ceremony.core.sheets.rules import LARGEST_FILE, LARGEST_UNPACKED, Fault, NotRead
from ceremony.people.rules.staff_list.problems import Problem, ProblemKind

_SENTENCES = {
    Fault.UNREADABLE: msgid(
        "The file is no table that can be read. Save the list as an Excel workbook and import that."
    ),
    Fault.ENCRYPTED: msgid("The file is locked with a password. Take the password off in Excel and import it again."),
    Fault.TOO_LARGE: msgid(
        "The file is too large: at most %(megabytes)s MB, and %(unpacked)s MB unpacked. Divide the list by units and "
        "import each part."
    ),
    Fault.DAMAGED: msgid("The file is damaged or cut off. Open it in Excel, save it anew and import that."),
}
_OTHER_KIND = msgid("The file is %(kind)s, no table. Save the list as an Excel workbook and import that.")


def problem_of(refused: NotRead) -> Problem:
    """Return what is to be said of a file that could not be read."""
    kind = ProblemKind(refused.fault.value)
    if refused.fault is Fault.UNREADABLE and refused.detail:
        return Problem(kind, _OTHER_KIND, {"kind": refused.detail})
    values: dict[str, object] = {"megabytes": LARGEST_FILE // 2**20, "unpacked": LARGEST_UNPACKED // 2**20}
    return Problem(kind, _SENTENCES[refused.fault], values if refused.fault is Fault.TOO_LARGE else {})
