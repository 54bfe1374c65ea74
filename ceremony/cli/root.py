"""The `ceremony` command: all groups of commands in one."""

import click

from ceremony import __version__
from ceremony.cli import accounts, audit, leave, office, operations, people

root = click.Group(
    "ceremony",
    help="The month of a state office: plan, topic, invitations, roll, report, news.",
    commands=[accounts.group, audit.group, leave.group, office.group, people.group, *operations.COMMANDS],
)
root = click.version_option(__version__, prog_name="ceremony")(root)
