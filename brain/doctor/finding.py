"""What the doctor finds: what it is, why it matters, and the next step."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"  # works, and will not for long, or not for everybody
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Args:
        key: what was looked at, such as "rocketchat.bot".
        what: what is so, in one sentence.
        why: why it matters; "" where it is in order.
        do: the exact next step; "" where it is in order.
    """

    key: str
    level: Level
    what: str
    why: str = ""
    do: str = ""


Examined = Sequence[tuple[str, Sequence[Finding]]]  # the areas and what was found in each


def ok(key: str, what: str) -> Finding:
    """Return what is in order."""
    return Finding(key, Level.OK, what)


def warning(key: str, what: str, why: str, do: str) -> Finding:
    """Return what should be seen to."""
    return Finding(key, Level.WARNING, what, why, do)


def problem(key: str, what: str, why: str, do: str) -> Finding:
    """Return what has to be put right."""
    return Finding(key, Level.PROBLEM, what, why, do)


SETUP_AGAIN = "Run `python -m brain setup`."
