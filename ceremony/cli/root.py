"""The `ceremony` command: all groups of commands in one."""

import click

from ceremony import __version__
from ceremony.cli import accounts, attendance, audit, office, people, publication, reports

root = click.Group(
    "ceremony",
    help="The month of a state office: plan, topic, invitations, roll, report, news.",
    commands=[
        accounts.group,
        attendance.group,
        audit.group,
        office.group,
        people.group,
        publication.group,
        reports.group,
    ],
)
root = click.version_option(__version__, prog_name="ceremony")(root)
