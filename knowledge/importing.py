"""The store's folder of tables becomes what the bot knows: all of it, or nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from knowledge.documents import read_documents
from knowledge.models import Import, database
from knowledge.parsing import ParsedTable, RowError, parse_table
from knowledge.references import check_references
from knowledge.staging import Changes, Stage
from knowledge.tables import SHEETS, TABLES, Table, table_of_file
from knowledge.wording import say

__all__ = ["ImportRefused", "ImportResult", "Preview", "RowError", "apply", "preview"]

SUFFIXES = {".csv", ".txt", ".tsv", ".xlsx", ".xls"}
LOCK = 7_046_029_254_386_353

Progress = Callable[[int, int], None]


class ImportRefused(Exception):
    """The preview has errors, so nothing was imported."""


@dataclass
class Preview:
    """What a folder holds and what importing it would do."""

    folder: Path
    tables: dict[str, ParsedTable] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    changes: dict[str, Changes] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """Rows by table as the files have them."""
        return {name: len(table.rows) for name, table in self.tables.items()}


@dataclass(frozen=True)
class ImportResult:
    import_id: int
    counts: dict[str, int]
    changes: dict[str, Changes]


def preview(folder: Path) -> Preview:
    """Read every table of the folder and say what is wrong and what would change.

    Never raises for what is in the folder. Compares with the database where one is bound.
    """
    found = Preview(folder)
    if not folder.is_dir():
        found.errors.append(
            RowError(folder.name, None, "", say("file.no_folder", folder=folder.name))
        )
        return found
    for table, path in _files(found):
        _keep(found, parse_table(table, path))
    if (folder / "documents").is_dir():
        _keep(found, read_documents(folder / "documents"))
    if not found.tables and not found.errors:
        found.errors.append(RowError(folder.name, None, "", say("file.nothing")))
    check_references(found.tables, found.errors)
    if not found.errors and database.obj is not None:
        _compare(found)
    return found


def apply(found: Preview, progress: Progress | None = None) -> ImportResult:
    """Bring the previewed rows into the database in one transaction.

    Args:
        found: what `preview` gave; tables that it lacks stay as they are.
        progress: called with rows done and rows in all.

    Raises:
        ImportRefused: the preview has errors.
    """
    if found.errors:
        raise ImportRefused(say("report.errors", count=len(found.errors)))
    with database.atomic():
        # Imports wait for each other; readers see the old tables until the commit.
        database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        changes = _merge(found, progress or (lambda done, total: None))
        row = Import.create(at=datetime.now(UTC), source=found.folder.name, counts=found.counts)
    return ImportResult(row.id, found.counts, changes)


def _files(found: Preview) -> list[tuple[Table, Path]]:
    chosen: dict[str, Path] = {}
    for path in sorted(found.folder.iterdir()):
        if path.is_dir() or path.name.startswith((".", "~$")):
            continue
        table = table_of_file(path.stem) if path.suffix.lower() in SUFFIXES else None
        if table is None and path.suffix.lower() not in SUFFIXES:
            continue
        if table is None:
            found.warnings.append(say("warning.unknown_file", file=path.name))
        elif table.name in chosen:
            other = chosen[table.name].name
            found.errors.append(RowError(path.name, None, "", say("file.twice", other=other)))
        else:
            chosen[table.name] = path
    return [(table, chosen[table.name]) for table in SHEETS if table.name in chosen]


def _keep(found: Preview, table: ParsedTable) -> None:
    found.tables[table.table.name] = table
    found.errors.extend(table.errors)
    found.warnings.extend(table.warnings)


def _compare(found: Preview) -> None:
    with database.atomic() as trial:
        for name, parsed in found.tables.items():
            stage = Stage(parsed.table)
            stage.fill(parsed.rows, lambda rows: None)
            found.changes[name] = stage.changes()
        trial.rollback()


def _merge(found: Preview, progress: Progress) -> dict[str, Changes]:
    total, done, changes = sum(found.counts.values()), 0, {}

    def copied(rows: int) -> None:
        nonlocal done
        done += rows
        progress(done, total)

    for table in TABLES:
        if parsed := found.tables.get(table.name):
            stage = Stage(table)
            stage.fill(parsed.rows, copied)
            changes[table.name] = stage.changes()
            stage.merge()
            stage.drop()
    return changes
