"""A store of general hardware vocabulary, of any size, and what customers ask it."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import product
from pathlib import Path
from typing import Any

from knowledge.search import IndexedProduct, ProductIndex

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Asked:
    """What a customer writes and the codes that are right."""

    text: str
    want: tuple[str, ...]

    def is_met_by(self, sku: str) -> bool:
        return any(fnmatch(sku, pattern) for pattern in self.want)


def load(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def products() -> list[IndexedProduct]:
    return [row for family in load("hardware.toml")["family"] for row in _family(family)]


def five_thousand() -> list[IndexedProduct]:
    """Give the store's products with those of a much wider vocabulary."""
    return [*products(), *(r for family in load("wider.toml")["family"] for r in _family(family))]


def many_products(count: int) -> Iterator[IndexedProduct]:
    """Give `count` products: the wide store's own, then the same again under made-up brands."""
    rows = five_thousand()
    for number in range(count):
        row, series = rows[number % len(rows)], number // len(rows)
        if series == 0:
            yield row
            continue
        brand = f"{_SYLLABLES[series % 12]}{_SYLLABLES[(series * 7 + number) % 12]}tek"
        name = f"{row.name} {brand} serie {series}"
        yield IndexedProduct(f"{row.sku}-{series}", name, brand, row.category, row.unit)


def asked(name: str = "queries.toml") -> list[Asked]:
    return [Asked(each["text"], tuple(each["want"])) for each in load(name)["ask"]]


def misses(index: ProductIndex, within: int, questions: Sequence[Asked] = ()) -> list[str]:
    """Give what was asked and not found among the first hits."""
    return [
        each.text
        for each in questions or asked()
        if not any(each.is_met_by(hit.sku) for hit in index.search(each.text, within))
    ]


_SYLLABLES = ("ba", "co", "du", "fe", "gri", "lo", "mar", "no", "pel", "ro", "tra", "vu")


def _family(family: dict[str, Any]) -> Iterator[IndexedProduct]:
    kinds = (family.get(name, [""]) for name in ("sizes", "variants", "brands"))
    for size, variant, brand in product(*kinds):
        name = " ".join(family["name"].format(size=size, variant=variant).split())
        parts = (family["code"], *map(_slug, (size, variant, brand)))
        sku = "-".join(part for part in parts if part)
        yield IndexedProduct(sku, name, brand, family["category"], family.get("unit", "unidad"))


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9/.]+", "-", plain).strip("-")
