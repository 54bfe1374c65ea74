"""The ceremony of 2/8/2021 with Nghị quyết 76/NQ-CP, on its evening."""

from datetime import date

import pytest
import time_machine

from ceremony.core.db import transaction
from ceremony.people.queries import get_unit
from ceremony.programme.models import ProgrammeItem
from ceremony.programme.rules import ItemKind
from ceremony.schedule.models import Ceremony
from ceremony.topics.models import Document
from tests.attendance.plan import add_ceremony, get_by_code, invite
from tests.cast import Cast

POINTS = [
    "Cải cách thể chế",
    "Cải cách thủ tục hành chính",
    "Cải cách tổ chức bộ máy hành chính nhà nước",
    "Cải cách chế độ công vụ",
    "Cải cách tài chính công",
    "Xây dựng, phát triển Chính phủ điện tử, Chính phủ số",
]


def present(ceremony: Ceremony, position: int = 1, **values: object) -> None:
    """Attach a document to the ceremony's programme."""
    host, speaker = get_unit("SNV"), get_by_code("CB01")
    with transaction() as writing:
        document = Document(
            **{
                "host_id": host.id,
                "key": f"{position}",
                "type": "Nghị quyết",
                "number": "76",
                "symbol": "NQ-CP",
                "issued_on": date(2021, 7, 15),
                "issuers": ["Chính phủ"],
                "subject": "Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021-2030",
                "points": [],
                **values,
            }
        )
        writing.add(document)
        writing.flush()
        writing.add(
            ProgrammeItem(
                ceremony_id=ceremony.id,
                position=position,
                kind=ItemKind.PRESENTATION,
                title="Phổ biến văn bản",
                minutes=15,
                speaker_id=speaker.id,
                document_id=document.id,
            )
        )


@pytest.fixture
def evening(cast: Cast, clock: time_machine.Traveller) -> Ceremony:
    """Held at 07:00 with everybody and one guest unit invited; it is 20:26."""
    clock.move_to("2021-08-02T20:26:00+07:00")
    ceremony = add_ceremony(place="sân trụ sở Sở Mẫu")
    invite(ceremony, "CB01", "CB02", "CB03", guests=("LHHN",))
    return ceremony
