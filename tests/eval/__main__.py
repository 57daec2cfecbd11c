"""`python -m tests.eval`: have every written conversation, judge it, print, write it down."""

import os
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from tests.bench.report import Table, markdown, new_console, show
from tests.bench.watched import load_average, machine
from tests.conftest import serve
from tests.eval import report, tables
from tests.eval.cases import CATEGORIES, Case, Malformed
from tests.eval.judging import Heard, Result, judge
from tests.eval.known import HERE, Store, Wanted, known_stores
from tests.eval.quick import Quick, at_midnight
from tests.eval.whole import started
from tests.measurements import write_part
from tests.system.running import ROOT

MEASUREMENTS = ROOT / "docs" / "measurements.md"
FAILURES = ROOT / "var" / "eval"
SHOWN_EVERY = 50  # conversations


@click.command()
@click.option("--quick", is_flag=True, help="The mind alone, without the system around it.")
@click.option("--customers", default=4, show_default=True, help="How many write at once.")
@click.option("--store", "stores", multiple=True, help="Only this store; may be repeated.")
@click.option("--category", "categories", multiple=True, type=click.Choice(CATEGORIES))
@click.option("--name", default="", help="Only dialogues whose names hold this.")
def main(
    quick: bool, customers: int, stores: tuple[str, ...], categories: tuple[str, ...], name: str
) -> None:
    """Have conversations with each store, judge them, and fail below the bars."""
    console = new_console()
    began = time.monotonic()
    try:
        chosen = known_stores(HERE, Wanted(stores, categories, name))
    except (Malformed, ValueError) as problem:
        raise click.ClickException(str(problem)) from None
    load = load_average()
    results = _quickly(chosen, console) if quick else _wholly(chosen, customers, console)
    missed = [_shown(store, results[store.name], console, timed=not quick) for store in chosen]
    if len(chosen) > 1:
        show(console, report.overview(results))
    took = time.monotonic() - began
    console.print(f"{took:.0f} s, load average {load:.1f} at the start")
    if not (stores or categories or name):
        if quick:
            unseen = [_table(one, results[one.name], timed=False) for one in chosen if one.unseen]
            told = _quick_document([report.overview(results), *unseen], load, took)
            write_part(MEASUREMENTS, "make eval QUICK=1", told)
        else:
            tables_of = [_table(store, results[store.name]) for store in chosen]
            write_part(MEASUREMENTS, _owner(), _document(tables_of, customers, load, took))
        console.print(f"written to {MEASUREMENTS.name}")
    sys.exit(1 if any(missed) else 0)


def _quickly(stores: Sequence[Store], console: Console) -> dict[str, list[Result]]:
    results: dict[str, list[Result]] = {}
    with tempfile.TemporaryDirectory(prefix="mostrador-eval-") as folder:
        for postgres in serve(Path(folder)):
            mind = Quick(postgres)
            for store in stores:
                with Going(console, store) as going, mind.store(store.name, store.folder):
                    had = mind.run(store.cases, at_midnight(store.written), going.on)
                    results[store.name] = _judged(had, store.folder)
            mind.close()
    return results


def _wholly(stores: Sequence[Store], customers: int, console: Console) -> dict[str, list[Result]]:
    results: dict[str, list[Result]] = {}
    for store in stores:
        with Going(console, store) as going:
            for closed in (False, True):
                cases = [case for case in store.cases if case.closed == closed]
                if cases:
                    found = _one_wholly(store, cases, closed, customers, going)
                    results[store.name] = [*results.get(store.name, []), *found]
    return results


def _one_wholly(
    store: Store, cases: Sequence[Case], closed: bool, customers: int, going: "Going"
) -> list[Result]:
    with tempfile.TemporaryDirectory(prefix="mostrador-eval-") as name:
        folder = Path(name)
        with started(folder, store.folder, store.written, closed=closed) as system:
            had = system.run(cases, customers, going.on)
            return _judged(had, folder / "store")


def _judged(had: Iterable[tuple[Case, list[Heard]]], folder: Path) -> list[Result]:
    read = tables.read(folder)
    return [judge(case, heard, read) for case, heard in had]


class Going:
    """Shows how far a store's conversations are, also where nobody watches a terminal."""

    def __init__(self, console: Console, store: Store) -> None:
        self._console = console
        self._store = store
        self._done = 0
        self._shown = Progress(console=console, transient=True)
        self._task = self._shown.add_task(store.name, total=len(store.cases))

    def __enter__(self) -> "Going":
        self._shown.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._shown.stop()

    def on(self) -> None:
        """One more is done."""
        self._done += 1
        self._shown.advance(self._task)
        if not self._console.is_terminal and self._done % SHOWN_EVERY == 0:
            self._console.print(f"{self._store.name}: {self._done} of {len(self._store.cases)}")


def _shown(store: Store, results: list[Result], console: Console, *, timed: bool) -> list[str]:
    show(console, _table(store, results, timed=timed))
    show(console, report.confusion(results))
    FAILURES.mkdir(parents=True, exist_ok=True)
    path = FAILURES / f"{store.name}.txt"
    path.write_text(report.failures(results), encoding="utf-8")
    wrong = sum(not result.right for result in results)
    console.print(f"  {wrong} conversations went wrong: {path.relative_to(ROOT)}")
    missed = report.missed_bars(results, store.bars, timed=timed, model=timed and _has_model())
    for bar in missed:
        console.print(f"  BELOW THE BAR: {bar}", style="bold red")
    return missed


def _table(store: Store, results: list[Result], *, timed: bool = True) -> Table:
    seen = ", never tuned on" if store.unseen else ""
    missed = report.missed_bars(results, store.bars, timed=timed, model=timed and _has_model())
    notes = [f"Below the bar: {'; '.join(missed)}."] if missed else ["All bars are reached."]
    if not (timed and _has_model()) and any(
        result.case.category == report.OPEN for result in results
    ):
        notes.insert(0, report.without_the_open(results))
    return report.by_category(f"Conversations with {store.name}{seen}", results, notes)


def _document(measured: Sequence[Table], customers: int, load: float, took: float) -> str:
    facts = ", ".join(f"{name} {value}" for name, value in machine().items())
    tier = "" if _model() == "none" else f" with {_model()}"
    head = f"""## Conversations{tier}

Written by `make eval`. {facts[:1].upper() + facts[1:]}.
{took:.0f} s, load average {load:.1f} at the start.
Language model: {_model()}.

Dialogues of `tests/eval`, {customers} customers at a time, through the whole system: judged by what
the phone shows and by who serves the room. A dialogue is right when every turn is. A handoff is
decided rightly when a person takes over where the writer of the dialogue wanted one, of the
department that he wanted, and nowhere else. Times are from the customer's last message to the first
answer; `complete` turns are those that the writer marked as whole questions beforehand.
"""
    return "\n".join([head, *map(markdown, measured)])


def _quick_document(measured: Sequence[Table], load: float, took: float) -> str:
    facts = ", ".join(f"{name} {value}" for name, value in machine().items())
    head = f"""## Conversations, the mind alone

Written by `make eval QUICK=1`. {facts[:1].upper() + facts[1:]}.
{took:.0f} s, load average {load:.1f} at the start.

The dialogues of `tests/eval`, without the system around the mind and without a language model. The
stores that nobody tuned on are shown by category.
"""
    return "\n".join([head, *map(markdown, measured)])


def _owner() -> str:
    """Each language model has a part of its own, so that tiers stand beside each other."""
    return "make eval" if _model() == "none" else f"make eval with {_model()}"


def _has_model() -> bool:
    return _model() != "none"


def _model() -> str:
    provider = os.environ.get("LLM_PROVIDER", "none")
    return provider if provider == "none" else f"{provider} {os.environ.get('LLM_MODEL', '')}"


if __name__ == "__main__":
    main()
