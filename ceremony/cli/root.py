"""The `ceremony` command: all groups of commands in one."""

import click

from ceremony import __version__
from ceremony.cli import (
    accounts,
    attendance,
    audit,
    demo,
    invitations,
    leave,
    mail,
    office,
    operations,
    people,
    publication,
    reports,
    schedule,
    serve,
    topics,
)

GROUPS = (
    *(accounts, attendance, audit, invitations, leave, mail, office),
    *(people, publication, reports, schedule, topics),
)
root = click.Group(
    "ceremony",
    help="The month of a state office: plan, topic, invitations, roll, report, news.",
    commands=[
        *(room.group for room in GROUPS),
        *(*demo.top.commands.values(), *serve.top.commands.values(), *operations.COMMANDS),
    ],
)
root = click.version_option(__version__, prog_name="ceremony")(root)
