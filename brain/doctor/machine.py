"""This machine: its disk, and who may read the secrets."""

import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from brain.database import uri_file
from brain.doctor.finding import Finding, ok, problem, warning
from brain.doctor.patient import Patient

FULL_BYTES = 500 * 2**20
LOW_BYTES = 2 * 2**30
GIB = 2**30
OLD_BACKUP = timedelta(days=2)
BACK_UP = (
    "Let cron or a timer run `python -m brain backup` every night (docs/install.md). Where yours "
    "are kept elsewhere, look there."
)


def look(patient: Patient) -> Iterator[Finding]:
    """Look at the files with secrets and at the disk."""
    yield from _secrets(patient)
    yield from _disk(patient)
    yield from _backups(patient)


def _secrets(patient: Patient) -> Iterator[Finding]:
    files = [patient.env_file, uri_file(patient.settings.var_dir)]
    there = [file for file in files if file.is_file()]
    bare = [file for file in there if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]
    for file in bare:
        yield problem(
            "machine.secrets",
            f"{file} can be read by other users of this machine.",
            "It holds passwords and tokens: who reads it can write to your customers.",
            f"Run `chmod 600 {file}`.",
        )
    if there and not bare:
        yield ok("machine.secrets", "Files with secrets can be read by their owner only.")


def _disk(patient: Patient) -> Iterator[Finding]:
    folder = patient.settings.var_dir
    free, total = patient.disk(folder if folder.exists() else Path())
    told = f"{free / GIB:.1f} of {total / GIB:.1f} GB are free where {folder} lies."
    why = "A database without room stops: messages are refused until there is some."
    if free < FULL_BYTES:
        yield problem("machine.disk", told, why, "Free some space at once, or enlarge the disk.")
    elif free < LOW_BYTES:
        yield warning("machine.disk", told, why, "Free some space, or enlarge the disk.")
    else:
        yield ok("machine.disk", told)


def _backups(patient: Patient) -> Iterator[Finding]:
    folder = patient.settings.var_dir / "backups"
    times = [file.stat().st_mtime for file in folder.glob("*") if file.is_file()]
    why = "What happens to this disk happens to all that customers wrote, and to every ticket."
    if not times:
        yield warning("machine.backup", f"There is no backup in {folder}.", why, BACK_UP)
        return
    last = datetime.fromtimestamp(max(times), UTC)
    told = f"The last backup in {folder} is of {last:%Y-%m-%d %H:%M} UTC."
    if patient.now() - last > OLD_BACKUP:
        yield warning("machine.backup", told, why, BACK_UP)
    else:
        yield ok("machine.backup", told)
