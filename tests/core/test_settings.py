"""Settings: typed, and all faults at once, each with its cure."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ceremony.core.settings import Fault, SettingsRefused, read_settings, secret_of


def _faults(**given: str) -> dict[str, Fault]:
    with pytest.raises(SettingsRefused) as refused:
        read_settings({f"CEREMONY_{name.upper()}": text for name, text in given.items()})
    names = [fault.name.removeprefix("CEREMONY_").lower() for fault in refused.value.faults]
    assert len(names) == len(set(names)), "each setting is named once"
    assert all(fault.problem and fault.cure for fault in refused.value.faults)
    return dict(zip(names, refused.value.faults, strict=True))


def test_without_any_setting_the_defaults_hold() -> None:
    settings = read_settings({})
    assert settings.base_url == "http://localhost:8000"
    assert settings.mail_retry == (60, 300, 900, 1800, 3600, 7200, 14400)
    assert settings.database == f"sqlite:///{Path('instance').resolve()}/ceremony.sqlite"
    assert str(settings.office_clock.zone) == "Asia/Ho_Chi_Minh"


def test_an_empty_setting_is_as_good_as_none() -> None:
    assert read_settings({"CEREMONY_MAIL_PORT": " ", "CEREMONY_CLOCK": ""}) == read_settings({})


def test_all_faults_are_told_at_once() -> None:
    given = {
        "nope": "1",
        "database_url": "mysql://clerk:hush@host/name",
        "secret_key": "short",
        "base_url": "localhost",
        "time_zone": "Mars/Olympus",
        "clock": "2021-07-26T08:00",
        "mail_port": "0",
        "mail_use_tls": "perhaps",
        "mail_retry": "60,-1,x",
        "mail_default_sender": "the office",
        "mail_bounce_address": "bounce@example.gov.vn",
        "mail_lease": "600",
    }
    assert set(_faults(**given)) == set(given)


def test_contradictions_are_told_together() -> None:
    faults = _faults(
        mail_use_tls="true",
        mail_use_ssl="true",
        mail_lease="500",
        clock="2021-07-26T08:00+07:00",
        mail_server="mail.example.gov.vn",
        mail_username="office",
        inbox_password="hush",
    )
    assert set(faults) == {"mail_use_tls", "mail_lease", "clock", "mail_password", "inbox_username"}


def test_no_secret_is_repeated() -> None:
    faults = _faults(database_url="mysql://clerk:hush@host/name", secret_key="hush")
    assert "hush" not in "".join(map(str, faults.values()))


def test_a_setting_that_is_unreadable_is_not_blamed_again_by_its_default() -> None:
    assert "x" in _faults(mail_lease="x", mail_dot_timeout="900")["mail_lease"].problem


def test_a_rehearsal_may_mail_to_loopback_only() -> None:
    moment = "2021-07-26T08:00+07:00@2026-11-24T09:00+07:00"
    for server in ("localhost", "127.0.0.1", "::1"):
        settings = read_settings({"CEREMONY_CLOCK": moment, "CEREMONY_MAIL_SERVER": server})
        rehearsal = settings.office_clock.rehearsal
        assert rehearsal is not None
        assert (rehearsal.shows, rehearsal.at) == (
            datetime(2021, 7, 26, 1, 0, tzinfo=UTC),
            datetime(2026, 11, 24, 2, 0, tzinfo=UTC),
        )


def test_a_sender_may_carry_a_name() -> None:
    assert read_settings({"CEREMONY_MAIL_DEFAULT_SENDER": "Sở Mẫu <so@example.gov.vn>"})
    assert "mail_default_sender" in _faults(mail_default_sender="so@example.gov.vn\nBcc: x@y.z")


def test_both_spellings_of_a_postgresql_address_are_understood() -> None:
    for scheme in ("postgres", "postgresql"):
        settings = read_settings({"CEREMONY_DATABASE_URL": f"{scheme}://host/name"})
        assert settings.database == "postgresql+psycopg://host/name"
        assert settings.sqlite_file is None


def test_the_secret_comes_from_the_file_that_init_made(tmp_path: Path) -> None:
    settings = read_settings({"CEREMONY_INSTANCE": str(tmp_path)})
    with pytest.raises(SettingsRefused, match="ceremony init"):
        secret_of(settings)
    settings.secret_file.write_text("x" * 31)
    with pytest.raises(SettingsRefused, match="fewer than 32"):
        secret_of(settings)
    settings.secret_file.write_text("x" * 64 + "\n")
    assert secret_of(settings) == "x" * 64


def test_a_line_of_the_file_that_is_no_setting_is_told_with_the_other_faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / ".env").write_text("CEREMONY_MAIL_PORT=abc\nnot a line\nCEREMONY_TIME_ZONE='Asia/Tokyo'\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsRefused) as refused:
        read_settings()
    assert [fault.name for fault in refused.value.faults] == [f"{tmp_path / '.env'}, line 2", "CEREMONY_MAIL_PORT"]
    assert caplog.records == [], "nothing lands on stderr beside the sentence"


def test_a_file_that_is_no_text_is_a_fault_of_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00bad")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsRefused, match="no text in UTF-8"):
        read_settings()


def test_the_file_is_read_with_its_quotes_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("\ufeff# note\nexport CEREMONY_TIME_ZONE='Asia/Tokyo'\nCEREMONY_MAIL_PORT=26\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CEREMONY_MAIL_PORT", "27")
    assert (read_settings().time_zone, read_settings().mail_port) == ("Asia/Tokyo", 27)


PROVIDER = {"oidc_issuer": "https://id.example.gov.vn/", "oidc_client_id": "c", "oidc_client_secret": "hush"}


def test_an_identity_provider_is_set_whole_or_not_at_all() -> None:
    assert set(_faults(oidc_issuer="https://id.example.gov.vn")) == {
        "oidc_client_id",
        "oidc_client_secret",
        "oidc_name",
    }
    assert set(_faults(**PROVIDER)) == {"oidc_name"}
    whole = {f"CEREMONY_{name.upper()}": text for name, text in {**PROVIDER, "oidc_name": "VNeID"}.items()}
    assert read_settings(whole).oidc_issuer == "https://id.example.gov.vn/"


@pytest.mark.parametrize(
    "issuer", ["http://id.example.gov.vn", "https://", "id.example.gov.vn", "https://id.example.gov.vn/?a", "https://["]
)
def test_an_identity_provider_is_reached_by_https_or_on_this_machine(issuer: str) -> None:
    assert set(_faults(**{**PROVIDER, "oidc_name": "VNeID", "oidc_issuer": issuer})) == {"oidc_issuer"}
    here = {**PROVIDER, "oidc_name": "VNeID", "oidc_issuer": "http://127.0.0.1:9/"}
    assert read_settings({f"CEREMONY_{name.upper()}": text for name, text in here.items()}).oidc_name == "VNeID"


def test_an_identity_provider_asks_for_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ceremony.core.settings.model.find_spec", lambda _name: None)
    faults = _faults(**PROVIDER, oidc_name="VNeID")
    assert "ceremony[sso]" in faults["oidc_issuer"].cure
