"""Where a thought ends: the stops of a sentence, the ends of lines, and the words that begin something else."""

import re

from ceremony.topics.rules.written import Written


def spaced(pattern: str) -> str:
    """Return *pattern* with every space in it matching the end of a line too."""
    return pattern.replace(" ", r"\s")


# Words that a document's own subject may begin with, without "về" before it.
SUBJECT_VERBS = (
    "quy định|qui định|hướng dẫn|sửa đổi|bổ sung|ban hành|phê duyệt|công bố|bãi bỏ|hủy bỏ|huỷ bỏ|thay thế|đính chính|"
    r"điều chỉnh|thành lập|kiện toàn|hợp nhất|tổng kết|sơ kết|quy hoạch|giao(?=\s(?:nhiệm vụ|cho|chỉ tiêu|"
    r"kế hoạch|biên chế|dự toán|đất|vốn|quyền|bổ sung))|phân cấp|phân công|ủy quyền|uỷ quyền|"
    "triển khai|thực hiện|tổ chức|tăng cường|đẩy mạnh|chấn chỉnh|cho phép|bổ nhiệm|xử phạt|xử lý|gia hạn|kéo dài|"
    r"công nhận|ủy nhiệm|phát động|đề nghị|tuyên truyền|tiếp tục|góp ý|xin ý kiến|kết luận|nâng cao|thông qua|"
    r"cấp(?=\s(?:phép|giấy|kinh phí|bổ sung|vốn))|"
    "đổi mới|phòng, chống|phòng chống|chủ động|khắc phục|hỗ trợ|miễn nhiệm|miễn|giảm|xác định|mở rộng|mời|"
    "khen thưởng|tặng thưởng|truy tặng"
)
# Verbs of a sentence around the citation. They end an issuer; a subject they end only behind a comma.
_SENTENCE = (
    r"đã|đang|sẽ|vừa|được|bị|có|là|thì|mà|để|nhằm|tại|trong|(?<!nước )ngoài|trên|dưới|theo|vào|từ|đến|tới|cho|"
    r"với|cùng|khi|"
    r"nếu|(?<!tự )do|bởi|vì|nên|gồm|bao gồm|như|này|nêu|yêu cầu|đề ra|chỉ rõ|khẳng định|cũng|còn|không|chưa|gửi|"
    r"(?<!chương )trình|liên quan|đối với|trước|sau|hiện|hoặc|hay|nhưng|quán triệt|phổ biến|nói trên|nêu trên|"
    r"dẫn|căn cứ|hết|"
    r"số(?=\s*:?\s*[0-9])|trích|thống nhất|vẫn|(?<!nông thôn )mới|ngày|xây dựng(?! đảng)|báo cáo|thông báo|"
    r"góp phần|gắn|kèm|nói|"
    r"cần|phải|tiến|lấy|đưa|thể hiện|chính thức|gần đây|ra|ký|nhân(?! dân)|(?<!ngoại )giao(?! thông)|on|"
    r"regarding|concerning|dated"
)
ABOUT = re.compile(
    r"(?:về|vê|vế|vè|ve)(?:\s{1,3}(?:việc|viêc|viec|vịêc))?(?![^\W_])[:\s]{0,3}|v\s?/\s?v\.?:?\s{0,3}|"
    r"v\.v(?:ề)?\s(?=việc)\s?việc\s"
)
ABOUT_WORDS = r"(?:về|vê|vế|vè|ve|v\s?/\s?v)"
STARTS_SUBJECT = re.compile(spaced(rf"(?:{SUBJECT_VERBS})(?![^\W_])"))
ENDS_ISSUER = re.compile(
    spaced(rf"(?<![^\W_])(?:(?P<about>{ABOUT_WORDS})|(?P<verb>{SUBJECT_VERBS})|(?P<sentence>{_SENTENCE}))(?![^\W_])")
)
# Heads of the names of bodies and offices, in lower case: behind a comma or "và" they begin the next one.
HEADS = (
    "bộ|chính phủ|thủ tướng|phó thủ tướng|quốc hội|ủy ban|uỷ ban|ubnd|hđnd|hội đồng|ban|chủ tịch|phó chủ tịch|"
    "chủ nhiệm|"
    "tổng bí thư|bí thư|đảng|đảng ủy|đảng uỷ|tỉnh ủy|tỉnh uỷ|thành ủy|thành uỷ|huyện ủy|huyện uỷ|quận ủy|sở|"
    "thanh tra|"
    "tổng thanh tra|tòa án|toà án|viện|chánh án|viện trưởng|tổng|kiểm toán|ngân hàng|thống đốc|văn phòng|"
    "chánh văn phòng|"
    "cục|tổng cục|vụ|trung ương|đoàn|liên đoàn|mặt trận|hội|công an|bảo hiểm|bộ trưởng|giám đốc|trường|đại học|"
    "công ty|"
    "tập đoàn|chi cục|kho bạc|đài|học viện|thường trực|ban thường vụ|phòng|trung tâm|quân khu|bch|btv|bct|bbt|"
    "liên hiệp|"
    "thông tấn xã|phủ|nhà nước|ủy viên|đảng bộ|chi bộ|công đoàn|tổng công ty|sư đoàn|nhà xuất bản|hiệu trưởng"
)
NEXT_HEAD = re.compile(spaced(rf"(?:{HEADS})(?![^\W_])"))
_LISTED = r"(?:[-+*•–o]\s|[0-9]{1,2}[.)]\s|[a-zđ]\)\s|\[[0-9]+\])"
_OPENING = re.compile(
    rf"\s*(?:{_LISTED}|căn cứ|theo đề nghị|xét đề nghị|điều [0-9]|chương [ivx]|mục [0-9]|phần thứ|"
    rf"số(?: hiệu)?\s?:|(?:quyết định|nghị quyết|nghị định|thông tư|chỉ thị)\s?:|loại văn bản|ngày ban hành|"
    rf"nơi ban hành|người ký|nơi nhận|kính gửi|hà nội, ngày)"
)
_ENDS_LINE = re.compile(r"[.;:!?]\s*$")
_LEANS_ON = re.compile(r"(?:,|\b(?:của|về|việc|và|các|những|số|ngày|tháng|năm|một|cho|với|do|tại|-))\s*$")
_SHORT_LINE = 45


def leans_on(written: Written, position: int) -> bool:
    """Whether the words before *position* need what follows: "một số điều của", "Tờ trình số"."""
    return _LEANS_ON.search(written.small[max(0, position - 20) : position]) is not None


def breaks_line(written: Written, position: int) -> bool:
    """Whether the line's end at *position* is the end of a thought, and not only of the paper's width."""
    small = written.small
    before = small[max(0, small.rfind("\n", max(0, position - 400), position) + 1, position - 400) : position]
    behind = small[position + 1 : position + 80]
    if not behind.strip(" ") or behind.lstrip(" ").startswith("\n") or not before.strip():
        return not _LEANS_ON.search(before) or not before.strip()
    if _OPENING.match(behind) or _ENDS_LINE.search(before):
        return True
    if _LEANS_ON.search(before):
        return False
    first = written.plain[position + 1 : position + 80].lstrip()[:1]
    return first.isupper() and (not written.wrapped or len(before) < _SHORT_LINE)


# A full stop that ends nothing: TP. Đông Hà, T.Ư Đoàn, 66.25.
_ABBREVIATED = re.compile(r"(?:^|[^\w])(?:tp|t|tt|tx|p|q|ths|ts|pgs|gs|đ|mr|st|no|v|tw)$")


def is_full_stop(written: Written, position: int) -> bool:
    """Whether the dot at *position* ends a sentence."""
    small = written.small
    behind = small[position + 1 : position + 2]
    if behind and not behind.isspace() and behind not in '"”»)/…':
        return False
    return not _ABBREVIATED.search(small[max(0, position - 4) : position])
