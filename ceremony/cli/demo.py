"""ceremony demo."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

import click
from flask import Flask

from ceremony.cli.base import as_json, say, show
from ceremony.cli.serve import serve_pages
from ceremony.core.audit.actions import acting
from ceremony.core.audit.rules import Actor
from ceremony.core.clock import now, today
from ceremony.core.db import db, transaction
from ceremony.core.language import gettext
from ceremony.core.settings import Settings, read_settings
from ceremony.core.web.gallery import SWITCH
from ceremony.demo import department
from ceremony.demo.mailbox import HOST, Mailbox, running_server
from ceremony.demo.rehearsal import open_accounts, rehearse, require_ours
from ceremony.demo.views import blueprint
from ceremony.operations.instance import make_secret, open_office, prepare_database, prepare_folder

top = click.Group("top")


@contextmanager
def _rehearsing(settings: Settings) -> Iterator[Flask]:
    """Give the application of the rehearsal: its own mail server, and the mailbox among its pages."""
    folder = prepare_folder(settings)
    make_secret(settings)
    mailbox = Mailbox(folder / "mailbox")
    with running_server(mailbox) as port:
        own_mail = {"mail_server": HOST, "mail_port": port, "mail_use_tls": False, "mail_use_ssl": False}
        own_mail |= {"mail_username": None, "mail_password": None, "mail_default_sender": department.SENDER}
        app: Flask = click.get_current_context().obj(settings.model_copy(update=own_mail))
        app.extensions["demo_mailbox"] = mailbox
        app.config[SWITCH] = True
        app.register_blueprint(blueprint)
        with app.app_context(), acting(Actor(None, "ceremony demo")):
            prepare_database(settings, db.engine)
            with transaction():
                open_office(department.CODE, department.NAME, None, None, today(), now())
            require_ours()
            yield app


@top.command("demo")
@click.option("--no-serve", is_flag=True, help="Play the month, print its counts and end.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port of the pages.")
@as_json
def demo(no_serve: bool, port: int, as_json: bool) -> None:
    """Play the month of 2/8/2021 in the rehearsal department, then serve it with its own mail server."""
    settings = read_settings()
    if "CEREMONY_BASE_URL" not in os.environ:
        settings = settings.model_copy(update={"base_url": f"http://localhost:{port}"})
    with _rehearsing(settings) as app:
        say(gettext("The month of 2/8/2021: staff list, plan, topic, invitations by SMTP, answers, roll, article …"))
        show(asdict(rehearse(app)), as_json=as_json)
        sign_ins = open_accounts()
        if no_serve:
            _tell_sign_ins(sign_ins)
            return
        address = f"http://localhost:{port}/"

        def tell() -> None:
            say(gettext("Home page: %(home)s   Mailbox: %(home)sdev/mail   (Ctrl-C ends)", home=address))
            _tell_sign_ins(sign_ins)

        serve_pages(app, HOST, port, with_worker=True, once_open=tell)


def _tell_sign_ins(lines: list[str]) -> None:
    say(gettext("Sign in (e-mail address, password):"))
    for line in lines:
        say(f"  {line}")
