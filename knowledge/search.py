"""Which product a customer means, however it is written and whatever the store sells."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from knowledge import reading
from knowledge.folding import sound
from knowledge.measures import Measure, Reading, read
from knowledge.models import Product
from knowledge.postings import Gathering
from knowledge.vocabulary import lexicon
from knowledge.words import Words

NAME, BRAND, CATEGORY, UNIT = 1.0, 0.97, 0.7, 0.5
SYNONYM = 0.94
UNKNOWN = 0.9
RERANKED = 80
ALMOST = 0.97
LEAST_SCORE = 0.05

Scores = NDArray[np.float32]
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class IndexedProduct:
    """What of a product is searched."""

    sku: str
    name: str
    brand: str = ""
    category: str = ""
    unit: str = ""
    aliases: Sequence[str] = ()


@dataclass(frozen=True)
class ProductHit:
    """A product and how probably it is meant, 0 to 1, comparable across queries."""

    sku: str
    name: str
    score: float


@dataclass(frozen=True)
class Query:
    """What is left of a question: its words by sound, and its measures."""

    words: Phrase
    measures: tuple[Measure, ...]


class ProductIndex:
    """An index over one version of the product table, kept in memory."""

    def __init__(self) -> None:
        self._skus: list[str] = []
        self._names: list[str] = []
        self._exact: dict[int, list[int]] = {}
        self._words: Gathering[str] = Gathering()
        self._measures: Gathering[Measure] = Gathering()

    @classmethod
    def build(cls, rows: Iterable[IndexedProduct]) -> "ProductIndex":
        """Index the rows; the first of several with one sku counts."""
        index = cls()
        seen: set[str] = set()
        for row in rows:
            if row.sku not in seen:
                seen.add(row.sku)
                index._add(row)
        index._close()
        return index

    def __len__(self) -> int:
        return len(self._skus)

    def search(self, query: str, limit: int = 3) -> list[ProductHit]:
        """Find the products that a customer's words may mean, the likeliest first.

        Products that fit equally well have equal scores: the caller can offer a choice.
        """
        asked = _asked(query)
        if not self._skus or not (asked.words or asked.measures):
            return []
        scores = self._coverage(asked) * self._fit(asked)
        best = self._reranked(asked, scores)
        for product in self._meant_exactly(query, asked):
            best[product] = 1.0
        ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
        return [
            ProductHit(self._skus[product], self._names[product], round(score, 4))
            for product, score in ranked
            if score >= LEAST_SCORE
        ]

    # Building

    def _add(self, row: IndexedProduct) -> None:
        product = len(self._skus)
        self._skus.append(row.sku)
        self._names.append(row.name)
        weights: dict[str, float] = {}
        measures: set[Measure] = set()
        for content, weight in _fields(row):
            found = read(content)
            measures.update(Measure(each.value, each.unit) for each in found.measures)
            for word in _indexed_words(found, joined=weight == NAME):
                weights[word] = max(weight, weights.get(word, 0))
        for word, weight in weights.items():
            self._words.add(word, product, weight)
        for measure in measures:
            self._measures.add(measure, product, 1.0)
        for name in (row.sku, row.name, *row.aliases):
            self._exact.setdefault(_exact_key(name), []).append(product)

    def _close(self) -> None:
        known = self._words.ids
        spoken = {word for names in lexicon().synonyms for name in names for word in name}
        self._vocabulary = Words([*known, *sorted(spoken - known.keys())])
        self._known = len(known)
        self._by_word = self._words.postings()
        self._by_measure = self._measures.postings()
        self._measure_ids = self._measures.ids
        self._units = _by_unit(self._measure_ids)
        self._synonyms = _Synonyms()
        del self._words, self._measures

    # Searching

    def _meant_exactly(self, query: str, asked: Query) -> list[int]:
        return self._exact.get(_exact_key(query)) or self._exact.get(_key(asked), [])

    def _coverage(self, asked: Query) -> Scores:
        totals = np.zeros(len(self), dtype=np.float32)
        weight_of_all = 0.0
        for alternatives in self._synonyms.units(asked.words, self._vocabulary):
            found, weight = self._unit(alternatives)
            totals += weight * found
            weight_of_all += weight
        if not weight_of_all:
            # Only a measure was said: any product of that size fits, none well.
            return np.full(len(self), 0.35, dtype=np.float32)
        return totals / weight_of_all

    def _unit(self, alternatives: Sequence[tuple[Phrase, float]]) -> tuple[Scores, float]:
        best = np.zeros(len(self), dtype=np.float32)
        for phrase, likelihood in alternatives:
            part = np.full(len(self), likelihood, dtype=np.float32)
            for word in phrase:
                np.minimum(part, likelihood * self._word(word), out=part)
            np.maximum(best, part, out=best)
        share = float(np.count_nonzero(best > 0.5)) / len(self)
        if not share:
            return best, UNKNOWN
        rarity = np.log(1 / share) / np.log(max(len(self), 2))
        return best, 0.5 + 0.5 * float(rarity)

    def _word(self, word: str) -> Scores:
        found = np.zeros(len(self), dtype=np.float32)
        for number, likelihood in self._vocabulary.near(word):
            if number < self._known:
                products, weights = self._by_word.of(number)
                found[products] = np.maximum(found[products], weights * likelihood)
        return found

    def _fit(self, asked: Query) -> Scores:
        fit = np.ones(len(self), dtype=np.float32)
        for measure in asked.measures:
            same, other = self._have(measure)
            if not measure.loose:
                fit *= np.where(same, 1.0, np.where(other, 0.55, 0.75)).astype(np.float32)
            elif same.any():
                fit *= np.where(same, 1.0, 0.97).astype(np.float32)
        return fit

    def _have(self, measure: Measure) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Tell which products have this measure, and which have another of its kind."""
        same = np.zeros(len(self), dtype=np.bool_)
        other = np.zeros(len(self), dtype=np.bool_)
        for unit, measures in self._units.items():
            if unit and measure.unit and unit != measure.unit:
                continue
            for number, value in measures:
                target = same if value == measure.value else other
                target[self._by_measure.of(number)[0]] = True
        return same, other

    def _reranked(self, asked: Query, scores: Scores) -> dict[int, float]:
        count = min(RERANKED, len(scores))
        best = np.argpartition(scores, -count)[-count:]
        said = " ".join(asked.words)
        return {
            int(product): self._final(said, float(scores[product]), self._names[product])
            for product in best
            if scores[product] > 0
        }

    def _final(self, said: str, score: float, name: str) -> float:
        words = _name_words(name)
        alike = fuzz.token_sort_ratio(said, " ".join(words)) / 100
        head = 1.0 if words and said.split(" ")[0] == words[0] else 0.0
        return ALMOST * score * (0.9 + 0.05 * alike + 0.05 * head)


class _Synonyms:
    """Finds the lexicon's names in a question and says what else each is called."""

    def __init__(self) -> None:
        self._others: dict[Phrase, set[Phrase]] = {}
        for names in lexicon().synonyms:
            for name in names:
                self._others.setdefault(name, set()).update(set(names) - {name})
        self._longest = max((len(name) for name in self._others), default=1)

    def units(self, words: Phrase, vocabulary: Words) -> Iterator[list[tuple[Phrase, float]]]:
        """Give, part by part, the phrases that may be meant and how likely each is."""
        at = 0
        while at < len(words):
            taken = self._taken(words[at:])
            part = words[at : at + taken]
            at += taken
            if taken > 1:
                yield [(part, 1.0), *((other, SYNONYM) for other in self._others[part])]
            else:
                yield self._of_word(part, vocabulary)

    def _taken(self, words: Phrase) -> int:
        for count in range(min(self._longest, len(words)), 1, -1):
            if words[:count] in self._others:
                return count
        return 1

    def _of_word(self, part: Phrase, vocabulary: Words) -> list[tuple[Phrase, float]]:
        found: dict[Phrase, float] = {part: 1.0}
        for number, likelihood in vocabulary.near(part[0]):
            if likelihood < 0.8:
                break
            for other in self._others.get((vocabulary.sounds[number],), ()):
                found[other] = max(found.get(other, 0), SYNONYM * likelihood)
        return list(found.items())


def _asked(query: str) -> Query:
    found = read(query)
    heard = (sound(word) for word in found.words)
    words = tuple(word for word in heard if word not in lexicon().ignored)
    return Query(words, found.measures)


def _key(asked: Query) -> int:
    values = sorted(str(measure.value) for measure in asked.measures)
    return hash((asked.words, tuple(values)))


def _exact_key(name: str) -> int:
    return _key(_asked(name))


def _fields(row: IndexedProduct) -> Iterator[tuple[str, float]]:
    yield row.name, NAME
    for alias in row.aliases:
        yield alias, NAME
    yield row.brand, BRAND
    yield row.category, CATEGORY
    yield row.unit, UNIT


def _name_words(name: str) -> list[str]:
    ignored = lexicon().ignored
    return [heard for heard in map(sound, read(name).words) if heard not in ignored]


def _indexed_words(found: Reading, *, joined: bool) -> Iterator[str]:
    ignored = lexicon().ignored
    heard = [word for word in map(sound, found.words) if word not in ignored]
    yield from heard
    if joined:
        # "pega tanque" is also found as "pegatanque".
        for first, second in pairwise(heard):
            yield sound(first + second)


def _by_unit(ids: Mapping[Measure, int]) -> dict[str, list[tuple[int, object]]]:
    units: dict[str, list[tuple[int, object]]] = {}
    for measure, number in ids.items():
        units.setdefault(measure.unit, []).append((number, measure.value))
    return units


_lock = threading.Lock()
_current: tuple[int, ProductIndex] | None = None


def current_index() -> ProductIndex:
    """Give the index of the bound database's products, built again after an import."""
    global _current
    version = reading.import_version()
    with _lock:
        if _current is None or _current[0] != version:
            _current = version, ProductIndex.build(_stored())
        return _current[1]


def _stored() -> Iterator[IndexedProduct]:
    fields = (
        Product.sku,
        Product.name,
        Product.brand,
        Product.category,
        Product.unit,
        Product.aliases,
    )
    for row in Product.select(*fields).order_by(Product.id).iterator():
        aliases = reading.split_aliases(row.aliases)
        yield IndexedProduct(row.sku, row.name, row.brand, row.category, row.unit, aliases)
