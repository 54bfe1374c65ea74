"""The annual plan on paper (Kế hoạch, Mẫu 1.4 of Nghị định 30/2020/NĐ-CP); written in Vietnamese, as the form is."""

from datetime import date, datetime

from ceremony.core.language import language
from ceremony.core.papers import Align, Column, Letterhead, Paper, Paragraph, Row, Signature, Style, Table
from ceremony.core.web.words import capital, numeric_date, wall, weekday
from ceremony.desk.board import BoardRow, board_of
from ceremony.people.models import Unit
from ceremony.people.queries import list_own_units, office_of
from ceremony.schedule.models import Series
from ceremony.schedule.queries import get_plan, list_guests
from ceremony.schedule.rules import CeremonyState, WhenOff
from ceremony.schedule.rules.recurrence import FIRST_WORKING_DAY, is_first_monday

_WHEN_OFF = {
    WhenOff.NEXT_MONDAY: "trùng ngày nghỉ thì tổ chức vào thứ Hai kế tiếp",
    WhenOff.NEXT_WORKING_DAY: "trùng ngày nghỉ thì tổ chức vào ngày làm việc kế tiếp",
    WhenOff.PREVIOUS_WORKING_DAY: "trùng ngày nghỉ thì tổ chức vào ngày làm việc liền trước trong tháng",
    WhenOff.SKIP: "trùng ngày nghỉ thì tháng đó không tổ chức",
}
_COLUMNS = (
    Column("Tháng", 1.1, Align.CENTER),
    Column("Thời gian", 2.3),
    Column("Chủ đề, văn bản phổ biến", 4.6),
    Column("Đơn vị trình bày", 2),
)


def plan_paper(host: Unit, year: int, series_name: str | None, now: datetime, today: date) -> Paper:
    """Return the series' plan of *year* as a paper; its number and its signature are left for the pen.

    Raises UnknownSeries or NotPlanned.
    """
    plan = get_plan(host, year, series_name)
    office, series = office_of(host), plan.series
    rows = [row for row in board_of(host, year, now, today) if row.ceremony.series_id == series.id]
    with language("vi"):
        table = Table(_COLUMNS, tuple(_row(one) for one in rows))
        blocks: tuple[Paragraph | Table, ...] = (
            *_opening(host, year),
            *_frame(host, series),
            _heading("III. NỘI DUNG"),
            table,
            *_closing(),
        )
    return Paper(
        letterhead=Letterhead(office.parent_body, office.name or host.name, office.place_name),
        symbol=f"KH-{host.code}",
        kind="Kế hoạch",
        subject=f"Tổ chức lễ chào cờ và sinh hoạt chính trị đầu tháng năm {year}",
        year=year,
        blocks=blocks,
        bases=tuple(line for line in plan.basis.splitlines() if line.strip()),
        signatures=(Signature(office.signer_title or "Thủ trưởng cơ quan", office.signer),),
        recipients=("Các đơn vị trực thuộc", *(guest.unit.name for guest in list_guests(series)), "Lưu: VT, VP"),
    )


def _heading(text: str) -> Paragraph:
    return Paragraph(text, Style.HEADING)


def _opening(host: Unit, year: int) -> tuple[Paragraph, ...]:
    return (
        Paragraph(
            f"{host.name} xây dựng Kế hoạch tổ chức lễ chào cờ và sinh hoạt chính trị đầu tháng năm {year} như sau:"
        ),
        _heading("I. MỤC ĐÍCH, YÊU CẦU"),
        Paragraph(
            "1. Giáo dục truyền thống, lòng yêu nước; kịp thời phổ biến, quán triệt chủ trương của Đảng, chính sách, "
            "pháp luật của Nhà nước đến công chức, viên chức, người lao động."
        ),
        Paragraph("2. Tổ chức trang nghiêm, đúng nghi lễ, đúng thời gian, thiết thực và tiết kiệm."),
    )


def _frame(host: Unit, series: Series) -> tuple[Paragraph, ...]:
    place = series.place or "theo thông báo của Văn phòng"
    rain = f"; khi trời mưa: {series.rain_place}" if series.rain_place else ""
    units = [unit.name for unit in list_own_units(host) if unit.id != host.id and not unit.is_closed]
    people = f" ({'; '.join(units)})" if units else ""
    guests = [guest.unit.name for guest in list_guests(series) if not guest.unit.is_closed]
    lines = [
        f"Thời gian: {wall(series.start)}, {_day_words(series.rule)}; {_WHEN_OFF[series.when_off]}.",
        f"Địa điểm: {place}{rain}.",
        f"Thành phần: công chức, viên chức, người lao động của {host.name}{people}.",
        *([f"Mời tham dự: {'; '.join(guests)}."] if guests else []),
        *([f"Trang phục: {series.dress}."] if series.dress else []),
    ]
    head = _heading("II. THỜI GIAN, ĐỊA ĐIỂM, THÀNH PHẦN")
    return (head, *(Paragraph(f"{number}. {line}") for number, line in enumerate(lines, start=1)))


def _day_words(rule: str) -> str:
    if rule == FIRST_WORKING_DAY:
        return "ngày làm việc đầu tiên của tháng"
    return "thứ Hai đầu tiên của tháng" if is_first_monday(rule) else "các ngày nêu tại Mục III"


def _row(row: BoardRow) -> Row:
    theme = "\n".join(filter(None, [row.ceremony.theme, *row.citations]))
    return Row((f"{row.ceremony.slot.month}", _when(row), theme, "; ".join(row.speakers)))


def _when(row: BoardRow) -> str:
    """Return the day with the reason of its move, or why nothing is held."""
    ceremony = row.ceremony
    if ceremony.state is not CeremonyState.PLANNED:
        word = "Hủy" if ceremony.state is CeremonyState.CANCELLED else "Hoãn"
        return f"{word}: {ceremony.reason}" if ceremony.reason else word
    if ceremony.date is None:
        return capital(ceremony.reason)
    words = f"{capital(weekday(ceremony.date))}, {numeric_date(ceremony.date)}"
    return f"{words} ({ceremony.reason})" if ceremony.reason else words


def _closing() -> tuple[Paragraph, ...]:
    return (
        _heading("IV. TỔ CHỨC THỰC HIỆN"),
        Paragraph(
            "1. Văn phòng chuẩn bị nội dung, chương trình từng tháng, gửi giấy mời, điểm danh và tổng hợp kết quả."
        ),
        Paragraph("2. Các đơn vị bố trí để công chức, viên chức, người lao động dự đầy đủ, đúng giờ."),
        Paragraph("3. Trong quá trình thực hiện, nếu có thay đổi, Văn phòng thông báo đến các đơn vị./."),
    )
