"""What every command shares: one JSON value or a readable table, one transaction, clear refusals."""

import functools
import getpass
import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

import click
from flask import Flask

from ceremony.cli.faults import note_fault, refusal_for
from ceremony.core.audit.actions import acting
from ceremony.core.audit.rules import Actor
from ceremony.core.db import db, transaction
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import BadInput, Refusal, msgid
from ceremony.core.schema import require_current
from ceremony.core.settings import Settings, SettingsRefused
from ceremony.people.models import Unit
from ceremony.people.queries import get_host

DONE, REFUSED, WRONG = 0, 1, 2
MakeApp = Callable[[], Flask]


class UnreadableDay(BadInput):
    """What was given is no day."""

    sentence = msgid("%(text)s is no day.")
    cure = msgid("Write it as 2021-08-02.")


class Stopped(Refusal):
    """Who typed the command broke it off."""

    sentence = msgid("Stopped.")
    cure = msgid("Run the command again to go on.")


class RefusedWith(Exception):  # noqa: N818 - named as the refusal it is
    """A refusal that has an answer: `value` is printed like any other, `sentence` goes to stderr, exit 1."""

    def __init__(self, value: Any, sentence: str) -> None:
        super().__init__(sentence)
        self.value, self.sentence = value, sentence


class DayType(click.ParamType[date]):
    """A day as people type it into a command: 2021-08-02."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date; raises UnreadableDay."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value.strip())
        except ValueError as error:
            raise UnreadableDay(text=value) from error


DAY = DayType()
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON value and nothing else.")


@dataclass(frozen=True)
class Frame:
    """What a command is told beside its own options: the settings, the host and the series meant."""

    settings: Settings
    unit_code: str | None = None
    series_name: str | None = None

    @property
    def host(self) -> Unit:
        """The host that the command acts for; raises UnknownUnit."""
        return get_host(self.unit_code)


def current_user_label() -> str:
    """Return who types, for the audit log."""
    try:
        return f"{getpass.getuser()} (command line)"
    except (KeyError, OSError):
        return "command line"


def command(
    group: click.Group, name: str, *, writes: bool = False, hosted: bool = True, series: bool = False
) -> Callable[[Callable[..., Any]], click.Command]:
    """Make the decorated function a command of *group*.

    It gets a Frame first, then its own options by name, and returns what `--json` prints. With
    *writes* it runs inside the command's one transaction; *hosted* adds `--unit`, *series* `--series`.
    """

    def decorate(function: Callable[..., Any]) -> click.Command:
        @functools.wraps(function)
        def run(as_json: bool, **options: Any) -> None:
            with ExitStack() as stack:
                app = click.get_current_context().obj()
                stack.enter_context(app.app_context())
                require_current(db.engine)
                stack.enter_context(acting(Actor(None, current_user_label())))
                frame = Frame(
                    settings=app.extensions["settings"],
                    unit_code=options.pop("host_code", None),
                    series_name=options.pop("series_name", None),
                )
                try:
                    with transaction() if writes else nullcontext():
                        value = function(frame, **options)
                except RefusedWith as refused:
                    refuse_with(refused, as_json=as_json)
                show(value, as_json=as_json)

        wrapped: Callable[..., Any] = as_json(run)
        if hosted:
            wrapped = click.option("--unit", "host_code", metavar="CODE", help="Act for this host.")(wrapped)
        if series:
            text = "The series, where the host has several."
            wrapped = click.option("--series", "series_name", metavar="NAME", help=text)(wrapped)
        return group.command(name)(wrapped)

    return decorate


def refuse_with(refused: RefusedWith, *, as_json: bool) -> NoReturn:
    """Print a refusal's answer and its sentence, and end the command with 1."""
    show(refused.value, as_json=as_json)
    say(refused.sentence)
    raise click.exceptions.Exit(REFUSED)


def show(value: Any, *, as_json: bool) -> None:
    """Print *value*: as one JSON value, or as a table or a list of facts for people."""
    if value is None:
        return
    if as_json:
        click.echo(json.dumps(value, ensure_ascii=False))
    elif isinstance(value, list):
        _show_table(value)
    elif isinstance(value, dict):
        _show_facts(value)
    else:
        click.echo(_cell(value))


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list):
        return ", ".join(map(_cell, value)) or "–"
    if isinstance(value, dict):
        return ", ".join(f"{name} {_cell(part)}" for name, part in value.items()) or "–"
    return str(value)


def _show_table(rows: list[Any]) -> None:
    if not rows:
        click.echo(gettext("Nothing to show."))
        return
    if not isinstance(rows[0], dict):
        for row in rows:
            click.echo(_cell(row))
        return
    table = [list(rows[0])] + [[_cell(value) for value in row.values()] for row in rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for line in table:
        click.echo("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())


def _show_facts(facts: dict[str, Any]) -> None:
    width = max(map(len, facts), default=0)
    for name, value in facts.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            click.echo(f"{name}:")
            _show_table(value)
        else:
            click.echo(f"{name.ljust(width)}  {_cell(value)}")


def say(sentence: str) -> None:
    """Tell people something beside the answer; it never lands in the JSON."""
    click.echo(sentence, err=True)


@contextmanager
def progress(label: str) -> Iterator[None]:
    """Show on a terminal that something is under way, and for how long; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield
        return
    over = threading.Event()

    def tell() -> None:
        seconds = 0
        while not over.wait(1):
            seconds += 1
            click.echo(f"\r{label} … {seconds} s", err=True, nl=False)
        if seconds:
            click.echo("", err=True)

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()


def run(group: click.Group, make_app: MakeApp, arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code; every failure becomes one sentence on stderr."""
    try:
        # A command that ended itself with `Exit` comes back as that code, any other as None.
        code = group.main(args=arguments, prog_name="ceremony", obj=make_app, standalone_mode=False)
        return code if isinstance(code, int) else DONE
    except click.Abort:
        say(sentence_of(Stopped(), make_app))
        return REFUSED
    except click.ClickException as error:
        say(_usage_sentence(error))
        return WRONG
    except SettingsRefused as refused:
        say(_one_line(str(refused)))
        return WRONG
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except Exception as error:
        refusal = refusal_for(error) or note_fault(error, make_app)
        say(sentence_of(refusal, make_app))
        return WRONG if isinstance(refusal, BadInput) else REFUSED


def sentence_of(refusal: Refusal, make_app: MakeApp) -> str:
    """Return the refusal's sentence and cure in the office's language; in English while there is no office."""
    try:
        with make_app().app_context():
            return _one_line(*words_of(refusal))
    except (SettingsRefused, OSError):
        return _one_line(*refusal.args)


def _one_line(*parts: str) -> str:
    """Join *parts* to one line, whatever line breaks were typed into the values that they repeat."""
    return " ".join(" ".join(parts).split())


def _usage_sentence(error: click.ClickException) -> str:
    unnamed = isinstance(error, click.exceptions.NoArgsIsHelpError)
    sentence = "No command was named" if unnamed else _one_line(error.format_message())
    if not sentence.endswith((".", "?", "!")):
        sentence += "."
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "ceremony"
    return f"{sentence} See: {path} --help"
