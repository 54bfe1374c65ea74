"""The look: assets that may be kept, parts that are ours alone, choices that stick."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import refresh

from ceremony.core.layout import bundled
from ceremony.core.web import assets
from ceremony.core.web.assets import STATIC, asset, digest_of
from ceremony.core.web.choices import safe_next
from ceremony.core.web.gallery import SWITCH
from tests.cast import Cast

TEMPLATES = bundled("templates")
THEME = STATIC / "theme" / "theme.css"
PAGES = [path for path in TEMPLATES.rglob("*.html") if "mail" not in path.relative_to(TEMPLATES).parts]
FIRST_PAGE = 200 * 1024
FOREIGN = ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "plan", "", "/a\nb"]


@pytest.fixture
def client(app: Flask, cast: Cast) -> FlaskClient:
    """A browser that keeps cookies, before an office that speaks Vietnamese where nobody chose a language."""
    app.extensions["babel"].default_locale = "vi"
    return app.test_client()


def test_the_address_of_an_asset_changes_with_its_content(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    sheet = tmp_path / "sheet.css"
    with app.test_request_context():
        sheet.write_text("a {}")
        before = asset("sheet.css")
        sheet.write_text("a { color: red }")
        assert asset("sheet.css") != before
        sheet.write_text("a {}")
        assert asset("sheet.css") == before


def test_only_an_address_that_can_never_change_its_content_is_kept_for_a_year(app: Flask) -> None:
    client = app.test_client()
    kept = (f"/static/theme/theme.css?v={digest_of(THEME)}", "/static/vendor/bootstrap-5.3.9/bootstrap.min.css")
    for address in kept:
        assert "max-age=31536000, immutable" in client.get(address).headers["Cache-Control"], address
    for address in ("/static/theme/theme.css", "/static/theme/theme.css?v=0"):
        assert client.get(address).headers["Cache-Control"] == "no-cache", address


def test_a_style_sheet_travels_compressed_to_who_takes_it(app: Flask) -> None:
    client = app.test_client()
    plain = client.get("/static/theme/theme.css", headers={"Accept-Encoding": "identity"})
    small = client.get("/static/theme/theme.css", headers={"Accept-Encoding": "gzip"})
    assert plain.data == THEME.read_bytes()
    assert small.headers["Content-Encoding"] == "gzip"
    assert len(small.data) < len(plain.data) / 3
    again = client.get(
        "/static/theme/theme.css", headers={"Accept-Encoding": "gzip", "If-None-Match": small.headers["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["../app.py", "theme/../../app.py", "theme", "nothing.css"])
def test_nothing_but_static_files_is_served(app: Flask, name: str) -> None:
    assert app.test_client().get(f"/static/{name}").status_code == 404


def test_the_first_page_stays_below_200_kb(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    gzip = {"Accept-Encoding": "gzip"}
    page = client.get("/", headers=gzip)
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    fonts = re.findall(r'url\("\.\./(vendor/[^"]+)"\)', THEME.read_text(encoding="utf-8"))
    sizes = [len(client.get(address, headers=gzip).data) for address in addresses]
    sizes += [(STATIC / font).stat().st_size for font in fonts]
    assert len(fonts) == 9
    assert len(page.data) + sum(sizes) < FIRST_PAGE


def test_vendored_files_are_those_that_were_recorded() -> None:
    vendor = STATIC / "vendor"
    recorded = json.loads((vendor / "vendor.json").read_text(encoding="utf-8"))
    found = {
        folder.name: {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}
        for folder in vendor.iterdir()
        if folder.is_dir()
    }
    assert {name: part["sha256"] for name, part in recorded.items()} == found
    assert all("LICENSE" in files for files in found.values())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_no_page_styles_itself_or_brings_anything_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\ssrc=)|https?://", text)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_no_page_shows_the_day_of_a_moment_elsewhere_than_in_the_office(path: Path) -> None:
    # Until 7 in the morning the UTC date is the day before.
    assert ".date()" not in path.read_text(encoding="utf-8")


def test_the_theme_brings_nothing_from_elsewhere_and_stays_short() -> None:
    text = THEME.read_text(encoding="utf-8")
    assert not re.search(r"@import|https?://(?!www\.w3\.org/2000/svg)", text)
    assert len(text.splitlines()) <= 400


def test_both_dark_blocks_are_the_same() -> None:
    text = THEME.read_text(encoding="utf-8")
    by_choice = text.split('[data-bs-theme="dark"] {', 1)[1].split("}", 1)[0]
    by_system = text.split(':root:not([data-bs-theme="light"]) {', 1)[1].split("}", 1)[0]
    assert by_choice == by_system


def test_every_sign_that_a_part_names_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (TEMPLATES / "core" / "sprite.svg").read_text(encoding="utf-8")))
    parts = (TEMPLATES / "core" / "parts.html").read_text(encoding="utf-8")
    named = set(re.findall(r'": \("([a-z-]+)", "[a-z]+"\)', parts)) | set(re.findall(r'sign\("([a-z-]+)"\)', parts))
    assert named
    assert named <= sprite


def test_a_chosen_language_sticks(client: FlaskClient) -> None:
    assert '<html lang="vi">' in client.get("/").text
    answer = client.post("/choice", data={"language": "en", "next": "/?a=1"})
    assert (answer.status_code, answer.location) == (303, "/?a=1")
    assert "Max-Age=31536000" in answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]
    # The fixture's application context outlives the requests, and the language of the first is kept in it.
    refresh()
    page = client.get("/").text
    assert '<html lang="en">' in page
    assert "Home page" in page


def test_a_chosen_theme_sticks_until_the_system_is_followed_again(client: FlaskClient) -> None:
    for theme, mark in (("dark", ' data-bs-theme="dark"'), ("light", ' data-bs-theme="light"'), ("auto", "")):
        client.post("/choice", data={"theme": theme})
        assert f'<html lang="vi"{mark}>' in client.get("/").text


@pytest.mark.parametrize("data", [{"language": "fr"}, {"theme": "pink"}, {}])
def test_what_is_not_offered_is_not_kept(app: Flask, data: dict[str, str]) -> None:
    assert "Set-Cookie" not in app.test_client().post("/choice", data=data).headers


def test_a_forged_cookie_changes_nothing(client: FlaskClient) -> None:
    client.set_cookie("language", "xx")
    client.set_cookie("theme", '"><script>')
    assert '<html lang="vi">' in client.get("/").text


@pytest.mark.parametrize("address", FOREIGN)
def test_a_choice_leads_to_no_foreign_page(app: Flask, address: str) -> None:
    assert safe_next(address) == "/"
    assert app.test_client().post("/choice", data={"theme": "dark", "next": address}).location == "/"


def test_the_parts_are_shown_in_development_only(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    assert client.get("/dev/parts").status_code == 404
    app.config[SWITCH] = True
    page = client.get("/dev/parts")
    assert page.status_code == 200
    assert "31/02/2021" in page.text


def test_the_menu_marks_the_page_the_reader_is_on(client: FlaskClient) -> None:
    assert re.search(r'<a href="/"\s+aria-current="page">', client.get("/").text)
    assert "aria-current" not in client.get("/no-such-page").text
