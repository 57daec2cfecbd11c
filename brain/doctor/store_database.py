"""The database: there, of a version that serves, its schema up to date, its clock right."""

from collections.abc import Iterator

import peewee
from playhouse.migrations import Runner

from brain import database as databases
from brain.doctor.finding import Finding, ok, problem
from brain.doctor.patient import Patient, skew
from brain.models import database, one

OLDEST = 150_000
_SERVER = """SELECT current_setting('server_version_num')::int, current_setting('server_version'),
    pg_size_pretty(pg_database_size(current_database())), now()"""
START_DB = "Start it (`python -m brain db`, or the unit mostrador-db), or correct DATABASE_URL."


def look(patient: Patient) -> Iterator[Finding]:
    """Look at the server and at the schema."""
    try:
        with database.connection_context():
            number, version, size, now = one(_SERVER)
            yield from _version(number, version, size)
            yield from _schema()
    except peewee.PeeweeException as error:
        yield _away(error)
        return
    yield from skew("database.clock", "The database server's", now, patient)


def _away(error: Exception) -> Finding:
    """Tell of a database that cannot be reached."""
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return problem(
        "database.away",
        f"The database cannot be reached: {reason.split(' failed: ')[-1][:160]}.",
        "Nothing works without it: Meta's webhooks are refused, and repeated for up to 7 days.",
        START_DB,
    )


def _version(number: int, version: str, size: str) -> Iterator[Finding]:
    if number < OLDEST:
        yield problem(
            "database.version",
            f"PostgreSQL is {version}; 15 or newer is needed.",
            "Statements that older servers do not know fail.",
            "Upgrade the server, or unset DATABASE_URL to use the embedded one.",
        )
    else:
        yield ok("database.version", f"PostgreSQL {version}, {size}.")


def _schema() -> Iterator[Finding]:
    pending = [
        str(name)
        for table, folder in databases.MIGRATIONS.items()
        for name in _pending(table, str(folder))
    ]
    if pending:
        yield problem(
            "database.schema",
            f"The schema is behind by {len(pending)}: {', '.join(pending)}.",
            "The processes of this version need tables or columns that are not there.",
            "Run `python -m brain migrate`, then restart the processes.",
        )
    else:
        yield ok("database.schema", "The schema is up to date.")


def _pending(table: str, folder: str) -> list[str]:
    status = Runner(database.obj, folder, table_name=table).status()
    return [entry.name for entry in status if entry.path and not entry.applied]
