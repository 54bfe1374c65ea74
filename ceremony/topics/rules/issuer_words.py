"""The words by which names of issuers are told: what may stand small in them, what they hold, how they begin."""

import re

from ceremony.topics.rules.clauses import spaced

TERM = re.compile(r"\(\s{0,2}(?:khóa|khoá|khoa|nhiệm\skỳ|khóa\sthứ|lần\sthứ)[^()]{0,40}\)")
SESSION = re.compile(spaced(r"\s{0,3}(?:kỳ họp|khóa|khoá|nhiệm kỳ|tại kỳ họp)(?![^\W_])"))
MINISTER_AND = re.compile(
    spaced(r"\s{0,3}(?:chủ nhiệm (?:văn phòng|ủy ban|uỷ ban)|trưởng ban|tổng thanh tra)(?![^\W_])")
)
# Second words of names that are often written small: Bộ Giáo dục và đào tạo.
SMALL_IN_NAMES = frozenset(
    [
        "phát",
        "đào",
        "truyền",
        "môi",
        "du",
        "đầu",
        "công",
        "xã",
        "nhi",
        "tôn",
        "thể",
        "gia",
        "dân",
        "đô",
        "nhân",
        "kinh",
        "đồng",
    ]
)
# Bodies whose name says what they are about: Ủy ban Quốc gia về Chuyển đổi số.
NAMED_BY_TASK = re.compile(
    spaced(
        r"(?:ban chỉ đạo|ủy ban quốc gia|uỷ ban quốc gia|hội đồng quốc gia|tổ công tác|hội đồng tư vấn|ban điều phối)"
    )
)
OF_BODY = re.compile(
    spaced(r"(?:chính phủ|quốc hội|thủ tướng|trung ương|tỉnh|thành phố|ubnd|bộ chính trị|ban bí thư|đảng)(?![^\W_])")
)
OWNED = re.compile(spaced(r"(?:ban chỉ đạo|ủy ban|uỷ ban|hội đồng|văn phòng|tổ công tác|ban)(?![^\W_])"))
SMALL_STARTS = re.compile(
    spaced(
        r"(?:tỉnh|thành phố|tp|huyện|quận|thị xã|xã|phường|liên|ngành|cấp|đồng chí|nhà trường|trường|cơ quan|"
        r"ban|bộ|sở|ủy ban|"
        r"uỷ ban|chính phủ|thủ tướng|quốc hội|trung ương|tỉnh ủy|thành ủy|hội đồng|ubnd|hđnd|chủ tịch|công ty|"
        r"đảng|the)(?![^\W_])"
    )
)
NAMES_WITH_COMMAS = re.compile(
    spaced(
        r"(?:[^\W_]+\s){0,2}(?:(?:bộ|sở|phòng|ủy ban|uỷ ban|ban|cục|vụ)\s)(?:văn hóa|văn hoá|lao động|khoa học|"
        r"giáo dục|nông nghiệp|thương binh|"
        r"tài nguyên|công nghiệp|quốc phòng|kinh tế|dân tộc|tuyên truyền|phòng|phòng chống|y tế|thông tin)"
    )
)
NEVER_DASHED = re.compile(
    spaced(r"(?:chính phủ|thủ tướng|quốc hội|bộ chính trị|ban bí thư|ban chấp hành|ubnd|hđnd)(?![^\W_])")
)
PARTY_PAIR = re.compile(spaced(r"(?:bộ chính trị|ban bí thư|ban chấp hành|thường trực|ban thường vụ)"))
