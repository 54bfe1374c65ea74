"""The audit log holds what was done and shows what was tampered with."""

import sqlalchemy as sa
from flask import Flask

from ceremony.core.audit.actions import record, verify
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
