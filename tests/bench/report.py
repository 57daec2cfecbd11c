"""The figures as tables: for people at a terminal, and for docs/measurements.md."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table as RichTable


@dataclass(frozen=True)
class Table:
    """A table with what has to be said about it."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


UNATTENDED_WIDTH = 140


def new_console() -> Console:
    """Return where tables are printed: as wide as the terminal, wide where there is none."""
    console = Console()
    return console if console.is_terminal else Console(width=UNATTENDED_WIDTH)


def show(console: Console, table: Table) -> None:
    """Print a table."""
    drawn = RichTable(title=table.title, title_justify="left", title_style="bold")
    for place, column in enumerate(table.columns):
        drawn.add_column(column, justify="right" if place else "left")
    for row in table.rows:
        drawn.add_row(*row)
    console.print(drawn)
    for note in table.notes:
        console.print(f"  {note}", style="dim")


def markdown(table: Table) -> str:
    """Return a table as Markdown."""
    ruler = [":---" if place == 0 else "---:" for place, _ in enumerate(table.columns)]
    lines = [f"## {table.title}", ""]
    lines += [_row(row) for row in (table.columns, ruler, *table.rows)]
    if table.notes:
        lines += ["", *(f"- {note}" for note in table.notes)]
    return "\n".join([*lines, ""])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def against(value: float, aim: float, *, at_least: bool = False) -> str:
    """Return whether a figure keeps to its aim."""
    kept = value >= aim if at_least else value <= aim
    sign = "≥" if at_least else "≤"
    return f"{sign} {aim:g}: {'kept' if kept else 'MISSED'}"
