"""Restore a backup: into an empty database, or in place of what is there if one insists."""

from collections.abc import Callable
from pathlib import Path

import psycopg

from brain.backup import container, programs
from brain.backup.container import About, BackupRefused
from brain.database import MIGRATION_LOCK, MIGRATIONS, NAME

# What a system has that was set up and nothing more.
MADE_BY_ITSELF = {
    *MIGRATIONS, "counter", "department", "panel_attempt", "process", "template", "tick",
}  # fmt: skip

# The ids of customers name visitors in Rocket.Chat. Between the backup and now the old system may
# have made some that nobody here knows: a new customer must not get one of theirs, and so a room.
IDS_LEFT_OUT = 1_000_000
_AFTER = f"""
SELECT setval('public.customer_id_seq',
    (SELECT last_value FROM public.customer_id_seq) + {IDS_LEFT_OUT});
DELETE FROM public.lease;
DELETE FROM public.process;
DELETE FROM public.tick;
"""  # noqa: S608

_TABLES = """
SELECT quote_ident(c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY 1
"""
_OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = %s
"""

Connection = psycopg.Connection[tuple[object, ...]]


def restore(
    uri: str, path: Path, *, replacing: bool, seen: Callable[[int], object] = lambda _: None
) -> About:
    """Put what a backup holds into the database behind `uri`: all of it, or nothing is changed.

    Args:
        replacing: what is in the database may go.
        seen: told how many bytes of the file were checked.

    Raises:
        BackupRefused: the file is no good backup, of a later version, or the database is in use
            or holds something.
    """
    about = container.check(path, seen)
    refuse_newer(about)
    with psycopg.connect(uri, autocommit=True, application_name=f"{NAME} restore") as connection:
        _refuse_in_use(connection)
        # Whoever starts meanwhile waits here, as for a migration.
        connection.execute("SELECT pg_advisory_lock(%s)", (MIGRATION_LOCK,))
        tables = [str(row[0]) for row in connection.execute(_TABLES)]
        if not replacing:
            _refuse_filled(connection, tables)
        drop = f"DROP TABLE IF EXISTS public.{', public.'.join(tables)} CASCADE;" if tables else ""
        programs.replay(uri, drop, container.content(path), _AFTER)
    return about


def refuse_newer(about: About) -> None:
    """Refuse what a later version made: this one would not know its tables.

    Raises:
        BackupRefused: with the migrations that are not known here.
    """
    unknown = {
        name
        for table, names in about.migrations.items()
        for name in set(names) - _known_migrations(table)
    }
    if unknown:
        raise BackupRefused(
            f"the backup was made by a later version, which has {', '.join(sorted(unknown))}: "
            "install that version first"
        )


def _known_migrations(table: str) -> set[str]:
    folder = MIGRATIONS.get(table)
    return {path.stem for path in folder.glob("[0-9]*.py")} if folder else set()


def _refuse_in_use(connection: Connection) -> None:
    others = connection.execute(_OTHERS, (NAME,)).fetchone()
    if others and others[0]:
        raise BackupRefused(
            f"the database is in use by {others[0]} connections of mostrador: "
            "stop web, worker and clock first"
        )


def _refuse_filled(connection: Connection, tables: list[str]) -> None:
    filled = [
        table
        for table in tables
        if table not in MADE_BY_ITSELF
        and connection.execute(f"SELECT EXISTS (SELECT FROM public.{table})").fetchone()  # noqa: S608
        == (True,)
    ]
    if filled:
        raise BackupRefused(
            f"the database is not empty (there is something in {', '.join(filled)}): nothing was "
            "changed. Restore into a new one, or say --force to replace what is there for good"
        )
