"""Backups of a real database, restored into others; and all that is refused."""

import os
import stat
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from brain import database as databases
from brain.backup import container, restoring, taking
from brain.backup.container import MAGIC, PAGE, BackupRefused
from knowledge.models import MIGRATIONS_TABLE

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
NAME = "Ñoña «la de la esquina»\n'; DROP TABLE customer; --"

Make = Callable[..., str]


@pytest.fixture(scope="module")
def patterns(postgres: str) -> Iterator[dict[str, str]]:
    """Two databases to copy: one with the schema, one with a customer and a ticket besides."""
    names = {kind: f"{kind}_{uuid.uuid4().hex}" for kind in ("empty", "full")}
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{names["empty"]}"')
        connected = databases.connect(named(postgres, names["empty"]), max_connections=2)
        databases.wait_until_ready(connected)
        connected.close_all()
        server.execute(f'CREATE DATABASE "{names["full"]}" TEMPLATE "{names["empty"]}"')
        fill(named(postgres, names["full"]))
        yield names
        for name in names.values():
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def named(postgres: str, name: str) -> str:
    return postgres.replace("@/postgres?", f"@/{name}?")


def fill(uri: str) -> None:
    with psycopg.connect(uri) as filling:
        filling.execute("INSERT INTO customer (phone, name) VALUES ('18095550101', %s)", (NAME,))
        filling.execute(
            """INSERT INTO ticket (number, origin, customer_id, room_id, department, title,
                   summary, original_text, priority)
               VALUES (1001, 'b-1', 1, 'r', 'ventas', 't', 's', 'o', 'media')"""
        )
        filling.execute("UPDATE counter SET value = 1001")
        filling.execute("INSERT INTO lease VALUES (1, 'somebody', now())")


@pytest.fixture
def new_database(postgres: str, patterns: dict[str, str]) -> Iterator[Make]:
    """Makes databases like one of the two, and ends them."""
    made: list[str] = []

    def make(kind: str = "empty") -> str:
        made.append(f"d{uuid.uuid4().hex}")
        with psycopg.connect(postgres, autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{made[-1]}" TEMPLATE "{patterns[kind]}"')
        return named(postgres, made[-1])

    yield make
    with psycopg.connect(postgres, autocommit=True) as server:
        for name in made:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def full(new_database: Make) -> str:
    """A database with a customer and a ticket."""
    return new_database("full")


@pytest.fixture(scope="module")
def backed_up(
    postgres: str, patterns: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> bytes:
    """A backup of the full one."""
    path = tmp_path_factory.mktemp("backups") / "of-today.backup"
    taking.take(named(postgres, patterns["full"]), path, lambda: NOW)
    return path.read_bytes()


@pytest.fixture
def backup(backed_up: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "of-today.backup"
    path.write_bytes(backed_up)
    return path


def rows(uri: str, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(uri) as looking:
        return looking.execute(sql).fetchall()


def test_what_was_backed_up_stands_in_the_new_database(backup: Path, new_database: Make) -> None:
    uri = new_database()
    about = restoring.restore(uri, backup, replacing=False)
    assert about.rows == {"customer": 1, "ticket": 1, "room": 0}
    assert rows(uri, "SELECT id, phone, name FROM customer") == [(1, "18095550101", NAME)]
    assert rows(uri, "SELECT value FROM counter") == [(1001,)]
    assert rows(uri, "SELECT indexname FROM pg_indexes WHERE indexname = 'work_due'")


def test_no_lease_of_the_old_system_is_left_and_no_id_of_its_later_customers_is_given_again(
    backup: Path, new_database: Make
) -> None:
    uri = new_database()
    restoring.restore(uri, backup, replacing=False)
    assert rows(uri, "SELECT * FROM lease") == []
    assert rows(uri, "INSERT INTO customer DEFAULT VALUES RETURNING id > 1000000") == [(True,)]


def test_a_backup_is_its_owners_only_and_replaces_an_older_one_whole(
    full: str, backup: Path
) -> None:
    before = backup.read_bytes()
    taking.take(full, backup, lambda: NOW.replace(hour=15))
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert backup.read_bytes() != before
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]


def test_what_is_written_while_the_backup_runs_is_not_half_in_it(
    full: str, tmp_path: Path, new_database: Make
) -> None:
    def write_meanwhile() -> datetime:  # between the look and the dump
        with psycopg.connect(full) as writing:
            writing.execute("INSERT INTO customer (phone) VALUES ('18095550102')")
        return NOW

    path = tmp_path / "busy.backup"
    about = taking.take(full, path, write_meanwhile)
    uri = new_database()
    restoring.restore(uri, path, replacing=False)
    assert about.rows["customer"] == 1
    assert rows(uri, "SELECT count(*) FROM customer") == [(1,)]
    assert rows(full, "SELECT count(*) FROM customer") == [(2,)]


@pytest.mark.parametrize("damage", ["cut", "flipped", "header", "foreign", "format"])
def test_a_file_that_is_not_what_was_written_is_refused_before_the_database_is_asked(
    backup: Path, damage: str
) -> None:
    content = bytearray(backup.read_bytes())
    if damage == "cut":
        del content[-10:]
    elif damage == "flipped":
        content[PAGE + 500] ^= 1
    elif damage == "header":
        content[len(MAGIC) + 3] = ord("}")
    elif damage == "foreign":
        content[:4] = b"PGDM"
    else:
        page = content[:PAGE].replace(b'"format": 1', b'"format": 2')
        content[:PAGE] = page
    backup.write_bytes(content)
    with pytest.raises(BackupRefused, match=r"cut short|damaged|no backup|has format 2"):
        restoring.restore("postgresql://nobody@127.0.0.1:1/x", backup, replacing=True)


def test_a_database_with_something_in_it_is_left_alone_without_force(
    backup: Path, full: str
) -> None:
    with psycopg.connect(full) as writing:
        writing.execute("UPDATE customer SET name = 'newer'")
        writing.execute("CREATE TABLE of_a_later_version (id int)")
    with pytest.raises(BackupRefused, match=r"not empty .*customer, lease, ticket.*--force"):
        restoring.restore(full, backup, replacing=False)
    assert rows(full, "SELECT name FROM customer") == [("newer",)]
    restoring.restore(full, backup, replacing=True)
    assert rows(full, "SELECT name FROM customer") == [(NAME,)]
    assert rows(full, "SELECT to_regclass('of_a_later_version')") == [(None,)]


def test_a_backup_of_a_later_version_is_refused_by_the_names_of_what_is_missing_here(
    full: str, tmp_path: Path, new_database: Make
) -> None:
    with psycopg.connect(full) as writing:
        writing.execute("INSERT INTO schema_brain (name, applied) VALUES ('9999_moon', now())")
    path = tmp_path / "later.backup"
    taking.take(full, path, lambda: NOW)
    with pytest.raises(BackupRefused, match=r"later version, which has 9999_moon"):
        restoring.restore(new_database(), path, replacing=True)


def test_a_backup_of_an_earlier_version_is_brought_up_to_date(
    full: str, tmp_path: Path, new_database: Make
) -> None:
    with psycopg.connect(full) as writing:
        writing.execute("DROP TABLE store_import")
        writing.execute(f"DELETE FROM {MIGRATIONS_TABLE} WHERE name LIKE '0001%'")  # noqa: S608
        for (name,) in rows(
            full, "SELECT tablename FROM pg_tables WHERE tablename LIKE 'store\\_%'"
        ):
            if name != MIGRATIONS_TABLE:
                writing.execute(f"DROP TABLE IF EXISTS {name} CASCADE")
    path, uri = tmp_path / "earlier.backup", new_database()
    taking.take(full, path, lambda: NOW)
    done = run("restore", str(path), DATABASE_URL=uri)
    assert done.returncode == 0, done.stderr
    assert rows(uri, "SELECT to_regclass('store_import') IS NOT NULL") == [(True,)]


def test_a_database_that_mostrador_uses_is_not_pulled_away_from_under_it(
    backup: Path, new_database: Make
) -> None:
    uri = new_database()
    with (
        psycopg.connect(uri, application_name=databases.NAME),
        pytest.raises(BackupRefused, match=r"in use by 1 connections .* stop web, worker"),
    ):
        restoring.restore(uri, backup, replacing=True)


def test_a_restore_that_fails_half_way_changes_nothing(
    backup: Path, full: str, new_database: Make
) -> None:
    uri = new_database()
    with psycopg.connect(uri) as writing:
        writing.execute("INSERT INTO customer (name) VALUES ('stays')")
        # Tables are dropped first, with all that hangs on them; a type of that name is in the way.
        writing.execute("DROP TABLE tick")
        writing.execute("CREATE TYPE tick AS (x int)")
    with pytest.raises(BackupRefused, match=r"psql failed: .*tick"):
        restoring.restore(uri, backup, replacing=True)
    assert rows(uri, "SELECT name FROM customer") == [("stays",)]


def test_a_file_that_is_no_backup_is_not_overwritten(full: str, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("dear aunt")
    with pytest.raises(BackupRefused, match="no backup"):
        taking.take(full, path, lambda: NOW)
    assert path.read_text() == "dear aunt"


def test_a_backup_that_could_not_be_finished_leaves_no_file(tmp_path: Path) -> None:
    def dump() -> Iterator[bytes]:
        yield b"something"
        raise BackupRefused("pg_dump failed: the disk is full")

    about = container.About("2026", {}, "18", {})
    with pytest.raises(BackupRefused):
        container.write(tmp_path / "new.backup", about, dump)
    assert list(tmp_path.iterdir()) == []


def run(*arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    needed = {
        "ENV_FILE": os.devnull,
        "WHATSAPP_PHONE_ID": "1", "WHATSAPP_TOKEN": "t", "WHATSAPP_APP_SECRET": "s",
        "WHATSAPP_VERIFY_TOKEN": "v", "ROCKETCHAT_URL": "http://127.0.0.1:1",
        "ROCKETCHAT_BOT_USER": "b", "ROCKETCHAT_BOT_PASSWORD": "p",
        "ROCKETCHAT_BRIDGE_USER": "c", "ROCKETCHAT_BRIDGE_PASSWORD": "q",
        "BRIDGE_SECRET": "0123456789abcdef",
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "brain", *arguments],
        env=os.environ | needed | settings, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_each_is_one_command_also_where_the_database_has_to_be_started_first(
    backup: Path, postgres: str
) -> None:
    # Beside the server of the tests, whose folder its user may enter.
    beside = Path(str(psycopg.conninfo.conninfo_to_dict(postgres)["host"])).parent
    embedded = beside / uuid.uuid4().hex
    restored = run("restore", str(backup), VAR_DIR=str(embedded))
    assert restored.returncode == 0, restored.stderr
    assert "1 rows of customer, 1 rows of ticket" in restored.stdout
    kept = run("backup", VAR_DIR=str(embedded))
    assert kept.returncode == 0, kept.stderr
    (path,) = (embedded / "backups").iterdir()
    assert container.check(path).rows == {"customer": 1, "ticket": 1, "room": 0}


def test_a_refusal_is_one_line_and_the_status_says_so(full: str, tmp_path: Path) -> None:
    letter = tmp_path / "letter"
    letter.write_text("dear aunt")
    refused = run("restore", "--check", str(letter), DATABASE_URL=full)
    assert refused.returncode == 1
    assert refused.stderr == f"Error: {letter} is no backup made by `python -m brain backup`\n"
