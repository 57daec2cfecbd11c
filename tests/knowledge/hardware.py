"""A store of general hardware vocabulary, of any size, and what customers ask it."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
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


def many_products(count: int) -> Iterator[IndexedProduct]:
    """Give `count` products: the store's own, then the same again under made-up brands."""
    rows = products()
    for number in range(count):
        row, series = rows[number % len(rows)], number // len(rows)
        if series == 0:
            yield row
            continue
        brand = f"{_SYLLABLES[series % 12]}{_SYLLABLES[(series * 7 + number) % 12]}tek"
        name = f"{row.name} {brand} serie {series}"
        yield IndexedProduct(f"{row.sku}-{series}", name, brand, row.category, row.unit)


def asked() -> list[Asked]:
    return [Asked(each["text"], tuple(each["want"])) for each in load("queries.toml")["ask"]]


def misses(index: ProductIndex, within: int) -> list[str]:
    """Give what was asked and not found among the first hits."""
    return [
        each.text
        for each in asked()
        if not any(each.is_met_by(hit.sku) for hit in index.search(each.text, within))
    ]


_SYLLABLES = ("ba", "co", "du", "fe", "gri", "lo", "mar", "no", "pel", "ro", "tra", "vu")


def _family(family: dict[str, Any]) -> Iterator[IndexedProduct]:
    for size, variant in product(family.get("sizes", [""]), family.get("variants", [""])):
        name = " ".join(family["name"].format(size=size, variant=variant).split())
        sku = "-".join(part for part in (family["code"], _slug(size), _slug(variant)) if part)
        yield IndexedProduct(sku, name, "", family["category"], family.get("unit", "unidad"))


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9/.]+", "-", plain).strip("-")
