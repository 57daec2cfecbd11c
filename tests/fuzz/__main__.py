"""`make fuzz`: the doors for longer, and a table of what was tried.

EXAMPLES and SEED in the environment are the two options.
"""

import logging
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import SystemRandom

import click
import structlog
from hypothesis import HealthCheck, given, seed, settings

from brain import database as databases
from tests.bench.report import Table, new_console, show
from tests.conftest import serve
from tests.fuzz.doors import PROPERTIES, Property
from tests.measurements import write_part

MEASUREMENTS = Path(__file__).resolve().parents[2] / "docs" / "measurements.md"
LONGEST_NOTE = 3000
COLUMNS = ("door", "bodies", "seconds", "CPU ms a body", "broke")


@click.command()
@click.option("--examples", envvar="EXAMPLES", default=3000, help="How many for each door.")
@click.option("--seed", "start", envvar="SEED", type=int, help="Repeat what another run tried.")
def main(examples: int, start: int | None) -> None:
    """Try every door, print the table, write it down."""
    start = SystemRandom().randrange(1_000_000) if start is None else start
    quiet = structlog.make_filtering_bound_logger(logging.CRITICAL)
    structlog.configure(wrapper_class=quiet)
    with bound():
        rows = [row(name, tried, examples, start) for name, tried in PROPERTIES.items()]
    notes = (
        f"Seed {start}. A body is a real one with up to five parts replaced, left out or repeated, "
        "or JSON or bytes at random; each is put through its door twice, on a real database.",
        "Broke: answered 500, raised behind the door, lost, or done twice. What was found is kept "
        "in `tests/fuzz/test_doors.py`.",
    )
    table = Table("Whatever comes in", COLUMNS, rows, notes)
    show(new_console(), table)
    write_part(MEASUREMENTS, "make fuzz", as_markdown(table))
    sys.exit(int(any(row[-1] != "nothing" for row in rows)))


def row(name: str, tried: Property, examples: int, start: int) -> tuple[str, ...]:
    """Try a door and tell how it went; where it broke hypothesis prints the smallest body."""
    count = 0

    def counted(body: object) -> None:
        nonlocal count
        count += 1
        tried.holds(body)

    calm = settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    began, cpu, broke = time.monotonic(), time.process_time(), "nothing"
    try:
        seed(start)(calm(given(tried.bodies)(counted)))()
    except BaseException as error:  # noqa: BLE001  whatever it is, the table tells of it
        broke = type(error).__name__
        notes = "\n".join(getattr(error, "__notes__", ()))[:LONGEST_NOTE]
        print(f"{name}: {error!r}", notes, sep="\n", file=sys.stderr)  # noqa: T201
    seconds, spent = time.monotonic() - began, time.process_time() - cpu
    return name, f"{count:,}", f"{seconds:.0f}", f"{spent / max(count, 1) * 1000:.1f}", broke


def as_markdown(table: Table) -> str:
    """Write the table down."""
    head = [f"## {table.title}", "", "Written by `make fuzz`.", ""]
    lines = [table.columns, (":---", *["---:"] * (len(table.columns) - 1)), *table.rows]
    drawn = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join([*head, *drawn, "", *(f"- {note}" for note in table.notes)])


@contextmanager
def bound() -> Iterator[None]:
    """A PostgreSQL of its own, with our tables."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        server = serve(Path(name))
        connected = databases.connect(next(server))
        try:
            databases.wait_until_ready(connected)
            with connected.connection_context():
                yield
        finally:
            connected.close_all()
            next(server, None)


if __name__ == "__main__":
    main()
