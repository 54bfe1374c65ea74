"""Letters to test with: an invitation as the features write it, and ways to put it into the outbox."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from ceremony.core import clock
from ceremony.core.db import session, transaction
from ceremony.core.mail.actions import Recipient, queue_letters
from ceremony.core.mail.editions import Draft, make_edition, slot
from ceremony.core.mail.models import Letter

THREAD = "SNV-2021-08@example.gov.vn"
WRITTEN = datetime(2021, 7, 26, 1, 0, tzinfo=UTC)
LINK = "https://chaoco.example.gov.vn/i/"
CALENDAR = "\r\n".join(
    [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//ceremony//VI",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        f"UID:{THREAD}",
        "DTSTAMP:20210726T010000Z",
        "SUMMARY:Lễ chào cờ và sinh hoạt chính trị tháng 8 năm 2021 của Sở Mẫu\\, toàn thể công chức",
        f'ATTENDEE;CN="{slot("name")}";RSVP=TRUE:mailto:{slot("address")}',
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
)
INVITATION = Draft(
    thread=THREAD,
    revision=1,
    kind="request",
    language="vi",
    host="SNV",
    sender_name="Sở Mẫu, Văn phòng",
    sender_address="chaoco@example.gov.vn",
    reply_to="vanphong@example.gov.vn",
    subject="Lễ chào cờ ngày 02/8/2021, 07h00: Nghị quyết số 76/NQ-CP",
    text=f"Kính gửi {slot('name')},\n\nMời dự lễ chào cờ ngày 02/8/2021, 07h00.\n\n{LINK}{slot('token')}\n",
    html=f'<p>Kính gửi {slot("name")}</p><p><a href="{LINK}{slot("token")}">Trả lời</a></p>',
    calendar=CALENDAR,
    method="REQUEST",
    wording={"month": "2021-08"},
)


class Filling:
    """A letter that never saw the database."""

    def __init__(self, address: str = "cb02@example.gov.vn", **slots: Any) -> None:
        self.address = address
        self.message_id = "<0123456789abcdef@example.gov.vn>"
        self.written_at = WRITTEN
        self.slots: dict[str, Any] | None = {
            "name": "Võ Thị Hướng Dương",
            "token": "tok3n",
            "address": address,
            **slots,
        }


def recipients(number: int) -> list[Recipient]:
    """Return so many invented recipients."""
    return [
        Recipient(f"invitation:{place}", f"cb{place:03d}@example.gov.vn", {"token": f"t{place}"}, f"Người thứ {place}")
        for place in range(1, number + 1)
    ]


def queue(number: int = 1, *, draft: Draft = INVITATION, key: str = "request:1", **values: Any) -> int:
    """Queue *draft* for so many recipients in a transaction of its own; *values* go to `queue_letters`."""
    fields = {name: values.pop(name) for name in ("thread", "revision", "kind", "host", "one_time") if name in values}
    with transaction():
        return queue_letters(
            make_edition(replace(draft, **fields), clock.now()),
            values.pop("recipients", None) or recipients(number),
            key=key,
            now=clock.now(),
            real_now=clock.real_now(),
            **values,
        )


def letters() -> list[Letter]:
    """Return all letters as the database has them now."""
    session().rollback()
    session().expire_all()
    return list(session().query(Letter).order_by(Letter.id))


def change(**values: object) -> None:
    """Change all letters."""
    with transaction() as writing:
        writing.execute(sa.update(Letter).values(**values))


def due_again() -> None:
    """Let the time between two tries pass."""
    change(next_try_at=clock.real_now() - timedelta(seconds=1))


def states() -> list[str]:
    """Return the states of all letters in order."""
    return [letter.state.value for letter in letters()]
