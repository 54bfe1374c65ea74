"""The whole month in a browser, from an empty folder to the article: by pointer, without scripts, by keyboard alone."""

import json
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.hands import PHONE, Keyboard, Pointer
from tests.journeys.installation import HOST, Installation
from tests.journeys.pictures import keep_picture
from tests.smtp_sink import Sink

A_WEEK_BEFORE, ON_THE_DAY = "2021-07-26T08:00+07:00", "2021-08-02T07:01+07:00"
# Each process begins its clock anew, and a link is good from when it was made.
A_MINUTE_EARLIER = "2021-07-26T07:59+07:00"
PASSWORD = "chao co sang thu hai"
MONTH = "/ceremonies/SNV-2021-08"
TOPIC = (
    "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về Chương trình tổng thể cải cách hành chính nhà nước "
    "giai đoạn 2021-2030"
)
DIRECTIVE = "Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị về học tập và làm theo tư tưởng Hồ Chí Minh"
STAFF_LIST = """Họ và tên,Chức vụ,Đơn vị,Đối tượng,Thư điện tử,Mã số
Hoàng Thị Mẫu Đơn,Chánh Văn phòng,Văn phòng,Công chức,don@example.gov.vn,CB01
Võ Thị Hướng Dương,Chuyên viên,Văn phòng,Công chức,duong@example.gov.vn,CB02
Trần Minh Họa,Giám đốc,Ban Giám đốc,Công chức,hoa@example.gov.vn,CB03
"""


@pytest.fixture
def sink() -> Iterator[Sink]:
    """The mail server of the office."""
    with Sink() as sink:
        yield sink


@pytest.fixture
def installation(new_installation: Installation, sink: Sink) -> Installation:
    """An empty folder, with a mail server beside it and two seconds to take letters back."""
    new_installation.settings |= {
        "MAIL_SERVER": HOST,
        "MAIL_PORT": str(sink.port),
        "MAIL_HOLD_BACK": "2",
        "MAIL_DEFAULT_SENDER": "chaoco@example.gov.vn",
    }
    return new_installation


HANDS = {"pointer": (Pointer, True), "no-scripts": (Pointer, False), "keyboard": (Keyboard, True)}


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("hands", HANDS)
def test_the_month_from_an_empty_folder_to_the_article(
    hands: str, browser: Browser, installation: Installation, sink: Sink, tmp_path: Path
) -> None:
    who = ("--admin", "don@example.gov.vn", "--admin-name", "Hoàng Thị Mẫu Đơn")
    made = installation.run("init", "--code", "SNV", "--name", "Sở Mẫu", *who, "--json", CLOCK=A_MINUTE_EARLIER)
    kind, scripts = HANDS[hands]
    with (
        installation.serving(CLOCK=A_WEEK_BEFORE) as address,
        kind(browser, address, scripts=scripts) as don,
    ):
        set_a_password(don, json.loads(made.stdout)["sign_in"])
        set_the_letterhead(don, hands)
        take_over_the_staff_list(don, tmp_path / "danh-sach.csv")
        plan_the_year(don)
        choose_the_topic(don)
        see_the_letter_and_send_it(don, sink)
        with kind(browser, address, PHONE, scripts=scripts) as duong:
            accept_on_a_phone(duong, letter_to(sink, "duong@example.gov.vn"))
        don.open(f"{MONTH}/invitations")
        don.sees("Cộng 3 1 – 2")
    with (
        installation.serving(CLOCK=ON_THE_DAY) as address,
        kind(browser, address, scripts=scripts) as don,
    ):
        sign_in(don)
        with kind(browser, address, PHONE, scripts=scripts) as duong:
            check_in_on_a_phone(duong, code_on_the_screen(don))
        take_the_roll(don, by_keys=kind is Keyboard)
        close_the_roll(don)
        read_the_report(don)
        write_the_article(don)


def set_a_password(don: Pointer, link: str) -> None:
    don.open(link)
    don.fill("Mật khẩu mới", PASSWORD)
    don.press("Đặt mật khẩu và đăng nhập")
    don.page.wait_for_url("**/start")


def sign_in(don: Pointer) -> None:
    don.open("/login")
    don.fill("Địa chỉ thư điện tử", "don@example.gov.vn")
    don.fill("Mật khẩu", PASSWORD)
    don.press("Đăng nhập")
    don.page.wait_for_url("**/")


def set_the_letterhead(don: Pointer, hands: str) -> None:
    don.sees("Đã xong 0 trong 5 bước.")
    if hands == "pointer":
        keep_picture(don, "start")
    don.follow("Điền tên và tiêu đề cơ quan")
    don.fill("Cơ quan chủ quản", "UBND TỈNH MẪU")
    don.fill("Tên cơ quan trên giấy tờ", "SỞ MẪU")
    don.fill("Địa danh", "Mẫu")
    don.fill("Đầu mối", "Văn phòng, máy lẻ 102")
    don.fill("Thư trả lời gửi về", "vanphong@example.gov.vn")
    don.press("Lưu thiết lập")
    don.sees("Đã lưu thiết lập.")
    don.fill("Gửi thử một thư tới", "don@example.gov.vn")
    don.press("Gửi thử")
    don.sees("250")


def take_over_the_staff_list(don: Pointer, file: Path) -> None:
    file.write_text(STAFF_LIST, encoding="utf-8")
    don.open("/start")
    don.follow("Nhập danh sách cán bộ")
    don.give("Danh sách cán bộ", file)
    don.press("Xem thử danh sách")
    don.sees("người mới 3")
    don.press("Ghi danh sách")
    don.sees("Đã nhập danh sách: 3 người mới")


def plan_the_year(don: Pointer) -> None:
    don.open("/start")
    don.follow("Lập kế hoạch năm")
    don.fill("Giờ bắt đầu", "07:00")
    don.fill("Địa điểm", "Sân trụ sở")
    don.press("Tiếp tục: chủ đề")
    don.fill("Chủ đề, tháng 9", "Học tập và làm theo Bác")
    don.fill("Căn cứ, tháng 9", DIRECTIVE)
    don.press("Tiếp tục: kiểm tra")
    don.sees("Sẽ thêm vào kho văn bản: Chỉ thị số 05-CT/TW", "1 buổi đã có chủ đề")
    don.press("Sửa quy tắc và ngày")
    don.press("Chọn ngày khác cho tháng 12")
    don.fill("Ngày khác, tháng 12", "05/12/2021")
    don.fill("Lý do, tháng 12", "Hội nghị tổng kết")
    don.press("Tiếp tục: chủ đề")
    don.sees("Ngày làm việc kế tiếp là 06/12/2021")
    don.fill("Ngày khác, tháng 12", "07/12/2021")
    don.press("Tiếp tục: chủ đề")
    don.press("Tiếp tục: kiểm tra")
    don.sees("Học tập và làm theo Bác", "Thứ Ba 07/12/2021 Hội nghị tổng kết")
    don.press("Tạo kế hoạch năm 2021")
    don.sees("Thứ Hai 10/05 dời từ 03/05: Ngày Quốc tế Lao động (nghỉ bù)")
    don.open("/start")
    don.follow("Duyệt kế hoạch")
    don.fill("Số, ký hiệu", "274/KH-SM")
    don.fill("Ngày ký", "19/07/2021")
    don.press("Lưu")
    don.sees("274/KH-SM")
    don.press("Duyệt kế hoạch")
    don.sees("Đã duyệt kế hoạch năm 2021.")
    don.open("/start")
    don.sees("Đã thiết lập xong")


def choose_the_topic(don: Pointer) -> None:
    don.open(f"{MONTH}/programme")
    don.press("Lấy chương trình thường lệ")
    don.follow("Sửa: Phổ biến, quán triệt văn bản")
    don.fill("Hoặc văn bản chưa có trong kho, trích dẫn đầy đủ", TOPIC)
    don.press("Lưu mục này")
    don.sees("Nghị quyết số 76/NQ-CP ngày 15/7/2021")


def see_the_letter_and_send_it(don: Pointer, sink: Sink) -> None:
    don.open(f"{MONTH}/invitations")
    don.choose("Người nhận", "Võ Thị Hướng Dương – Văn phòng")
    don.press("Xem")
    don.sees("duong@example.gov.vn")
    before = len(sink.messages)
    don.press("Gửi 3 giấy mời")
    don.sees("Không gửi nữa")
    for _ in range(100):
        if len(sink.messages) == before + 3:
            return
        don.page.wait_for_timeout(100)
    raise AssertionError(f"{len(sink.messages) - before} of 3 letters arrived")


def letter_to(sink: Sink, address: str) -> EmailMessage:
    """The newest letter to *address*."""
    (found,) = [one for one in sink.messages if one.to == address]
    message = message_from_bytes(found.data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def accept_on_a_phone(duong: Pointer, letter: EmailMessage) -> None:
    text = letter.get_body(("plain",))
    assert text is not None
    (link,) = [line for line in text.get_content().splitlines() if re.fullmatch(r"http://\S+/i/\S+", line)]
    duong.open(link)
    duong.sees("02/08/2021")
    duong.press("Tôi sẽ dự")
    duong.sees("Ông/Bà đã trả lời: sẽ dự.")


def code_on_the_screen(don: Pointer) -> str:
    don.open(f"{MONTH}/screen")
    shown = don.page.locator(".screen-code b.num").inner_text()
    assert shown
    return shown.strip()


def check_in_on_a_phone(duong: Pointer, code: str) -> None:
    duong.open(f"/c/{code}")
    duong.fill("hoặc mã số cán bộ", "CB02")
    duong.press("Tôi có mặt")
    duong.sees("Đã điểm danh")


def take_the_roll(don: Pointer, *, by_keys: bool) -> None:
    don.open(f"{MONTH}/roll")
    if by_keys:
        don.page.keyboard.press("/")
        don.page.keyboard.type("hoa")
        don.page.keyboard.press("Enter")
        don.page.keyboard.press("m")
    else:
        row = don.page.get_by_role("row").filter(has_text="Trần Minh Họa")
        row.get_by_role("button", name="Muộn").click()
    don.press("1 người còn lại: có mặt")
    expect(don.page.locator("[data-total-done]")).to_have_text("3")


def close_the_roll(don: Pointer) -> None:
    don.open(f"{MONTH}/roll")
    don.follow("Chốt điểm danh")
    don.sees("Tỷ lệ = 3 ÷ 3")
    don.press("Chốt điểm danh")
    don.sees("Đã chốt lúc 07h01")


def read_the_report(don: Pointer) -> None:
    don.open("/reports?month=2021-08")
    don.sees("100 %")


def write_the_article(don: Pointer) -> None:
    don.open(f"{MONTH}/article")
    don.press("Soạn bản nháp")
    assert don.page.get_by_label("Tiêu đề").input_value()
    don.fill("Tiêu đề", "Sở Mẫu chào cờ đầu tháng 8")
    don.press("Lưu tin bài")
    don.sees("Đã lưu tin bài.", "Sở Mẫu chào cờ đầu tháng 8")
