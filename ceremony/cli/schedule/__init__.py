"""ceremony schedule …"""

from ceremony.cli.schedule import changes, days, plan
from ceremony.cli.schedule.base import group

# Importing a file registers its commands.
COMMANDS = (changes, days, plan)

__all__ = ["COMMANDS", "group"]
