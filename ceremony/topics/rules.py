"""How a document is cited in its canonical form, and what makes two citations one document.

`Loại số <ký hiệu> ngày d/m/yyyy của <cơ quan> về <trích yếu>`. A state document's number and symbol are
divided by "/" (76/NQ-CP, 30/2020/NĐ-CP), a Party document's by "-" with a "/" in the symbol (05-CT/TW).
"""

import re
from dataclasses import dataclass
from datetime import date

from ceremony.core.refusal import BadInput, NotFound, Refusal, msgid
from ceremony.core.text import clean

TYPES = (
    *("Nghị quyết liên tịch", "Thông tư liên tịch", "Văn bản hợp nhất", "Nghị quyết", "Nghị định", "Quyết định"),
    *("Quy định", "Quy chế", "Chỉ thị", "Thông tư", "Thông tri", "Bộ luật", "Luật", "Pháp lệnh"),
    *("Hiến pháp", "Lệnh", "Sắc lệnh", "Kế hoạch", "Kết luận", "Hướng dẫn", "Thông báo", "Thông cáo", "Công văn"),
    *("Công điện", "Tờ trình", "Báo cáo", "Văn bản", "Chương trình", "Đề án", "Phương án", "Điều lệ", "Lời kêu gọi"),
)
_BY_FOLDED = {name.casefold(): name for name in TYPES}
_TYPE = "|".join(re.escape(name) for name in sorted(TYPES, key=len, reverse=True))
_LETTERS = r"[^\W\d_][\w&]*"
_CANONICAL = re.compile(
    rf"""(?P<type>{_TYPE})\ số\ ?:?\ ?
    (?P<number>\d+[a-zđ]?(?:\.\d+)*)
    (?: / (?:(?P<year>\d{{4}})/)? (?P<state>{_LETTERS}(?:-{_LETTERS})*)
      | - (?P<party>{_LETTERS}/{_LETTERS}(?:-{_LETTERS})*) )
    ,?\ ngày\ (?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})/(?P<of>\d{{4}})
    \ của\ (?P<issuers>.+?)
    ,?\ về\ (?:việc\ )?(?P<subject>.+)""",
    re.VERBOSE | re.IGNORECASE,
)
# Names hold "và" and commas themselves (Bộ Văn hóa, Thể thao và Du lịch), so a second issuer must begin like one.
_HEADS = (
    "Ban|Bộ|Chính phủ|Chủ nhiệm|Chủ tịch|Đảng ủy|Đoàn|HĐND|Hội đồng|Kiểm toán|Liên đoàn|Mặt trận|Ngân hàng|"
    "Quốc hội|Sở|Thanh tra|Thủ tướng|Tòa án|Toà án|Tổng|Trung ương|UBND|Ủy ban|Uỷ ban|Văn phòng|Viện"
)
_NEXT_ISSUER = re.compile(rf"(?:,? và |, )(?=(?:{_HEADS})\b)")
_STAMP = re.compile(
    r"(?<!\w)(?<!BÍ )(?:MẬT|(?i:tối mật|tuyệt mật))(?!\w)|^Mật(?!\w)|(?<!\w)Mật[.]?$|[(\[]\s*Mật\s*[)\]]"
)


class NotCanonical(BadInput):
    """The text does not cite a document in the one form that is understood."""

    sentence = msgid("%(text)s does not cite a document in full.")
    cure = msgid(
        "Write it as: Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về Chương trình tổng thể "
        "cải cách hành chính nhà nước giai đoạn 2021-2030"
    )


class ImpossibleDate(BadInput):
    """The day is in no calendar."""

    sentence = msgid("%(date)s is no date.")
    cure = msgid("Write the day that the document was signed, as 15/7/2021.")


class UnknownDocument(NotFound):
    """The library has no such document."""

    sentence = msgid("The library has no such document.")
    cure = msgid("Open the list of documents.")


class SecretDocument(Refusal):
    """State secrets have no place here."""

    sentence = msgid("A document marked MẬT may not be entered here.")
    cure = msgid("Handle it on paper, as the rules on state secrets demand.")


@dataclass(frozen=True)
class Citation:
    """A cited document; `year_in_symbol` is 2020 in 30/2020/NĐ-CP, `symbol` "NQ-CP" or, of the Party, "CT/TW"."""

    type: str
    number: str
    year_in_symbol: int | None
    symbol: str
    date: date
    issuers: tuple[str, ...]
    subject: str

    @property
    def key(self) -> str:
        """What two citations of one document share: type, number, symbol and date (numbers restart each year)."""
        number = self.number.lstrip("0") or "0"
        symbol = f"{self.year_in_symbol}/{self.symbol}" if self.year_in_symbol else self.symbol
        return "|".join((self.type, number, symbol, self.date.isoformat())).casefold()


def require_not_secret(text: str) -> None:
    """Refuse a text that bears the stamp of a state secret; raises SecretDocument."""
    if _STAMP.search(clean(text)):
        raise SecretDocument


def parse_canonical(text: str) -> Citation:
    """Return the one document that *text* cites in the canonical form.

    Raises SecretDocument, NotCanonical or ImpossibleDate.
    """
    require_not_secret(text)
    match = _CANONICAL.fullmatch(clean(text).rstrip(" .;"))
    if match is None:
        raise NotCanonical(text=clean(text))
    return Citation(
        type=_BY_FOLDED[match["type"].casefold()],
        number=match["number"],
        year_in_symbol=int(match["year"]) if match["year"] else None,
        symbol=match["state"] or match["party"],
        date=_date(int(match["of"]), int(match["month"]), int(match["day"])),
        issuers=tuple(_NEXT_ISSUER.split(match["issuers"])),
        subject=match["subject"],
    )


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ImpossibleDate(date=f"{day}/{month}/{year}") from error


def number_and_symbol(number: str, year_in_symbol: int | None, symbol: str) -> str:
    """Return "76/NQ-CP", "30/2020/NĐ-CP" or "05-CT/TW"."""
    if year_in_symbol:
        return f"{number}/{year_in_symbol}/{symbol}"
    return f"{number}-{symbol}" if "/" in symbol else f"{number}/{symbol}"


def print_citation(citation: Citation) -> str:
    """Return the citation in its canonical form."""
    symbol = number_and_symbol(citation.number, citation.year_in_symbol, citation.symbol)
    day = f"{citation.date.day}/{citation.date.month}/{citation.date.year}"
    *most, last = citation.issuers
    issuers = f"{', '.join(most)} và {last}" if most else last
    return f"{citation.type} số {symbol} ngày {day} của {issuers} về {citation.subject}"
