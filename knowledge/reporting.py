"""A preview as a person reads it in a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from knowledge.importing import ImportResult, Preview, RowError, apply
from knowledge.wording import load, say

SHOWN_ERRORS = 50
SHOWN_WARNINGS = 20


def report(preview: Preview, console: Console | None = None) -> None:
    """Print what importing would do, or every reason why it cannot."""
    console = console or Console()
    _warnings(console, preview.warnings)
    if preview.errors:
        _errors(console, preview.errors)
        return
    console.print(_changes(preview))
    console.print(say("report.ready"), style="green")


def apply_with_progress(preview: Preview, console: Console | None = None) -> ImportResult:
    """Import the preview and show how far it is."""
    console = console or Console()
    with _bar(console) as bar:
        task = bar.add_task(say("report.applying"), total=None)
        result = apply(preview, lambda done, total: bar.update(task, completed=done, total=total))
    console.print(say("report.done", version=result.import_id), style="green")
    return result


def sentence(error: RowError) -> str:
    """Write one error as one line."""
    values = {"file": error.file, "line": error.line, "message": error.message}
    if error.line is None:
        return say("report.error_file", **values)
    if not error.column:
        return say("report.error_line", **values)
    return say("report.error", column=error.column, **values)


@contextmanager
def _bar(console: Console) -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console) as bar:
        yield bar


def _warnings(console: Console, warnings: list[str]) -> None:
    if warnings:
        console.print(say("report.warnings"), style="yellow")
    _list(console, warnings, SHOWN_WARNINGS)


def _errors(console: Console, errors: list[RowError]) -> None:
    console.print(say("report.errors", count=len(errors)), style="bold red")
    _list(console, [sentence(error) for error in errors], SHOWN_ERRORS)


def _list(console: Console, lines: list[str], most: int) -> None:
    for line in lines[:most]:
        console.print("  " + escape(line), highlight=False, soft_wrap=True)
    if len(lines) > most:
        console.print("  " + say("report.more_errors", count=len(lines) - most))


def _changes(preview: Preview) -> Table:
    table = Table(title=say("report.title"))
    for name in ("table", "rows", "new", "changed", "removed", "unchanged"):
        table.add_column(say(f"report.{name}"), justify="left" if name == "table" else "right")
    names = load("es_DO.toml")["tables"]
    for name, rows in preview.counts.items():
        change = preview.changes.get(name)
        numbers = (change.new, change.changed, change.removed, change.unchanged) if change else ()
        table.add_row(names[name], f"{rows:,}", *(f"{number:,}" for number in numbers))
    return table
