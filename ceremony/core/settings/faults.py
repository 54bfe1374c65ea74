"""What can be wrong with the settings."""

from dataclasses import dataclass

PREFIX = "CEREMONY_"


@dataclass(frozen=True)
class Fault:
    """One setting that is wrong: its full name, what is wrong, and how to mend it."""

    name: str
    problem: str
    cure: str

    def __str__(self) -> str:
        return f"{self.name}: {self.problem}. {self.cure}."


class SettingsRefused(Exception):  # noqa: N818 - named as the refusal it is
    """The settings cannot be used; holds every fault."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(" ".join(map(str, faults)))
        self.faults = faults
