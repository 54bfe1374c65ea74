"""The words of real staff lists: headings of columns, what units are called, how a list ends."""

import re
from enum import StrEnum
from functools import lru_cache

from ceremony.core.text import clean, slug


class Field(StrEnum):
    """What a column may hold."""

    NAME = "full_name"
    FAMILY = "family"
    MIDDLE = "middle"
    GIVEN = "given"
    NUMBER = "number"
    POSITION = "position"
    UNIT = "unit"
    BOTH = "position, unit"
    CATEGORY = "category"
    TICK = "tick"
    EMAIL = "email"
    CODE = "staff_code"
    CHECK_IN = "check_in_code"
    OTHER = "other"


_STAFF = (
    "CAN-BO|CONG-CHUC|VIEN-CHUC|NHAN-VIEN|NHAN-SU|LAO-DONG|NGUOI-LAO-DONG|GIAO-VIEN|DANG-VIEN|DOAN-VIEN|THANH-VIEN|"
    "CB|CC|VC|NV|NLD|GV|NS|CBCC|CCVC|CBVC|CBNV|CBCCVC|CBCNV|CBCNVC|CCVCNLD|HO-SO|NGUOI-DUNG"
)
_PARTS_OF_AN_OFFICE = (
    "PHONG|BAN|KHOA|TO|BO-PHAN|DON-VI|DOI|TRUNG-TAM|TT|VAN-PHONG|VP|VIEN|CHUYEN-MON|CONG-TAC|NGHIEP-VU|LAM-VIEC|"
    "HIEN-NAY|VA"
)
# Each heading by its slug ("Họ và tên" is HO-VA-TEN), with its rank among columns of the same field:
# of several positions, categories or addresses the lower rank is taken where it is filled; of several
# units the higher rank is the outer one. The first pattern that fits decides.
_HEADINGS: tuple[tuple[Field, int, str], ...] = (
    (Field.NUMBER, 0, r"STT(-.*)?|TT|S-T-T|T-T|SO-TT|SO-THU-TU|THU-TU|NO"),
    (
        Field.OTHER,
        0,
        r"TEN-GOI-KHAC|(?!.*MAIL)(.*-)?(CHA|ME|VO|CHONG|CON|THAN-NHAN|LIEN-HE|NGUOI-KY|BI-DANH)(-.*)?|.*-KHAC|"
        # What was before, what is planned, who issued a paper.
        r"(?!HO-).*-(CU|TRUOC-DAY|NGOI|CAP-(CCCD|CMND|THE|BANG))|(DON-VI|CO-QUAN)-(CAP|DEN|DI)|DOI-TUONG-CHINH-SACH",
    ),
    (Field.FAMILY, 0, r"HO(-VA)?(-TEN)?(-CHU)?-(DEM|LOT)|HO"),
    (Field.MIDDLE, 0, r"(CHU-|TEN-)?(DEM|LOT)"),
    (Field.NAME, 0, r"(CO-QUAN-)?(DON-VI|PHONG(-BAN)?)-(VA-)?HO-(VA-)?TEN"),
    (Field.NAME, 0, r"HO(-VA)?(-CHU)?(-DEM|-LOT)?(-VA)?-TEN(-.*)?|HOTEN|HOVATEN"),
    (Field.NAME, 1, rf"TEN-({_STAFF})(-({_STAFF}))*|TEN-DAY-DU|FULL-?NAME|NAME"),
    (Field.GIVEN, 0, r"TEN"),
    (Field.EMAIL, 0, r"(.*-)?(E-?MAIL|MAIL|THU-DIEN-TU|THU-DT|(HOP|HOM)-THU)(-.*)?-(CONG-VU|CO-QUAN)|(EMAIL|MAIL)-CV"),
    (Field.EMAIL, 2, r"(.*-)?(E-?MAIL|MAIL|THU-DIEN-TU|HOP-THU)(-.*)?-(CA-NHAN|RIENG|KHAC)"),
    (Field.EMAIL, 1, r"(.*-)?(E-?MAIL|G?MAIL|THU-DIEN-TU|THU-DT|(HOP|HOM)-THU|THU-CONG-VU)(-.*)?"),
    (
        Field.OTHER,
        0,
        r"CHUC-(VU|DANH).*(DANG(?!-(DAM|GIU|LAM|CONG-TAC))|DOAN-THE|DOAN|KIEM-NHIEM|QUY-HOACH)(-.*)?|MA-SO?-?CHUC-DANH.*",
    ),
    (Field.BOTH, 0, r"CHUC-(VU|DANH)-(VA-)?((TEN-)?(DON-VI|PHONG|CO-QUAN|BO-PHAN|NOI-CONG-TAC))(-.*)?"),
    (Field.POSITION, 0, r"CHUC-VU(-.*)?|CHUCVU"),
    (Field.POSITION, 1, r"CHUC-DANH(-.*)?|POSITION|TITLE"),
    (Field.POSITION, 2, r"VI-TRI(-.*)?|VTVL"),
    (Field.POSITION, 3, r"CONG-VIEC(-.*)?|NHIEM-VU(-.*)?|CONG-TAC-(DAM|DUOC)-.*"),
    (Field.OTHER, 0, r"DON-VI-TINH|PHONG-(SO|HOP)(-.*)?|.*BAN-HANH.*|MA-(DON-VI|PHONG|NGACH|QUAN-HE|SO-THUE).*"),
    (Field.UNIT, 0, r"(TEN-)?(TO|NHOM|BO-PHAN|DOI)(-(CONG-TAC|CHUYEN-MON|LAM-VIEC|BO-PHAN|PHONG|BAN))*"),
    (Field.UNIT, 1, rf"(TEN-)?(PHONG|BAN|KHOA|KHOI)(-({_PARTS_OF_AN_OFFICE}))*|THUOC-PHONG(-BAN)?"),
    (Field.UNIT, 2, r"(TEN-)?(CO-QUAN-)?DON-VI(-.*)?|DV|D-VI"),
    (Field.UNIT, 2, r"NOI-(CONG-TAC|LAM-VIEC)(-HIEN-NAY)?|(THUOC|DON-VI)-PHONG.*|UNIT|DEPARTMENT"),
    (Field.UNIT, 3, r"(TEN-)?CO-QUAN(-(CONG-TAC|LAM-VIEC|CHU-QUAN))*|SO-BAN-NGANH.*|TRUC-THUOC"),
    (Field.CATEGORY, 0, r"(NHOM-)?DOI-TUONG(-.*)?|CATEGORY"),
    (Field.CATEGORY, 1, r"(PHAN-)?LOAI(-(HINH|HOP-DONG|HD|HDLD|LAO-DONG|BIEN-CHE|TUYEN-DUNG|CHE-DO|" + _STAFF + "))*"),
    (
        Field.CATEGORY,
        1,
        r"(HINH-THUC|CHE-DO|DIEN)(-(HOP-DONG|LAO-DONG|TUYEN-DUNG|LAM-VIEC|QUAN-LY|BIEN-CHE))*",
    ),
    (Field.CATEGORY, 1, r"(BIEN-CHE|CONG-CHUC|CC)-(HOP-DONG|HD|VIEN-CHUC|VC)(-.*)?"),
    (Field.CATEGORY, 2, r"(TEN-)?NGACH(-.*)?"),
    (
        Field.TICK,
        0,
        r"CONG-CHUC|VIEN-CHUC|CC|VC|CBCC|CAN-BO|BIEN-CHE|(NGUOI-)?LAO-DONG(-HOP-DONG)?|NLD|(HD|HDLD|HOP-DONG)(-.*)?",
    ),
    (Field.CHECK_IN, 0, r"MA-DIEM-DANH"),
    (
        Field.CODE,
        0,
        rf"MA(-SO)?(-({_STAFF}))*|M?SO-HIEU(-({_STAFF}))*|MA-(SO-)?THE|MA-CHAM-CONG|(MA-)?ID|MS(CB|NV|CC|VC|GV)|MA?(CB|NV|CC|VC)",
    ),
    (Field.CODE, 0, r"CODE|STAFF-(CODE|ID)|EMPLOYEE-(CODE|ID)|SHCC|SHCB|SO-THE(-.*)?"),
    (
        Field.OTHER,
        0,
        r"(NGAY|NAM|THANG)(-.*)?-?SINH.*|NGAY-SINH|GIOI-TINH|NAM|NU|(SO-)?(DIEN-THOAI|DT|DTDD|SDT|DI-DONG)(-.*)?|"
        r"GHI-CHU|(SO-)?(CCCD|CMND)(-.*)?|TRINH-DO.*|QUE-QUAN|DAN-TOC|TON-GIAO|HE-SO.*|BAC(-.*)?|DIA-CHI(-.*)?|KY-(TEN|NHAN)|"
        r"NHA-RIENG|CHUYEN-MON.*|DANG(-VIEN)?|DOAN-THE|THOI-GIAN.*|NGAY.*|XA|HUYEN|TINH|SO-TAI-KHOAN",
    ),
)
_PATTERNS = tuple((field, rank, re.compile(pattern)) for field, rank, pattern in _HEADINGS)
_ASIDE = re.compile(r"\([^)]*\)?|\[[^\]]*\]?")
_NUMBERED = re.compile(r"^\(?\d{1,2}[.)]\s*")


# "Họ và tên: Trần Minh Họa" is a form that was filled in.
_FILLED_IN = re.compile(r":\s*[^\s.…_]")
# Names that are headings but for their marks.
_NO_HEADINGS = frozenset(("hồ", "hộ", "hổ", "hố", "tến", "khoa", "tô", "tố", "bàn", "bản", "đôi", "dung"))


@lru_cache(maxsize=4_096)
def heading_of(text: str) -> tuple[Field, int] | None:
    """Return what the column under the heading *text* holds, and its rank; None where that is unknown."""
    if len(text) > 80 or text.lower() in _NO_HEADINGS or _FILLED_IN.search(text):
        return None
    name = slug(_NUMBERED.sub("", _ASIDE.sub(" ", text))) or slug(text)
    if not name and text.strip() == "#":
        return Field.NUMBER, 0
    return next(((field, rank) for field, rank, pattern in _PATTERNS if pattern.fullmatch(name)), None)


# What units are called, from the largest (rank 0) to the smallest.
_UNITS = (
    "ubnd|uỷ ban nhân dân|ủy ban nhân dân|hđnd|hội đồng nhân dân|sở|bộ|tỉnh ủy|tỉnh uỷ|thành ủy|thành uỷ|huyện ủy|"
    "huyện uỷ|tổng cục|tổng công ty|học viện|khối|khu vực",
    "chi cục|cục|trung tâm|viện|trường|bệnh viện|ban quản lý|ban qlda|hạt|vườn|bảo tàng|thư viện|công ty|chi nhánh|"
    "đoàn nghệ thuật|nhà|đài|báo|quỹ|hội|liên hiệp|liên đoàn|tạp chí|kho bạc|công an|bảo hiểm xã hội|tòa án|toà án|"
    "viện kiểm sát|các đơn vị|đơn vị|ủy ban|uỷ ban|thành phố|thị xã|huyện|xã|phường|cơ quan|vụ|đảng ủy|đảng uỷ|tt",
    "văn phòng|phòng|các phòng|thanh tra|ban|khoa|lãnh đạo|hội đồng|công đoàn|đoàn thanh niên|đoàn khối|phân viện|"
    "chi bộ|vp|bgđ|p|thường trực|các hội",
    "tổ|đội|bộ phận|nhóm|trạm|câu lạc bộ",
)
_UNIT_RANKS = tuple(re.compile(rf"(?:{names})(?=$|[\s.,:;()/–-])") for names in _UNITS)
PLAIN_RANK = 2
_CATEGORIES = re.compile(
    r"(?:cán bộ|công chức|viên chức|biên chế|(?:lao động )?hợp đồng|hđ|hđlđ|người lao động|nhân viên|"
    r"(?:người|những người|cán bộ)? ?(?:hoạt động )?(?:không )?chuyên trách)"
    r"(?=$|[\s,;:()\d/–-])"
)


def unit_rank(text: str) -> int | None:
    """Return how large a unit the name says it is (0 the largest); None for what is no unit's name."""
    name = text.lower()
    return next((rank for rank, pattern in enumerate(_UNIT_RANKS) if pattern.match(name)), None)


def is_category(text: str) -> bool:
    """Tell whether a heading groups people by their kind of employment ("II. Viên chức")."""
    return _CATEGORIES.match(text.lower()) is not None


# General knowledge: the family names of nearly everybody. What begins otherwise may be a name all the same.
_FAMILY_NAMES = """
    nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý lí đào đoàn vương trịnh trương đinh lâm
    phùng mai tô tạ hà cao lưu thái châu quách tăng thân chu hứa kiều la lương lã lữ lục mạc nghiêm ninh nông ông phó
    quan sầm tống thạch tiêu tôn triệu từ ứng văn viên vi bạch bành cù diệp doãn đàm đồng giang giáp hàn khổng khương
    kim kỳ lại lò lô lù lường ma mã mạnh mẫn nhữ ngụy ngọ phí phương quản sử tất thi thiều tiết trà trang uông
    vàng giàng sùng thào hạng cầm cà quàng bế chử cung dư đái đan đậu đống hạ hầu hoa hồng huyền khuất khúc lai lạc long
    luyện lỗ lều nhan nhâm nghị ôn phù sơn thẩm thượng tòng tường ung vòng xa y h cấn đôn công nguyên tưởng a ksor
    rơ siu rmah kpă nay niê êban ayun
"""
_FAMILIES = frozenset(_FAMILY_NAMES.split())
_NO_NAME = re.compile(r"[\d,:;–/@-]")


def is_like_a_name(text: str) -> bool:
    """Tell whether *text* looks like a person's name: it begins with a family name and all its words with a capital."""
    words = text.split()
    if not 2 <= len(words) <= 7 or _NO_NAME.search(text) or not all(word[0].isupper() for word in words):
        return False
    return re.split("['’]", words[0].lower())[0] in _FAMILIES


_TOTAL = re.compile(
    r"(tổng|cộng|ấn định|(toàn )?danh sách (này|trên|gồm|có)|t[./]\s?cộng|t[./]\s?số|sum|total|trong đó|bằng chữ|"
    r"số (người|lượng)|toàn (?:\w+ ){1,3}(?:có )?:?\s*\d+|(?:nam|nữ)\s*:)(?=$|[\s:.,)\d])|"
    r"toàn [\w ]+:\s*\d"
)
_END = re.compile(
    r"(người (lập|tổng hợp|ký|duyệt|kiểm tra)|(?:cán bộ )?lập (biểu|bảng|danh sách)|thủ trưởng|xác nhận|nơi nhận|ký|"
    r"(?:tm|kt|tl|tuq)\.|phê duyệt|ghi chú|lưu ý|chú thích|chữ ký|như trên;|lưu:|lãnh đạo (?:duyệt|ký)|"
    r"đại diện (?:đơn vị|lãnh đạo|cơ quan)|phụ trách (?:đơn vị|cơ quan|kế toán)|(?:điện thoại|e-?mail|nguồn)\s*:|"
    r"(?:yêu cầu|đề nghị) các|mọi (?:thắc mắc|chi tiết|thông tin)|số liệu tính)(?!\w)"
)
# What a printed page carries: its number, "continued", the letter that the list came with.
_PAGE = re.compile(r"(trang|page|tờ)\s*(số\s*)?\d+(\s*/\s*\d+)?|tiếp theo( trang .*)?|kèm theo .*|hết|[\W\d_]+")
_AROUND = " ([{*+-–•.…_"
_SIGNER = re.compile(
    r"((phó )?(trưởng phòng|chánh văn phòng|giám đốc|chủ tịch|hiệu trưởng|trưởng ban|chi cục trưởng)\b.*|"
    r"kế toán( trưởng)?)"
)
_DATE_LINE = re.compile(
    r"ngày\s*[\d.…_]*\s*tháng\s*[\d.…_]*\s*năm|^(?:[^\d:]{2,40},\s*)?ngày\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\W*$"
)


def is_total(text: str) -> bool:
    """Tell whether a row that begins so adds up the rows above it."""
    return _TOTAL.match(text.lower().lstrip(_AROUND)) is not None


def is_of_the_page(text: str) -> bool:
    """Tell whether *text* belongs to the printed page and says nothing of anybody ("Trang 1/2", "- 2 -")."""
    return _PAGE.fullmatch(text.lower().strip(_AROUND + ")]}:;")) is not None or not any(map(str.isalpha, text))


def ends_a_list(text: str) -> bool:
    """Tell whether *text* belongs below a list: who made it, who signs, when and where."""
    said = text.lower().lstrip(_AROUND)
    return _END.match(said) is not None or _DATE_LINE.search(said) is not None


def is_signer(text: str) -> bool:
    """Tell whether *text* is a title as it stands over a signature."""
    return _SIGNER.fullmatch(text.lower()) is not None


_GENERIC = re.compile(
    r"((SHEET|TRANG-TINH|BANG-TINH|BANG|TRANG|TABLE|BOOK|WORKSHEET|FEUIL|DATA|DU-LIEU|TONG-HOP|DANH-SACH|DS|DANH-MUC|MAU|BIEU|"
    r"PHU-LUC|PL|THANG|NAM|QUY|TH|LIST|STAFF|NHAN-SU|CBCC|CBCCVC|CCVC|CAN-BO|CONG-CHUC|VIEN-CHUC|HO-SO|IN|FINAL|BAN-CHINH|MOI|"
    r"CU|VA|NGUOI-LAO-DONG|NHAN-VIEN|TOAN-CO-QUAN|ALL|\d+)(-?\d+)?(-|$))*"
)


def is_generic(sheet: str) -> bool:
    """Tell whether a sheet's name says nothing about a unit ("Sheet1", "Danh sách 2021")."""
    return _GENERIC.fullmatch(slug(sheet)) is not None


_ABOVE = re.compile(
    r"(?:tên )?(?:đơn vị|cơ quan|phòng,? ban|phòng|ban|bộ phận|tổ|khoa)(?: công tác| trực thuộc)?\s*:\s*"
    r"(?P<name>[^.…_:]{2,}.*)",
    re.IGNORECASE,
)


def unit_in_title(text: str) -> str | None:
    """Return the unit that a line above the table names ("Đơn vị: Văn phòng")."""
    match = _ABOVE.fullmatch(clean(text))
    return match["name"].strip(" .:;-–") or None if match else None
