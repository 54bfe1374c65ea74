"""The number and symbol of a document: 76/NQ-CP, 30/2020/NĐ-CP, 05-CT/TW, 92-CP, and what people make of them.

Nghị định 30/2020/NĐ-CP, article 8 (state); Hướng dẫn 36-HD/VPTW (Party).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ceremony.topics.rules.kinds import letters_of, of_party
from ceremony.topics.rules.written import Written

_UPPER = "A-ZĐÂĂÊÔƠƯÁÀẢÃẠẤẦẨẪẬẮẰẲẴẶÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢÚÙỦŨỤỨỪỬỮỰÝỲỶỸỴ"
# A word that was written on without a space: TT-BTCngày.
_GLUED = r"(?:ng[àa]y|c[ủu]a|v[ềe](?![a-z])|n[ăa]m|do(?![a-z]))"
_END = rf"(?=$|[^\w&]|_|{_GLUED})"
_PART = (
    rf"(?:T\.Ư|[{_UPPER}](?:[{_UPPER}0-9&]|\.(?=[{_UPPER}0-9][{_UPPER}0-9])){{0,24}}"
    rf"(?:(?:(?!{_GLUED})[a-zđư]){{1,3}}[{_UPPER}0-9&]{{1,12}}){{0,3}}(?:(?!{_GLUED})[a-zđ]){{0,2}})"
)
_DIGITS = r"[0-9OoIl]"
_NUMBER = rf"(?P<number>[OoIl]{{0,2}}[0-9]{_DIGITS}{{0,5}}(?:[a-gA-Gđ](?![^\W_]))?(?:\.[0-9]{{1,4}}){{0,3}})"
_SMALL_TYPES = "nq|nđ|nd|qđ|qd|ct|tt|ttlt|kh|hd|kl|tb|bc|ttr|cv|cđ|cd|vbhn|ctr"
CORE = re.compile(
    rf"""(?<![0-9]){_NUMBER}
    (?:
        (?P<first>\s{{0,2}}[/\-_|]\s{{0,2}})
        (?:(?P<year>(?:19|20|2[Oo]|[lI]9){_DIGITS}{{2}})(?:\s{{0,2}}[/\-_|.]\s{{0,2}}|(?=QH|N[QĐD]|Q[ĐD]|TT|UBTVQH)|\s(?=QH|N[QĐD]-|Q[ĐD]-|TT)))?
      | \s(?=(?:NQ|NĐ|QĐ|CT|KH|HD|KL|TB|CV)[/-])
    )
    (?P<symbol>
        (?:{_SMALL_TYPES})\s?[-/]\s?[a-zđ0-9&]{{2,15}}(?:[-/][a-zđ0-9&]{{2,15}}){{0,4}}(?![\w&])
      | QH\s[0-9]{{1,2}}(?![0-9/-])
      | {_PART}(?:{_END}|(?=[-/ ]))
        (?:(?:[-/_]|\s?[-/]\s(?=[{_UPPER}]{{2}}|TTg)|\s[-/](?=[{_UPPER}]{{2}}|TTg)){_PART}(?:{_END}|(?=[-/ ]))){{0,9}}
        {_END}
    )""",
    re.VERBOSE,
)
# What has a number and letters and is no document.
_NO_DOCUMENT = re.compile(
    r"(?:\b(?:qcvn|tcvn|tcxd(?:vn)?|tcn|tcvs|iso|iec|astm|codex|qcđp|vietgap)\b[\w\s./:&-]{0,24}"
    r"|(?<![^\W_])(?:mẫu|biểu|phụ lục|biển|biển kiểm soát|thửa|thửa đất|tờ bản đồ|lô|nhà|"
    r"căn hộ|phòng|km|đường|hẻm|ngõ|kiệt|"
    r"mã|tk|mã số|mã hiệu|tài khoản|hóa đơn|hoá đơn|số hiệu|serie|seri|"
    r"xe|tàu|điện thoại|fax|tel|đt|thẻ|hộ chiếu|quốc lộ|ql|"
    r"giấy (?:khen|chứng nhận|chứng minh|khám|nghỉ|ra vào|đăng ký)|bằng (?:khen|tốt nghiệp|lái)|chứng chỉ|chứng thư|"
    r"sổ hộ khẩu|sổ tiết kiệm)"
    r"(?:\s(?:số|so|hiệu))?\s?:?\s?)$"
)
_LOOK_BACK = 60
_BEFORE_LETTER = re.compile(r"(?:s[o0]|no\.?)\s?[:.]?$")
_ONE_PART = re.compile(
    r"(?:CP|TTg|HĐBT|SL|CT|QH(?:K?[0-9]{1,2}|[IVX]{1,4})|UBTVQH(?:[0-9]{1,2}|[IVX]{1,4})|UB|NQ|BCT)\Z"
)
_SPLIT_GLUED = re.compile(
    r"(TTLT|NĐ|ND|QĐ|QD|NQ|TT|CT|KH|TB)(CP|TTg|UBND|HĐND|B[A-ZĐ]{1,8}|NHNN|VPCP|TTCP|TANDTC|VKSNDTC|KTNN|TW)\Z"
)
_BARRED = (("HDND", "HĐND"), ("HDBT", "HĐBT"), ("LDTBXH", "LĐTBXH"), ("GDDT", "GDĐT"), ("GD&DT", "GD&ĐT"))
_CAPITALS = {"TTG": "TTg", "TTR": "TTr", "CTR": "CTr", "SNGV": "SNgV"}


@dataclass(frozen=True)
class Core:
    """A number with its symbol in a text, from `start` to `end` of its forms."""

    start: int
    end: int
    number: str
    year: int | None
    symbol: str
    # Whether it is understood with no word before it.
    stands_alone: bool


def digits(text: str) -> str:
    """Return *text* with the letters that character recognition reads for 0 and 1 made digits."""
    return text.translate(str.maketrans("OoIl", "0011"))


def find_cores(written: Written) -> Iterator[Core]:
    """Yield the numbers with a symbol that the text holds, in its order."""
    for match in CORE.finditer(written.plain):
        core = _core(match, written)
        if core is not None:
            yield core


def _core(match: re.Match[str], written: Written) -> Core | None:
    start = match.start()
    before = written.bare[max(0, start - _LOOK_BACK) : start]
    if before[-1:].isalnum() and not _BEFORE_LETTER.search(before):
        return None
    if before[-1:] in ("/", "@", "_", "-", "=", "%", "#") or re.search(r"[0-9][.,:]$", before):
        return None
    if _NO_DOCUMENT.search(written.small[max(0, start - _LOOK_BACK) : start]):
        return None
    number = match["number"]
    suffix = number[-1] if number[-1] in "abcdefgđABCDEFG" else ""
    number = digits(number.removesuffix(suffix)) + suffix
    year = int(digits(match["year"])) if match["year"] else None
    symbol = tidy_symbol(match["symbol"])
    end = match.end()
    return Core(start, end, number, year, symbol, _stands_alone(match["first"], year, symbol))


def _stands_alone(first: str | None, year: int | None, symbol: str) -> bool:
    parts = re.split("[-/]", symbol)
    known = letters_of(parts[0]) is not None
    if len(parts) == 1:
        return bool(_ONE_PART.match(symbol)) and symbol not in ("CT", "NQ", "UB", "BCT")
    if first is None or "-" in first:
        return known and ("/" in symbol or year is not None or (len(parts) > 1 and parts[0] in ("NQ", "NĐ", "QĐ")))
    # The initials of a body and of one of its parts.
    initials = all(re.fullmatch(r"[A-ZĐƯa-z0-9&.]{2,}", part) for part in parts[:2])
    return known or initials or year is not None


def tidy_symbol(written: str) -> str:
    """Return a symbol in its right letters; its strokes stay as people put them (22/CT-TW)."""
    symbol = re.sub(r"\s*([-/_])\s*", lambda stroke: "-" if stroke[1] == "_" else stroke[1], written)
    symbol = re.sub(r"(?<=QH)\s", "", symbol)
    if symbol.islower() or symbol == symbol.lower():
        symbol = symbol.upper()
    symbol = re.sub(r"^(NQ|NĐ|QĐ|TT|CT)\.(?=CP|TTg|B[A-Z])", r"\1-", symbol)
    glued = _SPLIT_GLUED.match(symbol)
    if glued:
        symbol = f"{glued[1]}-{glued[2]}"
    parts = re.split("([-/])", symbol)
    parts[0] = letters_of(parts[0]) or parts[0]
    for index, part in enumerate(parts):
        parts[index] = _CAPITALS.get(part, part)
        for wrong, right in _BARRED:
            parts[index] = parts[index].replace(wrong, right)
    return "".join(parts)


def canonical_symbol(symbol: str, year: int | None) -> str:
    """Return the symbol with the strokes of its system: CT/TW for CT-TW (Party), NĐ-CP for NĐ/CP (state)."""
    parts = re.split("[-/]", re.sub(r"T\.?Ư\Z", "TW", symbol))
    if len(parts) == 1 or parts[0] in ("L", "LCT", "PL"):
        return symbol
    if parts[0] in ("TTLB",) and parts[1] == "LB":
        return "TT-LB"
    party = year is None and letters_of(parts[0]) is not None and of_party("-".join(parts[1:]))
    return parts[0] + ("/" if party else "-") + "-".join(parts[1:])
