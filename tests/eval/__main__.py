"""`python -m tests.eval`: have every written conversation, judge it, print, write it down."""

import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from tests.bench.report import new_console, show
from tests.conftest import serve
from tests.eval import report, tables
from tests.eval.cases import CATEGORIES, Case, Malformed, load
from tests.eval.judging import Result, judge
from tests.eval.quick import Quick, at_midnight
from tests.system.running import ROOT

HERE = Path(__file__).parent
FAILURES = ROOT / "var" / "eval"


@dataclass(frozen=True)
class Store:
    """A store with its dialogues and its bars."""

    name: str
    folder: Path
    cases: tuple[Case, ...]
    bars: report.Bars
    written: date
    unseen: bool


@dataclass(frozen=True)
class Wanted:
    """Which of the dialogues are meant; empty is all of them."""

    stores: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    name: str = ""

    def holds(self, case: Case) -> bool:
        """Tell whether a dialogue is meant."""
        named = self.name.casefold() in case.name.casefold()
        return named and (not self.categories or case.category in self.categories)


@click.command()
@click.option("--quick", is_flag=True, help="The mind alone, without the system around it.")
@click.option("--store", "stores", multiple=True, help="Only this store; may be repeated.")
@click.option("--category", "categories", multiple=True, type=click.Choice(CATEGORIES))
@click.option("--name", default="", help="Only dialogues whose names hold this.")
def main(quick: bool, stores: tuple[str, ...], categories: tuple[str, ...], name: str) -> None:
    """Have conversations with each store, judge them, and fail below the bars."""
    console = new_console()
    began = time.monotonic()
    try:
        chosen = known_stores(HERE, Wanted(stores, categories, name))
    except (Malformed, ValueError) as problem:
        raise click.ClickException(str(problem)) from None
    results = _quickly(chosen, console)
    missed = [_shown(store, results[store.name], console, timed=not quick) for store in chosen]
    console.print(f"{time.monotonic() - began:.0f} s")
    sys.exit(1 if any(missed) else 0)


def known_stores(here: Path, wanted: Wanted) -> list[Store]:
    """Find the stores with dialogues, and of these the dialogues that are wanted.

    Raises:
        Malformed: a dialogue is malformed, or nothing is wanted that exists.
    """
    settings = tomllib.loads((here / "bars.toml").read_text())
    names = sorted(path.name for path in (here / "dialogues").iterdir() if path.is_dir())
    if strange := set(wanted.stores) - set(names):
        raise Malformed(f"no dialogues for {', '.join(strange)}; there are {', '.join(names)}")
    found = [
        _store(here, name, settings, wanted) for name in names if name in (wanted.stores or names)
    ]
    if not any(store.cases for store in found):
        raise Malformed("no dialogue is what you asked for")
    return [store for store in found if store.cases]


def _store(here: Path, name: str, settings: dict[str, dict[str, Any]], wanted: Wanted) -> Store:
    values = settings["default"] | settings.get(name, {})
    cases = load(here / "dialogues" / name, name)
    folder = ROOT / values["folder"] if "folder" in values else here / "stores" / name
    fields = report.Bars.__dataclass_fields__
    return Store(
        name=name,
        folder=folder,
        cases=tuple(filter(wanted.holds, cases)),
        bars=report.Bars(**{key: values[key] for key in fields}),
        written=values["written"],
        unseen=bool(values.get("unseen", False)),
    )


def _quickly(stores: Sequence[Store], console: Console) -> dict[str, list[Result]]:
    results: dict[str, list[Result]] = {}
    with tempfile.TemporaryDirectory(prefix="mostrador-eval-") as folder:
        for postgres in serve(Path(folder)):
            mind = Quick(postgres)
            for store in stores:
                results[store.name] = _store_quickly(mind, store, console)
            mind.close()
    return results


def _store_quickly(mind: Quick, store: Store, console: Console) -> list[Result]:
    read = tables.read(store.folder)
    day = datetime(store.written.year, store.written.month, store.written.day, tzinfo=UTC)
    with (
        Progress(console=console, transient=True) as progress,
        mind.store(store.name, store.folder),
    ):
        task = progress.add_task(store.name, total=len(store.cases))
        had = mind.run(store.cases, at_midnight(day), lambda: progress.advance(task))
        return [judge(case, heard, read) for case, heard in had]


def _shown(store: Store, results: list[Result], console: Console, *, timed: bool) -> list[str]:
    title = f"{store.name} (never tuned on)" if store.unseen else store.name
    show(console, report.by_category(title, results))
    show(console, report.confusion(results))
    FAILURES.mkdir(parents=True, exist_ok=True)
    path = FAILURES / f"{store.name}.txt"
    path.write_text(report.failures(results), encoding="utf-8")
    wrong = sum(not result.right for result in results)
    console.print(f"  {wrong} conversations went wrong: {path.relative_to(ROOT)}")
    missed = report.missed_bars(results, store.bars, timed=timed)
    for bar in missed:
        console.print(f"  BELOW THE BAR: {bar}", style="bold red")
    return missed


if __name__ == "__main__":
    main()
