"""A list that changes people leaves a backup to go back to; without one nothing is written."""

import json
import tarfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from ceremony.core import going_back
from ceremony.core.audit.models import AuditEntry
from ceremony.core.db import session
from ceremony.core.going_back import NoBackupHere
from ceremony.core.settings import Settings
from ceremony.operations.going_back import KEPT, keep_backup
from ceremony.people.models import Person
from tests.cast import Cast
from tests.conftest import Run
from tests.people.files import csv
from tests.people.test_import_pages import attempt, carried, office, send

pytestmark = pytest.mark.usefixtures("clock")
__all__ = ["office"]
HEAD = ["Họ và tên", "Chức vụ", "Đơn vị", "Mã số"]
CHANGED = csv([HEAD, ["Hoàng Thị Mẫu Đơn", "Phó Giám đốc", "Văn phòng", "CB01"]])
NEW = csv([HEAD, ["Bùi Thị Hồng Hạnh", "Chuyên viên", "Văn phòng", "CB77"]])


def folder(app: Flask) -> Path:
    settings: Settings = app.extensions["settings"]
    return settings.instance / "backups"


def kept(app: Flask) -> list[str]:
    return sorted(file.name for file in folder(app).glob("*")) if folder(app).exists() else []


def file_of(tmp_path: Path, content: bytes) -> str:
    file = tmp_path / "danh-sach.csv"
    file.write_bytes(content)
    return str(file)


def position(code: str) -> str:
    session().rollback()
    return session().query(Person).filter_by(staff_code=code).one().position


def test_a_list_that_changes_people_leaves_a_private_backup_and_its_name(
    app: Flask, cast: Cast, ceremony: Run, tmp_path: Path
) -> None:
    assert ceremony("people", "import", file_of(tmp_path, CHANGED), "--dry-run").json["backup"] is None
    assert kept(app) == []
    answer = ceremony("people", "import", file_of(tmp_path, CHANGED)).json
    assert kept(app) == [answer["backup"]]
    file = folder(app) / answer["backup"]
    assert (file.stat().st_mode & 0o777, folder(app).stat().st_mode & 0o777) == (0o600, 0o700)
    with tarfile.open(file) as archive:
        assert archive.getnames() == ["manifest.json", "secret_key", "database"]
    entry = session().query(AuditEntry).filter_by(act="import staff list").one()
    assert answer["backup"] in json.dumps(entry.values)


def test_who_is_only_added_needs_no_backup(app: Flask, cast: Cast, ceremony: Run, tmp_path: Path) -> None:
    assert ceremony("people", "import", file_of(tmp_path, NEW)).json["backup"] is None
    assert kept(app) == []


def test_who_is_taken_out_needs_one(app: Flask, cast: Cast, ceremony: Run, tmp_path: Path) -> None:
    answer = ceremony("people", "import", file_of(tmp_path, NEW), "--complete").json
    assert (answer["left"] > 0, kept(app)) == (True, [answer["backup"]])


def test_only_the_newest_ten_are_kept(app: Flask, cast: Cast) -> None:
    settings: Settings = app.extensions["settings"]
    now = datetime(2021, 7, 26, 8, 0).astimezone()
    names = [keep_backup(settings, now + timedelta(minutes=minute // 2)) for minute in range(4)]
    assert len(set(names)) == 4
    for minute in range(KEPT):
        (folder(app) / f"before-import-20220101-0000{minute:02}.tar.gz").touch()
    (folder(app) / "by-hand.tar.gz").touch()
    newest = keep_backup(settings, now.replace(year=2020))
    assert len(kept(app)) == KEPT + 1  # whatever a clock that was set wrong called the last one
    assert {newest, "by-hand.tar.gz"} < set(kept(app))
    assert not set(names) & set(kept(app))


def test_without_a_backup_nothing_is_written_and_the_cure_is_said(
    app: Flask, cast: Cast, ceremony: Run, tmp_path: Path
) -> None:
    folder(app).parent.mkdir(exist_ok=True)
    folder(app).write_text("a file where the folder should be")
    answer = ceremony("people", "import", file_of(tmp_path, CHANGED))
    assert (answer.code, answer.out) == (1, "")
    assert "--no-backup" in answer.err
    assert position("CB01") == "Chánh Văn phòng"
    assert ceremony("people", "import", file_of(tmp_path, CHANGED), "--no-backup").json["changed"] == 1
    assert position("CB01") == "Phó Giám đốc"


def test_the_page_names_the_backup_or_keeps_what_was_chosen(app: Flask, cast: Cast, office: object) -> None:
    folder(app).parent.mkdir(exist_ok=True)
    folder(app).write_text("a file where the folder should be")
    fields = carried(attempt(office, CHANGED)[1])  # type: ignore[arg-type]
    status, page = send(office, "/people/import/write", **fields)  # type: ignore[arg-type]
    assert (status, position("CB01")) == (409, "Chánh Văn phòng")
    assert str(folder(app)) in page
    folder(app).unlink()
    assert send(office, "/people/import/write", **carried(page))[0] == 303  # type: ignore[arg-type]
    assert kept(app)[0] in office.get("/people").text  # type: ignore[attr-defined]


def test_a_machine_without_the_database_s_tools_says_so_and_goes_on(
    app: Flask, cast: Cast, ceremony: Run, office: object, tmp_path: Path
) -> None:
    def refuse() -> str:
        raise NoBackupHere(words="pg_dump is missing.")

    going_back.init_app(app, refuse)
    fields = carried(attempt(office, CHANGED)[1])  # type: ignore[arg-type]
    assert send(office, "/people/import/write", **fields)[0] == 303  # type: ignore[arg-type]
    assert "No backup was made before this change. pg_dump is missing." in office.get("/people").text  # type: ignore[attr-defined]
    assert position("CB01") == "Phó Giám đốc"
