"""The types of documents: their words, and the letters that stand for them in a symbol.

Nghị định 30/2020/NĐ-CP, appendix III, for the state; Hướng dẫn 36-HD/VPTW for the Party; older ones as they are cited.
"""

import re
from dataclasses import dataclass

from ceremony.core.text import fold
from ceremony.topics.rules.written import Written

LAWS = ("Bộ luật", "Luật", "Pháp lệnh", "Hiến pháp")
# Types whose number alone says which document is meant, as people say "Nghị quyết 57".
_STRONG = (
    "Nghị quyết",
    "Nghị định",
    "Quyết định",
    "Chỉ thị",
    "Thông tư",
    "Kết luận",
    "Quy định",
    "Công điện",
    "Sắc lệnh",
)
_OTHERS = (
    *("Nghị quyết liên tịch", "Thông tư liên tịch", "Thông tư liên bộ", "Thông tư liên ngành", "Kế hoạch liên tịch"),
    *(
        "Kế hoạch liên ngành",
        "Hướng dẫn liên ngành",
        "Hướng dẫn liên tịch",
        "Công văn liên ngành",
        "Quyết định liên tịch",
    ),
    *("Văn bản hợp nhất", "Quy chế phối hợp", "Chương trình phối hợp", "Kế hoạch phối hợp", "Chương trình hành động"),
    *("Thông báo kết luận", "Kết luận thanh tra", "Quy chế", "Thông tri", "Lệnh", "Sắc luật", "Kế hoạch", "Hướng dẫn"),
    *("Thông báo", "Thông cáo", "Công văn", "Tờ trình", "Báo cáo", "Văn bản", "Chương trình", "Đề án", "Phương án"),
    *("Điều lệ", "Lời kêu gọi", "Giấy mời", "Giấy phép", "Giấy ủy quyền", "Giấy giới thiệu", "Biên bản", "Hợp đồng"),
    *("Dự án", "Chiến lược", "Quy hoạch", "Phiếu chuyển", "Phiếu gửi", "Phiếu báo", "Thư công", "Bản ghi nhớ"),
    *("Bản thỏa thuận", "Công thư", "Cam kết", "Bản án", "Hiệp định", "Hiệp ước", "Nghị định thư", "Công hàm"),
)
TYPES = (*LAWS, *_STRONG, *_OTHERS)

_LETTERS = {
    "NQ": "Nghị quyết",
    "NQLT": "Nghị quyết liên tịch",
    "NĐ": "Nghị định",
    "QĐ": "Quyết định",
    "QyĐ": "Quy định",
    "QĐi": "Quy định",
    "QĐNS": "Quyết định",
    "QC": "Quy chế",
    "CT": "Chỉ thị",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "TTLB": "Thông tư liên bộ",
    "TTLN": "Thông tư liên ngành",
    "VBHN": "Văn bản hợp nhất",
    "KH": "Kế hoạch",
    "KHLT": "Kế hoạch liên tịch",
    "KHLN": "Kế hoạch liên ngành",
    "KHPH": "Kế hoạch phối hợp",
    "KL": "Kết luận",
    "KLTTr": "Kết luận thanh tra",
    "HD": "Hướng dẫn",
    "HDLN": "Hướng dẫn liên ngành",
    "HDLT": "Hướng dẫn liên tịch",
    "TB": "Thông báo",
    "TBKL": "Thông báo kết luận",
    "TC": "Thông cáo",
    "CĐ": "Công điện",
    "TTr": "Tờ trình",
    "BC": "Báo cáo",
    "CTr": "Chương trình",
    "CTrHĐ": "Chương trình hành động",
    "CTHĐ": "Chương trình hành động",
    "CTPH": "Chương trình phối hợp",
    "CTrPH": "Chương trình phối hợp",
    "QCPH": "Quy chế phối hợp",
    "ĐA": "Đề án",
    "PA": "Phương án",
    "GM": "Giấy mời",
    "GP": "Giấy phép",
    "GUQ": "Giấy ủy quyền",
    "GGT": "Giấy giới thiệu",
    "BB": "Biên bản",
    "HĐ": "Hợp đồng",
    "BGN": "Bản ghi nhớ",
    "BTT": "Bản thỏa thuận",
    "L": "Lệnh",
    "PL": "Pháp lệnh",
    "SL": "Sắc lệnh",
    "CV": "Công văn",
    "ĐL": "Điều lệ",
    "LCT": "Luật",
    "PC": "Phiếu chuyển",
    "PG": "Phiếu gửi",
    "LKG": "Lời kêu gọi",
    "DA": "Dự án",
    "CL": "Chiến lược",
}
# A symbol typed all in capitals, or without the bar of its Đ.
_SPELT = {
    **{letters.upper(): letters for letters in _LETTERS},
    **{letters: letters for letters in _LETTERS},
    "ND": "NĐ",
    "QD": "QĐ",
    "CD": "CĐ",
    "NÐ": "NĐ",
    "QDI": "QĐi",
    "QYD": "QyĐ",
}
_NATIONAL_ASSEMBLY = re.compile(r"QH(?:K?[0-9]{1,2}|[IVX]{1,4})?\Z")
_STANDING_COMMITTEE = re.compile(r"UBTVQH(?:[0-9]{1,2}|[IVX]{1,4})?\Z")
_PARTY = re.compile(r"(?:TW|T\.?Ư|.*(?:TW|TƯ|T[UỦ]|HU|QU|ĐU|ThU|ĐUK|ĐUCQ)|ĐU.*|TWĐTN.*|.*-ĐTN)\Z")
# Who may issue a Chỉ thị; "CT" before anything else is the Cục Thuế with one of its divisions.
_ISSUES_DIRECTIVES = re.compile(
    r"(?:TTg|CP|CTN|(?:CT)?UBND?|HĐND|HĐBT|UB|CA|B[A-ZĐ]{1,7}|S[A-ZĐ][A-ZĐa-z]{0,7}|NHNN|TANDTC|VKS(?:ND)?TC|"
    r"KTNN|TTCP|"
    r"TC[A-ZĐ]+|UB[A-Z]+|BTL|QK[0-9]?|.*(?:TW|TU|HU|ĐU))\Z"
)
PUBLIC_OFFICE = "Công văn"
# Before 1996 symbols had no letters for the type: 64/CP, 327-TTg, 14-SL.
_OLD = {"CP": "Nghị định", "HĐBT": "Nghị định", "TTg": "Quyết định", "SL": "Sắc lệnh"}


def letters_of(part: str) -> str | None:
    """Return a symbol's part as the letters of a type, `NĐ` for ND; None where it is none."""
    return _SPELT.get(part) or (_SPELT.get(part.upper()) if part.islower() else None)


def of_party(authority: str) -> bool:
    """Whether the last part of a symbol names a body of the Party or its Youth Union."""
    return _PARTY.match(authority) is not None


def type_by_symbol(symbol: str) -> str:
    """Return the type that a symbol says, where no word says it: NQ-CP a Nghị quyết, SNgV-VP a Công văn."""
    parts = re.split("[-/]", symbol)
    first, behind = parts[0], parts[1] if len(parts) > 1 else ""
    if _NATIONAL_ASSEMBLY.match(first):
        return "Luật"
    if _STANDING_COMMITTEE.match(first):
        return "Nghị quyết"
    if first == "CT" and not _ISSUES_DIRECTIVES.match(behind):
        return PUBLIC_OFFICE
    if first in ("TT", "TTLB") and behind == "LB":
        return "Thông tư liên bộ"
    if first == "TT" and of_party(behind):
        return "Thông tri"
    if first == "QĐ" and behind == "TW":
        return "Quy định"
    if behind == "":
        return _OLD.get(first, PUBLIC_OFFICE)
    return _LETTERS.get(first, PUBLIC_OFFICE)


@dataclass(frozen=True)
class Word:
    """A type's word in a text, from `start` to `end` of its forms."""

    start: int
    end: int
    type: str
    # An abbreviation ("NQ 76/NQ-CP") or an English word, which says a type only where a number follows at once.
    short: bool

    @property
    def is_law(self) -> bool:
        """Whether it is cited by its name."""
        return self.type in LAWS

    @property
    def is_strong(self) -> bool:
        """Whether a number alone is enough behind it."""
        return self.type in _STRONG


_BY_BARE = {fold(name): name for name in TYPES}
_ENGLISH = {
    "decision": "Quyết định",
    "decree": "Nghị định",
    "resolution": "Nghị quyết",
    "directive": "Chỉ thị",
    "circular": "Thông tư",
    "joint circular": "Thông tư liên tịch",
    "law": "Luật",
    "code": "Bộ luật",
    "ordinance": "Pháp lệnh",
    "official letter": "Công văn",
    "official dispatch": "Công văn",
    "plan": "Kế hoạch",
    "conclusion": "Kết luận",
    "regulation": "Quy định",
    "notice": "Thông báo",
    "instruction": "Hướng dẫn",
}
_WORD = re.compile(
    r"(?<![^\W_])(?=[bcdghklnpqstv][aeghiouyr])(?:"
    + "|".join(sorted((r"\s{1,3}".join(fold(name).split()) for name in TYPES), key=len, reverse=True))
    + r")(?=[^a-z]|so|$)"
)
_SHORT = re.compile(
    r"(?<![\w/-])(?P<letters>NQ|NĐ|ND|QĐ|QD|CT|TT|TTLT|CV|KH|KL|HD|TB|BC|CĐ|QyĐ|TTr|CTr|PL|VBHN)(?=\s{0,2}(?:số|"
    r"so|SỐ)?\s{0,2}:?\s{0,2}[0-9])"
    rf"|(?<!\w)(?P<english>{'|'.join(sorted(_ENGLISH, key=len, reverse=True))})(?=\s+(?:no|number|on\s)\b)",
    re.IGNORECASE,
)


def find_words(written: Written) -> list[Word]:
    """Return the words for types that the text holds, in its order."""
    words, match = [], _WORD.search(written.bare)
    while match is not None:
        # "thực hiện Pháp lệnh" holds no Hiến pháp, but a Pháp lệnh.
        other = written.small.startswith("hiện", match.start())
        if not other:
            words.append(Word(match.start(), match.end(), _BY_BARE[" ".join(match[0].split())], short=False))
        match = _WORD.search(written.bare, match.start() + 1 if other else match.end())
    for match in _SHORT.finditer(written.plain):
        if match["english"]:
            words.append(Word(match.start(), match.end(), _ENGLISH[match["english"].lower()], short=True))
        elif match["letters"].isupper() or match["letters"] in _LETTERS:
            letters = _SPELT[match["letters"].upper()]
            words.append(Word(match.start(), match.end(), _LETTERS[letters], short=True))
    return sorted(words, key=lambda word: word.start)
