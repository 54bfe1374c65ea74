"""The words by which the end of a subject is told, and those with which no title begins."""

import re

from ceremony.topics.rules.clauses import HEADS, spaced

_PEOPLE = r"cán bộ|công chức|viên chức|đảng viên|người lao động|nhân viên|đoàn viên|hội viên|quần chúng"
_AUDIENCE = rf"(?:toàn thể|toàn bộ|tất cả|từng|đông đảo|mọi|các đồng chí|{_PEOPLE})"
_ANNOUNCES = (
    "đã(?! được (?:sửa|bổ|thay))|sẽ|vừa|tổ chức|ban hành|yêu cầu|đề nghị|xây dựng|triển khai|báo cáo|thông báo|"
    "hướng dẫn|chỉ đạo|giao|phối hợp|"
    "tiến hành|xin|trân trọng|chủ trì|tham mưu|cho biết|khẳng định|nhấn mạnh|phát động|quyết định|kính đề nghị|có"
)
# Inside a verbose pattern a space must be said.
_PEOPLE_X, _AUDIENCE_X = _PEOPLE.replace(" ", r"\s"), _AUDIENCE.replace(" ", r"\s")
_HEADS_X, _ANNOUNCES_X = HEADS.replace(" ", r"\s"), _ANNOUNCES.replace(" ", r"\s")
# What ends a subject wherever it stands.
ENDS = re.compile(
    rf"""(?<![^\W_])(?:
      để\s(?:{_AUDIENCE_X}|các\s(?:{_PEOPLE_X}|cơ\squan|đơn\svị)|tổ\schức\stốt|triển\skhai\stốt)
    | (?:đến|tới)\s(?:{_AUDIENCE_X}|các\s(?:{_PEOPLE_X}))
    | cho\s(?:toàn\sthể|toàn\sbộ|tất\scả)\s
    | (?:đã\s)?được\s(?:sửa\sđổi|bổ\ssung|thay\sthế|ban\shành|quốc\shội|chính\sphủ|thông\squa|hướng\sdẫn|phê\sduyệt
        |thực\shiện\stừ|triển\skhai|quán\striệt|phổ\sbiến|đăng\stải|tổ\schức\striển\skhai)
    | có\shiệu\slực|hết\shiệu\slực|chính\sthức\scó
    | (?:đã|đang)\s(?:đề\sra|nêu|chỉ\srõ|xác\sđịnh|khẳng\sđịnh|quy\sđịnh|yêu\scầu|ban\shành|đi\svào|có|tạo|góp|đạt|giao)
    | (?:nêu\srõ|chỉ\srõ|nêu|nhấn\smạnh|khẳng\sđịnh|yêu\scầu)\s?:
    | kể\stừ\sngày|từ\sngày\s[0-9]
    | theo\sđề\snghị\scủa
    )""",
    re.VERBOSE,
)
ENDS_BEHIND_COMMA = re.compile(
    rf"""\s*(?:
      (?:sau\sđó|trong\sđó|theo\sđó|qua\sđó|cụ\sthể|đồng\sthời|nhằm|góp\sphần|thay\sthế|căn\scứ|ngày\s[0-9]{{1,2}}|(?:sáng|chiều|tối)\s(?:nay|ngày|[0-9]{{1,2}})|hôm\s(?:nay|qua)|
        trên\scơ\ssở|thời\sgian\squa|trong\sthời|đến\snay|hiện\snay|có\shiệu\slực|được|là|đã|vừa\sqúa|vừa\squa|gắn\svới|ngay\ssau|
        nêu|yêu\scầu|chỉ\srõ|xác\sđịnh\srõ|kèm\stheo|để|nội\sdung|tại\s(?:hội\snghị|buổi|lễ|điều|khoản|văn\sbản)|từ\sngày|v\.v|mà|
        do\s(?:đó|vậy)|vì\svậy|bên\scạnh|ngoài\sra|tuy\snhiên|song|nhưng|cũng\snhư\scác\svăn\sbản|chúng\stôi|chúng\sta|
        nghị\s(?:định|quyết)\snày|quyết\sđịnh\snày|thông\stư\snày|luật\snày|hội\snghị|buổi|lễ\schào\scờ)(?![^\W_])
    | (?P<body>{_HEADS_X})(?![^\W_])[^.;:,()\n]{{0,90}}?(?<![^\W_])(?:{_ANNOUNCES_X})(?![^\W_])
    | (?:các|toàn\sthể|mỗi|từng|đề\snghị\scác)\s(?:cơ\squan|đơn\svị|phòng|sở|ngành|địa\sphương|{_PEOPLE_X}|đồng\schí)
    )""",
    re.VERBOSE,
)
OF_DRAFT = re.compile(
    spaced(
        r"\(\s?(?:sau đây|gọi tắt|viết tắt|dưới đây|đã được|được sửa|có hiệu lực|kèm theo|ban hành kèm|đính kèm|"
        r"từ đây|gọi chung|xem)"
    )
)
# At the beginning of a title's words none of these stands: with them a sentence goes on.
NO_TITLE = re.compile(
    r"(?:đã|được|có|là|sẽ|nêu|đề ra|yêu cầu|cũng|còn|này|trên|và|hoặc|hay|thì|do|tại|theo|của|với|cho|không|"
    r"nhằm|để|từ|đến|"
    r"trong|ngày|tháng|khi|nhưng|gồm|vừa|đang|như|mà|nếu|bị|vào|bằng|sau|trước|giữa|hiện|nói|nêu|chưa|ra|ở|bởi|"
    r"quý|gửi|số|điều|khoản|"
    r"hết|vẫn|phải|cần|lên|xuống|cùng|nên|vì|khoá|khóa|nhiệm kỳ|kỳ|lần|tỉnh|thành phố)(?![^\W_])"
)
