"""Whom the doctor examines: the settings, and what the outside is measured by."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from brain.doctor.finding import Finding, warning
from brain.settings import ENV_FILE, Settings

MOST_SKEW_SECONDS = 60  # the app and the brain refuse signatures that are 5 minutes old


@dataclass(frozen=True)
class Patient:
    """The system to examine.

    Args:
        now: the machine's clock.
        disk: bytes free and in all, of the file system that holds a path.
        ask_model: let the language model answer the questions of its check: a minute or more.
    """

    settings: Settings
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    env_file: Path = ENV_FILE
    disk: Callable[[Path], tuple[int, int]] = field(default=lambda path: _disk(path))
    ask_model: bool = False


def _disk(path: Path) -> tuple[int, int]:
    usage = shutil.disk_usage(path)
    return usage.free, usage.total


def skew(key: str, whose: str, theirs: datetime | None, patient: Patient) -> Iterator[Finding]:
    """Compare a clock with this machine's."""
    if theirs is None:
        return
    seconds = (theirs - patient.now()).total_seconds()
    if abs(seconds) > MOST_SKEW_SECONDS:
        ahead = "ahead of" if seconds > 0 else "behind"
        yield warning(
            key,
            f"{whose} clock is {abs(seconds):.0f} s {ahead} this machine's.",
            "Signatures older than 5 minutes are refused, and times in reports are wrong.",
            "Let both machines keep time by NTP: `timedatectl set-ntp true`.",
        )
