"""The store's tables, and everything's backup."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from brain.cli import starting


@click.command(name="import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change and stop.")
def import_(folder: Path, dry_run: bool) -> None:
    """Import the store's tables from FOLDER: all or nothing, with errors by line."""
    from brain import store_import

    with starting.connected(starting.settings()):
        sys.exit(store_import.run(folder, dry_run=dry_run))


@contextmanager
def _refusals() -> Iterator[None]:
    """Say in one line why a backup or a restore was refused."""
    from brain.backup.container import BackupRefused

    try:
        yield
    except (BackupRefused, OSError) as refused:
        raise click.ClickException(str(refused)) from None


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path | None) -> None:
    """Write everything in the database to FILE, while the system goes on working.

    Without FILE it goes into `backups` in VAR_DIR, named for the time. Keep it elsewhere, with
    .env: it holds what customers wrote, and no secret of the settings.
    """
    from brain.backup import command

    with _refusals():
        command.back_up(starting.settings(), file)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace what is in the database, for good.")
@click.option("--check", is_flag=True, help="Only look whether FILE is good.")
@click.option(
    "--nothing-since",
    is_flag=True,
    help="Nothing ran since the backup, as when moving: what agents wrote since goes out.",
)
def restore(file: Path, force: bool, check: bool, nothing_since: bool) -> None:
    """Put a backup into the database: all of it, or nothing is changed.

    What was written in rooms between the backup and now is taken for sent, and agents are told to
    ask: the old system may have worked on. Say --nothing-since where it did not.
    """
    from brain.backup import command

    with _refusals():
        if check:
            command.check(file)
        else:
            command.restore(starting.settings(), file, force=force, nothing_since=nothing_since)
