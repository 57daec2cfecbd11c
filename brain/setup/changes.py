"""What a step of `setup` would change, and the one place where it is done or only told."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """One thing to do.

    Args:
        what: as an order: "create the user asistente".
        do: does it; may return what there is to say about how it went.
    """

    what: str
    do: Callable[[], object]


@dataclass(frozen=True)
class Note:
    """Something that is left as it is and that the operator should know."""

    text: str


Found = list[Change | Note]


@dataclass(frozen=True)
class Step:
    """A part of the set-up: its name, and how to see what it would change."""

    name: str
    look: Callable[[], Found]


class Report:
    """Carries steps out, or tells what they would do; a line for each thing."""

    def __init__(self, say: Callable[[str], None], *, dry: bool) -> None:
        self._say = say
        self._dry = dry
        self.changes = 0

    def carry_out(self, step: Step) -> None:
        """Look, then do what is to be done."""
        found = step.look()
        if not found:
            self._say(f"{step.name}: in order")
        for one in found:
            self._say(f"{step.name}: {self._done(one)}")

    def _done(self, one: Change | Note) -> str:
        if isinstance(one, Note):
            return one.text
        self.changes += 1
        if self._dry:
            return f"would {one.what}"
        said = one.do()
        return f"{one.what}: {said}" if isinstance(said, str) else f"{one.what}: done"

    def close(self) -> None:
        """Say how much it was."""
        if self._dry:
            self._say(f"dry run: {_count(self.changes)} would be made; nothing was changed")
        elif self.changes:
            self._say(f"{_count(self.changes)} made")
        else:
            self._say("nothing to change")


def _count(number: int) -> str:
    return "1 change" if number == 1 else f"{number} changes"
