"""The audit log holds what was done and shows what was tampered with."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from ceremony.core.audit.actions import record, verify
from ceremony.core.audit.models import AuditEntry
from ceremony.core.audit.personal import erase_entries
from ceremony.core.audit.rules import Actor, Link, chained_hash, checked, digest_of
from ceremony.core.db import db, transaction
from tests.conftest import Run


def _three_entries() -> None:
    for name in ("Đơn", "Dương", "Họa"):
        with transaction():
            record("rename", f"person:{name}", {"name": ""}, {"name": name})


def test_three_acts_make_a_chain_that_verifies(app: Flask, ceremony: Run) -> None:
    _three_entries()
    assert ceremony("audit", "verify").json | {"head": ""} == {
        "entries": 3,
        "ok": True,
        "first_bad": None,
        "erased": 0,
        "head": "",
    }


def test_a_changed_entry_is_named(app: Flask) -> None:
    _three_entries()
    with transaction() as session:
        session.execute(sa.text("UPDATE audit_entry SET actor_label = 'somebody else' WHERE id = 2"))
    assert verify().first_bad == 2


def test_a_removed_last_entry_is_noticed(app: Flask) -> None:
    _three_entries()
    with transaction() as session:
        session.execute(sa.text("DELETE FROM audit_entry WHERE id = 3"))
    assert not verify().ok


def test_erased_values_leave_the_chain_whole(app: Flask) -> None:
    _three_entries()
    with transaction() as session:
        session.execute(sa.text('UPDATE audit_entry SET "values" = NULL WHERE id = 2'))
    assert verify().ok


def test_a_rolled_back_act_leaves_no_entry(app: Flask) -> None:
    try:
        with transaction():
            record("rename", "person:1")
            raise RuntimeError
    except RuntimeError:
        pass
    with transaction():
        record("rename", "person:2")
    assert verify().entries == 1
    db.session.rollback()


KEY, FOREIGN_KEY = b"of this installation", b"of whoever forges"
LENGTH = 24
Links = list[Link]


def _sealed(label: str) -> str:
    return label if label.startswith("erased:") else f"erased:{label[::-1]}"


def _link(number: int, previous: str, values: dict[str, Any], key: bytes = KEY) -> Link:
    at, actor = datetime(2021, 7, 26, tzinfo=UTC) + timedelta(minutes=number), Actor(number % 3, f"Ông {number % 3}")
    subject, digest = f"person:{number % 5}", digest_of(values)
    unnamed = Actor(actor.id, _sealed(actor.label))
    link = chained_hash(key, previous, at, unnamed, "change person", subject, digest)
    return Link(number, at, actor, "change person", subject, values, digest, previous, link)


def _chain() -> Links:
    """A chain, a third of whose values and names were erased."""
    links: Links = []
    for number in range(1, LENGTH + 1):
        values = {"before": {}, "after": {"position": f"Chuyên viên {number}"}, "salt": f"{number:032x}"}
        links.append(_link(number, links[-1].hash if links else "", values))
    for at in range(0, LENGTH, 3):
        links[at] = replace(links[at], values=None, actor=Actor(links[at].actor.id, _sealed(links[at].actor.label)))
    return links


def _is_whole(links: Links, head: tuple[int, str]) -> bool:
    found = list(checked(links, KEY, _sealed))
    last = found[-1][0].hash if found else ""
    return all(holds for _, holds in found) and (len(found), last) == head


def _changed(links: Links, luck: random.Random) -> Links:
    at = luck.randrange(LENGTH)
    one, word = links[at], f"{luck.getrandbits(64):x}"
    ways: list[dict[str, Any]] = [
        {"values": {**(one.values or {}), "after": {"position": word}}},
        {"digest": digest_of({"a": word})},
        {"values": (values := {"after": word}), "digest": digest_of(values)},
        {"actor": Actor(one.actor.id, word)},
        {"actor": Actor(luck.randrange(10, 99), one.actor.label)},
        {"at": one.at + timedelta(microseconds=luck.randrange(1, 10**9))},
        {"act": word},
        {"subject": word},
        {"hash": word},
        {"previous_hash": word},
    ]
    links[at] = replace(one, **luck.choice(ways))
    return links


def _deleted(links: Links, luck: random.Random) -> Links:
    at = luck.randrange(LENGTH)
    # One, some, or the whole end.
    return links[:at] + links[luck.choice((at + 1, min(at + 3, LENGTH), LENGTH)) :]


def _inserted(links: Links, luck: random.Random) -> Links:
    at = luck.randrange(LENGTH + 1)
    previous = links[at - 1].hash if at else ""
    forged = _link(at, previous, {"after": luck.getrandbits(64)}, FOREIGN_KEY)
    return [*links[:at], luck.choice((forged, luck.choice(links))), *links[at:]]


def _swapped(links: Links, luck: random.Random) -> Links:
    one, other = luck.sample(range(LENGTH), 2)
    links[one], links[other] = links[other], links[one]
    return links


TAMPERINGS = (_changed, _deleted, _inserted, _swapped)


@pytest.mark.parametrize("tamper", TAMPERINGS)
def test_a_thousand_tamperings_of_a_kind_are_all_found(tamper: Callable[[Links, random.Random], Links]) -> None:
    luck, links = random.Random(76), _chain()
    head = (LENGTH, links[-1].hash)
    assert _is_whole(links, head)
    unseen = [number for number in range(1000) if _is_whole(tamper(list(links), luck), head)]
    assert unseen == []


def _with_tampering(statements: list[sa.Executable]) -> bool:
    """Whether the log still verifies with these statements done; they are taken back after it."""
    whole = True
    try:
        with transaction() as session:
            for statement in statements:
                session.execute(statement)
            whole = verify().ok
            raise InterruptedError
    except InterruptedError:
        return whole


def _rows_of(number: int, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
    table = AuditEntry.__table__
    row = db.session.execute(sa.select(table).where(table.c.id == number)).one()._asdict()
    return {name: value for name, value in row.items() if name not in without}


def test_the_same_is_found_in_the_database_after_an_erasure_too(app: Flask) -> None:
    for number in range(12):
        with transaction():
            record("change person", f"person:{number % 4}", {}, {"position": f"Chuyên viên {number}"})
    with transaction():
        erase_entries(["person:1"], None, ["ceremony"])
    assert verify().ok
    table = AuditEntry.__table__
    update, delete = sa.update(table), sa.delete(table)
    tamperings: list[list[sa.Executable]] = []
    for number in range(1, 13):
        row = _rows_of(number, without=("id",))
        other = _rows_of(number % 12 + 1, without=("id",))
        this, that = table.c.id == number, table.c.id == number % 12 + 1
        tamperings += [
            [update.where(this).values(digest="0" * 64)],
            [update.where(this).values(actor_label="somebody else")],
            [update.where(this).values(values={"after": {"position": "Giám đốc"}})],
            [delete.where(this)],
            [delete.where(table.c.id >= number)],
            [sa.insert(table).values({**row, "id": 100 + number, "hash": f"forged {number}"})],
            [
                update.where(this).values(hash="a"),
                update.where(that).values(**row),
                update.where(this).values(**other),
            ],
        ]
    unseen = [place for place, statements in enumerate(tamperings) if _with_tampering(statements)]
    assert unseen == []
    assert verify().ok


def test_the_end_cannot_be_cut_off_with_the_head_put_back(app: Flask) -> None:
    _three_entries()
    cut = [
        sa.text("DELETE FROM audit_entry WHERE id = 3"),
        sa.text("UPDATE audit_head SET entries = 2, hash = (SELECT hash FROM audit_entry WHERE id = 2)"),
    ]
    assert not _with_tampering(list(cut))
    assert not _with_tampering([*cut, sa.text("UPDATE audit_head SET seal = ''")])


def test_a_head_noted_elsewhere_tells_an_older_state_put_back(app: Flask, ceremony: Run) -> None:
    _three_entries()
    older = verify().head
    with db.engine.connect() as connection:
        head = connection.execute(sa.text("SELECT entries, hash, seal FROM audit_head")).one()._asdict()
    _three_entries()
    noted = verify().head
    assert ceremony("audit", "verify", "--known", older).json["ok"]
    with transaction() as session:
        session.execute(sa.text("DELETE FROM audit_entry WHERE id > 3"))
        session.execute(sa.text("UPDATE audit_head SET entries = :entries, hash = :hash, seal = :seal"), head)
    assert ceremony("audit", "verify").json["ok"]
    assert not ceremony("audit", "verify", "--known", noted).json["ok"]


def test_a_log_written_before_names_were_sealed_still_verifies() -> None:
    first = _link(1, "", {"after": {}})
    plain = chained_hash(KEY, "", first.at, first.actor, first.act, first.subject, first.digest)
    assert _is_whole([replace(first, hash=plain)], (1, plain))
