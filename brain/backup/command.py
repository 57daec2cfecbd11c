"""`python -m brain backup` and `restore`, in words for whoever runs them."""

from datetime import UTC, datetime
from pathlib import Path

import click

from brain import database, restored
from brain.backup import container, restoring, server, taking
from brain.backup.container import About
from brain.settings import Settings


def back_up(settings: Settings, path: Path | None) -> None:
    """Write a backup and say where it is and what it holds."""
    now = datetime.now(UTC)
    name = f"mostrador-{now.astimezone(settings.zone):%Y%m%d-%H%M%S}.backup"
    path = path or settings.var_dir / "backups" / name
    with server.reached(settings) as uri:
        about = taking.take(uri, path, lambda: now)
    click.echo(f"backup: {path}, {about.size / 1e6:,.1f} MB, checked: {_held(about)}")


def check(path: Path) -> None:
    """Say whether a backup is good and what it holds."""
    with click.progressbar(length=container.read(path).size, label="checking") as bar:
        about = container.check(path, bar.update)
    restoring.refuse_newer(about)
    click.echo(f"good: {path} of {about.taken_at}: {_held(about)}")


def restore(settings: Settings, path: Path, *, force: bool, nothing_since: bool) -> None:
    """Check a backup and put it into the database; say what came back and what to do next."""
    bar = click.progressbar(length=container.read(path).size, label="checking")
    with server.reached(settings) as uri, bar:
        about = restoring.restore(uri, path, replacing=force, seen=bar.update)
        _catch_up(uri, None if nothing_since else datetime.fromisoformat(about.taken_at))
    click.echo(f"restored: {path} of {about.taken_at}: {_held(about)}")
    click.echo("Start the processes; the rooms are read again by themselves.")


def _catch_up(uri: str, gap_since: datetime | None) -> None:
    """Bring an older backup's tables up to date, and remember when another system may have run."""
    connected = database.connect(uri, max_connections=2)
    database.wait_until_ready(connected, seconds=10)
    if gap_since:
        with connected.connection_context():
            restored.note(gap_since, datetime.now(UTC))
    connected.close_all()


def _held(about: About) -> str:
    return ", ".join(f"{count:,} rows of {table}" for table, count in about.rows.items())
