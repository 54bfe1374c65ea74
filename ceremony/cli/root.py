"""The `ceremony` command: all groups of commands in one."""

import click

from ceremony import __version__
from ceremony.cli import audit, schedule, topics

root = click.Group(
    "ceremony",
    help="The month of a state office: plan, topic, invitations, roll, report, news.",
    commands=[audit.group, schedule.group, topics.group],
)
root = click.version_option(__version__, prog_name="ceremony")(root)
