"""Prints who may come to each address: `make access` writes docs/access.md, and a test holds it to what is declared."""

from collections.abc import Mapping
from pathlib import Path

from flask import Flask

from ceremony.core.web.access import Access, Holder, declared

_ORDER = ("nobody", "employee", "recorder", "manager", "host's manager", "office")
_WORDS = {
    Access.ANYONE: "everybody",
    Access.LINK_HOLDER: "who has the link",
    Access.SIGNED_IN: "who is signed in",
}
_TOP = """# Who may come where

Printed by `make access` from what each address declares (`who_may`) and from the walk of
`tests/core/test_who_may.py`, which sends ten visitors of two agencies and their province to every address with
everybody's ids, by GET and by POST. A test fails where this page, the declarations or the walk differ.

- *of the host*: the role is held on the host of the page, or above it with no other host between.
- *within*: a role on any unit of the host's own people; the page shows the own units only.
- *figures above*: the office of a unit above the host may look; it sees figures, no names.
- Who sees whom: an employee only themselves, a recorder and a manager the people of their units, an office its agency.
  Why somebody is away is read by the nearest host's office, the own manager and the person; never by an office above.
- Somebody of another agency comes to none of its pages. On pages without a host in the address, `?unit=CODE` names it.

| Address | | Declared | Of the own agency come |
|---|---|---|---|
"""


def _rule(app: Flask, endpoint: str) -> str:
    need = declared(app, endpoint)
    if not isinstance(need, Holder):
        return _WORDS[need] if need else "nobody"
    words = f"{', '.join(need.roles)} {'within' if need.within else 'of the host'}"
    return f"{words}; figures above" if need.above else words


def _people(names: set[str]) -> str:
    return "all" if names >= set(_ORDER) else ", ".join(name for name in _ORDER if name in names)


def access_table(app: Flask, who: Mapping[str, set[str]]) -> str:
    """Return the page docs/access.md; *who* names the people whom the walk lets in, by endpoint."""
    lines = set()
    for rule in app.url_map.iter_rules():
        methods = " ".join(sorted((rule.methods or set()) & {"GET", "POST"}))
        address = rule.rule.replace("|", "\\|")
        lines.add(f"| `{address}` | {methods} | {_rule(app, rule.endpoint)} | {_people(who[rule.endpoint])} |")
    return _TOP + "\n".join(sorted(lines)) + "\n"


if __name__ == "__main__":
    from ceremony.app import create_app
    from ceremony.core.settings import read_settings
    from tests.core.test_who_may import WHO

    text = access_table(create_app(read_settings({"CEREMONY_SECRET_KEY": "x" * 32})), WHO)
    Path("docs/access.md").write_text(text, encoding="utf-8")
