"""What `ProductIndex.build` gathers from the rows, word by word and size by size."""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from operator import or_

from knowledge.folding import plain, sound
from knowledge.measures import Measure
from knowledge.postings import Gathering
from knowledge.question import contained, containers, understand
from knowledge.vocabulary import in_full, lexicon, written_out

_POLES = re.compile(r"\b(\d) ?(?:p|polos?)\b")

# How much a word counts by where it stands.
NAME, BRAND, CATEGORY, UNIT = 1.0, 0.97, 0.7, 0.8


@dataclass(frozen=True)
class IndexedProduct:
    """What of a product is searched."""

    sku: str
    name: str
    brand: str = ""
    category: str = ""
    unit: str = ""
    aliases: Sequence[str] = ()


@dataclass
class Draft:
    """What `build` gathers from the rows."""

    skus: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    heads: "array[int]" = field(default_factory=lambda: array("i"))
    colours: "array[int]" = field(default_factory=lambda: array("i"))
    exact: dict[int, list[int]] = field(default_factory=dict)
    words: Gathering[str] = field(default_factory=Gathering)
    measures: Gathering[Measure] = field(default_factory=Gathering)
    families: dict[int, list[tuple[int, Sequence[str]]]] = field(default_factory=dict)

    def add(self, row: IndexedProduct) -> None:
        product = len(self.skus)
        self.skus.append(row.sku)
        self.names.append(row.name)
        weights: dict[str, float] = {}
        measures: set[Measure] = set()
        for content, weight in _fields(row):
            found = understand(content)
            measures.update(Measure(each.value, each.unit) for each in found.measures)
            for word in _with_joined(found.words) if weight == NAME else found.words:
                weights[word] = max(weight, weights.get(word, 0))
        weights.update(dict.fromkeys(_meant(row.name), NAME))
        weights.update(dict.fromkeys(_poles(row.name), NAME))
        measures.update(contained(tuple(weights)))
        measures.update(_times(weights))
        weights.update(dict.fromkeys(containers(measures), NAME))
        for word, weight in weights.items():
            self.words.add(word, product, weight)
        self.colours.append(coloured(word for word, weight in weights.items() if weight == NAME))
        for measure in measures:
            self.measures.add(measure, product, 1.0)
        spoken = understand(in_full(row.name)).words
        self.spoken.append(" ".join(spoken))
        self.heads.append(self.words.ids.get(spoken[0], -1) if spoken else -1)
        self.exact.setdefault(code_key(row.sku), []).append(product)
        for name in (row.name, *row.aliases):
            self._call(name, product)
        self.families.setdefault(_family(row), []).append((product, row.aliases))

    def _call(self, name: str, product: int) -> None:
        called = understand(name)
        # "Sin de 10" is left with a number alone, which names nothing.
        if called.words or len(called.measures) > 1:
            self.exact.setdefault(called.key, []).append(product)

    def lend(self) -> None:
        """Let the sizes of one thing be called alike: a table names only one "tape de papel"."""
        for kin in self.families.values():
            lent = {name for _, names in kin for name in names if _is_of_any_size(name)}
            for product in (product for product, names in kin if lent and not names):
                self._borrow(sorted(lent), product)

    def _borrow(self, names: Iterable[str], product: int) -> None:
        for name in names:
            self._call(name, product)
            for word in understand(name).words:
                self.words.add(word, product, NAME)


def _family(row: IndexedProduct) -> int:
    """Equal for products that differ in their size only."""
    packs = {sound(word) for word in lexicon().containers}
    named = tuple(word for word in understand(row.name).words if word not in packs)
    return hash((named, row.brand, row.category))


def _is_of_any_size(name: str) -> bool:
    said = understand(name)
    telling = {sound(word) for word in (*lexicon().containers, *lexicon().relative)}
    return bool(said.words) and not said.measures and telling.isdisjoint(said.words)


def coloured(words: Iterable[str]) -> int:
    """Give the colours among words, by sound, a bit each."""
    bits = lexicon().colours
    return reduce(or_, (bits.get(word, 0) for word in words), 0)


def code_key(text: str) -> int:
    """Equal for codes that differ in case only."""
    return hash(text.strip().casefold())


def _meant(name: str) -> list[str]:
    """What the abbreviations of a name may stand for, as it sounds."""
    return [sound(word) for word in written_out(name)[len(name) :].split()]


def _poles(name: str) -> list[str]:
    """A breaker of two poles is called doble."""
    return [sound(lexicon().times[int(n)]) for n in _POLES.findall(plain(name)) if n in "12"]


def _times(words: Iterable[str]) -> list[Measure]:
    """What is called doble or triple is also asked for as "de dos", "de tres"."""
    counts = {sound(word): count for count, word in lexicon().times.items() if count > 1}
    return [Measure(Fraction(counts[word]), "") for word in words if word in counts]


def _fields(row: IndexedProduct) -> Iterator[tuple[str, float]]:
    yield row.name, NAME
    for alias in row.aliases:
        yield alias, NAME
    yield row.brand, BRAND
    yield row.category, CATEGORY
    yield row.unit, UNIT


def _with_joined(words: tuple[str, ...]) -> Iterator[str]:
    yield from words
    for first, second in pairwise(words):
        yield sound(first + second)
