"""The rehearsal department: its units, people, rules and topics. Everything here is invented but the resolution."""

from dataclasses import dataclass

from ceremony.core.layout import PACKAGE

CODE = "SNV"
NAME = "Sở Ngoại vụ Quảng Trị"
GUEST_CODE = "LHHN"
GUEST_NAME = "Liên hiệp các tổ chức hữu nghị tỉnh"
GUEST_EMAIL = "lienhiep@example.gov.vn"
SENDER = "chaoco@example.gov.vn"
OFFICE_EMAIL = "htmdon@example.gov.vn"
MANAGER_EMAIL = "tmhoa@example.gov.vn"
EMPLOYEE_EMAIL = "vthduong@example.gov.vn"
# Of the three people; the rehearsal is reached from this machine only.
PASSWORD = "chao co sang thu hai"  # noqa: S105 - published with the rehearsal
STAFF_LIST = PACKAGE / "demo" / "staff.csv"

OFFICE = {
    "parent_body": "UBND tỉnh Quảng Trị",
    "name": "Sở Ngoại vụ",
    "place_name": "Quảng Trị",
    "address": "20 Lê Đại Hành, thành phố Đông Hà",
    "signer_title": "Giám đốc",
    "signer": "Trần Minh Họa",
    "sender_name": "Văn phòng Sở Ngoại vụ",
    "reply_to": "vanphong@example.gov.vn",
    "contact": "Văn phòng, máy lẻ 102",
}
PLACE = "Sân trụ sở, 20 Lê Đại Hành"
RAIN_PLACE = "hội trường tầng 2"
DRESS = "Áo sơ mi trắng, quần hoặc váy sẫm màu; đeo thẻ"

SEED_YEAR = 2021
SEED_MONTH = "2021-08"
TOPIC = (
    "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về Chương trình tổng thể cải cách hành chính nhà nước "
    "giai đoạn 2021-2030"
)
POINTS = (
    "Cải cách thể chế",
    "Cải cách thủ tục hành chính",
    "Cải cách tổ chức bộ máy",
    "Cải cách chế độ công vụ",
    "Cải cách tài chính công",
    "Xây dựng, phát triển Chính phủ điện tử, Chính phủ số",
)
# What all of them rest on.
THEME_BASIS = "Chương trình công tác năm {year} của Sở"
# Months without a document still have a theme, by the month of the year.
THEMES = (
    "Thể thức văn bản hành chính",
    "Văn hóa công vụ",
    "Chức năng, nhiệm vụ của Sở Ngoại vụ",
    "Nghi thức chào cờ, sinh hoạt dưới cờ",
    "Học tập và làm theo Bác",
    "Chế độ họp trong cơ quan hành chính",
    "Đạo đức công vụ",
    "Cải cách hành chính",
    "Sử dụng Quốc kỳ, Quốc huy, Quốc ca",
    "Quản lý biên giới, mốc quốc giới",
    "Công tác người Việt Nam ở nước ngoài",
    "Đánh giá năm; biểu dương, khen thưởng",
)


@dataclass(frozen=True)
class Absence:
    """Somebody of the seed's month who asked to be away."""

    code: str
    kind: str
    note: str


ABSENCES = (
    Absence("NV17", "travel", "Công tác tại Lao Bảo"),
    Absence("NV21", "leave", ""),
    Absence("NV36", "study", ""),
)
# Who had not answered by the day itself; the guest unit is silent too.
SILENT = ("NV09", "NV11", "NV14", "NV20", "NV31", "NV38")
LATE = ("NV19",)
ABSENT = ("NV31", "NV38")
