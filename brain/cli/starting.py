"""What most commands begin with: the settings, and a database of today's schema."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from brain.settings import Settings, SettingsRefused, load

if TYPE_CHECKING:
    from brain.database import Database


def settings() -> Settings:
    """Return the settings, or end with one line that says what is wrong with them."""
    try:
        return load()
    except SettingsRefused as refused:
        raise click.ClickException(str(refused)) from None


@contextmanager
def connected(settings: Settings, *, migrate: bool = True) -> Iterator["Database"]:
    """Connect to the database and bring its schema up to date, or say what to do."""
    import peewee

    from brain import database

    try:
        found = database.connect(database.address(settings, wait=10))
        database.wait_until_ready(found, seconds=10, migrating=migrate)
    except (peewee.OperationalError, TimeoutError) as error:
        where = "DATABASE_URL" if settings.database_url else "the embedded database"
        reason = str(error).splitlines()[0].split(" failed: ")[-1]
        raise click.ClickException(
            f"{where} cannot be reached: {reason}. "
            "Start it (`python -m brain db`) or set DATABASE_URL."
        ) from None
    with found.connection_context():
        yield found
