"""The stores that are known, with their dialogues and bars."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tests.eval.cases import Case, Malformed, load
from tests.eval.report import Bars
from tests.system.running import ROOT

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Store:
    """A store with its dialogues and its bars."""

    name: str
    folder: Path
    cases: tuple[Case, ...]
    bars: Bars
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
    fields = Bars.__dataclass_fields__
    return Store(
        name=name,
        folder=folder,
        cases=tuple(filter(wanted.holds, cases)),
        bars=Bars(**{key: values[key] for key in fields}),
        written=values["written"],
        unseen=bool(values.get("unseen", False)),
    )
