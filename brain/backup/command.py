"""`python -m brain backup` and `restore`, in words for whoever runs them."""

from datetime import UTC, datetime
from pathlib import Path

import click

from brain import database
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


def restore(settings: Settings, path: Path, *, force: bool, check: bool) -> None:
    """Check a backup and put it into the database; say what came back and what to do next."""
    total = container.read(path).size
    with click.progressbar(length=total, label="checking") as bar:
        if check:
            about = container.check(path, bar.update)
            restoring.refuse_newer(about)
        else:
            with server.reached(settings) as uri:
                about = restoring.restore(uri, path, replacing=force, seen=bar.update)
                _migrate(uri)
    told = "good" if check else "restored"
    click.echo(f"{told}: {path} of {about.taken_at}: {_held(about)}")
    if not check:
        click.echo("Start the processes; the rooms are read again by themselves.")


def _migrate(uri: str) -> None:
    """Bring an older backup's tables up to date."""
    connected = database.connect(uri, max_connections=2)
    database.wait_until_ready(connected, seconds=10)
    connected.close_all()


def _held(about: About) -> str:
    return ", ".join(f"{count:,} rows of {table}" for table, count in about.rows.items())
