"""Puts all together: the application for pages, and the `ceremony` command."""

import sys

from flask import Flask
from flask_babel import Babel

from ceremony.accounts import browser, keeper
from ceremony.accounts import models as _accounts
from ceremony.accounts import views as accounts
from ceremony.attendance import models as _attendance
from ceremony.attendance import views as attendance
from ceremony.cli.base import run
from ceremony.cli.root import root
from ceremony.core import clock, db, going_back
from ceremony.core.audit import models as _audit
from ceremony.core.files import models as _files
from ceremony.core.layout import PACKAGE, bundled
from ceremony.core.mail import models as _mail
from ceremony.core.settings import Settings, read_settings, secret_of
from ceremony.core.web import choices
from ceremony.core.web import setup as web
from ceremony.desk import audit, office
from ceremony.desk import help as guide
from ceremony.desk import views as desk
from ceremony.desk.people import lists as _lists
from ceremony.desk.people import units
from ceremony.desk.people import views as people
from ceremony.desk.personal import office as _personal
from ceremony.desk.personal import views as personal
from ceremony.desk.roles import handover as _handover
from ceremony.desk.roles import views as _roles
from ceremony.invitations import models as _invitations
from ceremony.invitations import views as invitations
from ceremony.jobs import models as _jobs
from ceremony.leave import models as _leave
from ceremony.leave import views as leave
from ceremony.leave.queries import get_leave
from ceremony.operations import views as operations
from ceremony.operations.going_back import keep_backup
from ceremony.operations.health import find_health
from ceremony.people import models as _people
from ceremony.people.queries import find_letterhead, get_person_by_id, get_unit, steward_of
from ceremony.people.queries.namesakes import called
from ceremony.programme import models as _programme
from ceremony.programme.views import base as programme
from ceremony.programme.views import documents
from ceremony.publication import models as _publication
from ceremony.publication import views as publication
from ceremony.reports import views as reports
from ceremony.schedule import models as _schedule
from ceremony.schedule import views as schedule
from ceremony.schedule.queries import get_by_key
from ceremony.topics import models as _topics
from ceremony.topics.queries import get_document

# Importing them registers their tables; migrations and the session need all of them.
TABLES = (
    *(_accounts, _attendance, _audit, _files, _invitations, _jobs, _leave, _mail),
    *(_people, _programme, _publication, _schedule, _topics),
)
# They add their addresses to the blueprints of their neighbours.
MORE_PAGES = (_handover, _lists, _personal, _roles)
PAGES = (
    *(accounts.blueprint, attendance.blueprint, audit.blueprint, desk.blueprint, documents.blueprint),
    *(guide.blueprint, invitations.invitee, invitations.office, leave.blueprint, office.blueprint),
    *(operations.blueprint, people.blueprint, personal.blueprint, programme.blueprint, publication.blueprint),
    *(reports.blueprint, schedule.blueprint, units.blueprint),
)
HOST_FINDERS: dict[str, keeper.HostFinder] = {
    "key": lambda key: get_by_key(key).host,
    "document": lambda number: get_document(int(number)).host,
    "person_id": lambda number: get_person_by_id(int(number)).unit,
    "leave_id": lambda number: get_leave(int(number)).person.unit,
    "unit_code": lambda code: steward_of(get_unit(code)),
}


def _language() -> str | None:
    """Return the language of this reader: as pressed on the device, else as the account says; None: Vietnamese."""
    return choices.chosen_language() or browser.visitor_language()


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application for *settings* (default: read from the environment and `.env`)."""
    settings = settings or read_settings()
    clock.install(settings.office_clock)
    app = Flask("ceremony", root_path=str(PACKAGE), template_folder=str(bundled("templates")))
    app.extensions["settings"] = settings
    app.config.update(SECRET_KEY=secret_of(settings), BABEL_TRANSLATION_DIRECTORIES=str(PACKAGE / "translations"))
    db.init_app(app, settings.database)
    Babel(app, default_locale="vi", default_timezone=settings.time_zone, locale_selector=_language)
    web.init_app(app, settings)
    keeper.init_app(app, HOST_FINDERS)
    going_back.init_app(app, lambda: keep_backup(settings, clock.local(clock.real_now())))
    app.jinja_env.filters["called"] = called
    app.jinja_env.globals.update(letterhead=find_letterhead, health=lambda: find_health(clock.real_now()))
    guide.init_app(app)
    for blueprint in PAGES:
        app.register_blueprint(blueprint)
    return app


def main() -> None:
    """Run the `ceremony` command."""
    sys.exit(run(root, create_app))
