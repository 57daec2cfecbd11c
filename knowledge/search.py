"""Which product a customer means, however it is written and whatever the store sells."""

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from knowledge import reading
from knowledge.draft import Draft, IndexedProduct, code_key, coloured
from knowledge.measures import Measure
from knowledge.models import Product
from knowledge.question import PAIR, Question, understand, without_small_talk
from knowledge.synonyms import Part, Phrase, Synonyms
from knowledge.vocabulary import lexicon
from knowledge.words import Words

__all__ = ["IndexedProduct", "ProductHit", "ProductIndex", "current_index"]

# How much is left of a score where the size is another, or none is known.
OTHER_SIZE, NO_SIZE, LOOSE_SIZE = 0.55, 0.75, 0.94
OTHER_COLOUR = 0.6
ONLY_SIZE = 0.35
CODE = 1_000  # a bare number from here on is what a thing is called: "electrodo 6011"
TRIPLE = 3  # so many bare numbers are a name too: "abono 12-24-12"
UNKNOWN_WORD = 0.9
RERANKED = 200
# The best that is not the exact name, and what is lost where the rest of the name is another.
ALMOST = 0.98
HEAD, BREVITY, ALIKE = 0.1, 0.03, 0.03
LEAST_SCORE = 0.05

Scores = NDArray[np.float32]
Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class ProductHit:
    """A product and how probably it is meant, 0 to 1, comparable across queries."""

    sku: str
    name: str
    score: float


class ProductIndex:
    """An index over one version of the product table, kept in memory."""

    def __init__(self, draft: Draft) -> None:
        known = draft.words.ids
        called = [*lexicon().synonyms, *lexicon().kinds]
        heard = {word for names in called for name in names for word in name}
        self._skus, self._names, self._spoken = draft.skus, draft.names, draft.spoken
        self._exact = draft.exact
        self._heads = np.array(draft.heads, dtype=np.int32)
        self._colours = np.array(draft.colours, dtype=np.int32)
        self._lengths = np.array([1 + name.count(" ") for name in draft.spoken], dtype=np.float32)
        self._known = len(known)
        self._vocabulary = Words([*known, *sorted(heard - known.keys())])
        self._synonyms = Synonyms(self._vocabulary)
        self._by_word = draft.words.postings()
        self._by_measure = draft.measures.postings()
        self._measures = draft.measures.ids
        self._sized = self._by_unit()
        self._same_name = self._namesakes()

    @classmethod
    def build(cls, rows: Iterable[IndexedProduct]) -> "ProductIndex":
        """Index the rows; the first of several with one sku counts."""
        draft = Draft()
        seen: set[str] = set()
        for row in rows:
            if row.sku not in seen:
                seen.add(row.sku)
                draft.add(row)
        draft.lend()
        return cls(draft)

    def __len__(self) -> int:
        return len(self._skus)

    def namesakes(self, sku: str) -> tuple[str, ...]:
        """Give the codes of the other products that bear the very name of this one."""
        return tuple(other for other in self._same_name.get(sku, ()) if other != sku)

    def _namesakes(self) -> dict[str, list[str]]:
        by_name: dict[str, list[str]] = {}
        for sku, name in zip(self._skus, self._names, strict=True):
            by_name.setdefault(name.casefold(), []).append(sku)
        several = (skus for skus in by_name.values() if len(skus) > 1)
        return {sku: skus for skus in several for sku in skus}

    def search(self, query: str, limit: int = 3) -> list[ProductHit]:
        """Find the products that a customer's words may mean, the likeliest first.

        Products that fit equally well have equal scores: the caller can offer a choice.
        """
        said = understand(query)
        asked = self._without_strange_pairs(without_small_talk(said, self._vocabulary.ids))
        if not len(self) or not (asked.words or asked.measures):
            return []
        found = self._ranked(asked)
        for product in self._named_exactly(query, said, asked):
            found[product] = 1.0
        best = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
        return [
            ProductHit(self._skus[product], self._names[product], round(score, 4))
            for product, score in best
            if score >= LEAST_SCORE
        ]

    def _without_strange_pairs(self, asked: Question) -> Question:
        kept = tuple(m for m in asked.measures if m.unit != PAIR or m in self._measures)
        return Question(asked.words, kept)

    def _named_exactly(self, query: str, *readings: Question) -> list[int]:
        keys = (code_key(query), *(reading.key for reading in readings))
        return next((self._exact[key] for key in keys if key in self._exact), [])

    def _ranked(self, asked: Question) -> dict[int, float]:
        parts = list(self._synonyms.parts(_colours_last(asked.words)))
        named = self._covered(parts) if parts else self._unnamed(asked.measures)
        scores = named * self._fitting(asked.measures) * self._alike_in_colour(asked)
        scores *= ALMOST - HEAD * (1 - self._headed(parts)) - BREVITY * (1 - self._brevity(asked))
        said = " ".join(asked.words)
        return {
            product: float(scores[product]) * self._alike(said, product)
            for product in self._best(scores)
        }

    def _best(self, scores: Scores) -> list[int]:
        worth = np.flatnonzero(scores >= max(LEAST_SCORE, float(scores.max()) / 2))
        order = np.argsort(-scores[worth], kind="stable")[:RERANKED]
        return [int(product) for product in worth[order]]

    def _covered(self, parts: Sequence[Part]) -> Scores:
        """Tell how much of what was said each product has; rare words count more."""
        totals = np.zeros(len(self), dtype=np.float32)
        weights = 0.0
        for part in parts:
            whole = self._any_of(part.others)
            for word in part.words:
                found = np.maximum(self._word(word), self._any_of(self._synonyms.of_word(word)))
                np.maximum(found, whole, out=found)
                weight = self._weight(found)
                totals += weight * found
                weights += weight
        return totals / weights

    def _unnamed(self, measures: Sequence[Measure]) -> Scores:
        """Tell how sure each product is where only numbers were said: 6011 is a name by itself."""
        bare = [m.value for m in measures if not m.unit and not m.loose]
        named = len(bare) >= TRIPLE or any(value >= CODE for value in bare)
        return np.full(len(self), 1 if named else ONLY_SIZE, dtype=np.float32)

    def _any_of(self, phrases: Mapping[Phrase, float]) -> Scores:
        best = np.zeros(len(self), dtype=np.float32)
        for phrase, likelihood in phrases.items():
            least = self._word(phrase[0])
            for word in phrase[1:]:
                np.minimum(least, self._word(word), out=least)
            np.maximum(best, likelihood * least, out=best)
        return best

    def _weight(self, found: Scores) -> float:
        share = np.count_nonzero(found > 0.5) / len(self)
        if not share:
            return UNKNOWN_WORD
        return 0.5 + 0.5 * float(np.log(1 / share) / np.log(len(self) + 1))

    def _word(self, word: str) -> Scores:
        found = np.zeros(len(self), dtype=np.float32)
        for number, likelihood in self._vocabulary.near(word):
            if number < self._known:
                products, weights = self._by_word.of(number)
                found[products] = np.maximum(found[products], weights * likelihood)
        return found

    def _fitting(self, measures: Collection[Measure]) -> Scores:
        """Tell how well each product's sizes go with those asked for."""
        fit = np.ones(len(self), dtype=np.float32)
        for measure in measures:
            # Of "1x12 de 12 pies" only one 12 is the length.
            units = {each.unit for each in measures if each.value == measure.value}
            same, sized = self._sizes(measure, {unit for unit in units if unit != measure.unit})
            if not measure.loose:
                fit *= np.where(same, 1, np.where(sized, OTHER_SIZE, NO_SIZE)).astype(np.float32)
                fit *= self._unitless(measure)
            elif same.any():
                fit *= np.where(same, 1, LOOSE_SIZE).astype(np.float32)
        return fit

    def _alike_in_colour(self, asked: Question) -> Scores:
        wanted = coloured(asked.words)
        other = (self._colours != 0) & (self._colours & wanted == 0) if wanted else False
        return np.where(other, OTHER_COLOUR, 1).astype(np.float32)

    def _sizes(self, measure: Measure, taken: Collection[str]) -> tuple[Marks, Marks]:
        same = np.zeros(len(self), dtype=np.bool_)
        sized = np.zeros(len(self), dtype=np.bool_)
        for unit, marks in self._sized.items():
            if unit and (unit in taken or measure.unit not in {"", unit}):
                continue
            sized |= marks
            number = self._measures.get(Measure(measure.value, unit))
            if number is not None:
                same[self._by_measure.of(number)[0]] = True
        return same, sized

    def _unitless(self, measure: Measure) -> Scores:
        """Rank a bare number behind the size in its unit: "1 1/2 hp" is no hose of 1-1/2."""
        rank = np.ones(len(self), dtype=np.float32)
        bare, own = (self._measures.get(Measure(measure.value, u)) for u in ("", measure.unit))
        if not measure.unit or bare is None or own is None:
            return rank
        rank[self._by_measure.of(bare)[0]] = LOOSE_SIZE
        rank[self._by_measure.of(own)[0]] = 1
        return rank

    def _by_unit(self) -> dict[str, Marks]:
        sized: dict[str, Marks] = {}
        for measure, number in self._measures.items():
            marks = sized.setdefault(measure.unit, np.zeros(len(self), dtype=np.bool_))
            marks[self._by_measure.of(number)[0]] = True
        return sized

    def _headed(self, parts: Sequence[Part]) -> Scores:
        """Mark names that begin with what was said first, and half those with the rest."""
        headed = np.zeros(len(self), dtype=np.float32)
        for place, part in enumerate(parts):
            marks = np.zeros(len(self._vocabulary.sounds) + 1, dtype=np.float32)
            marks[self._first_words(part)] = 0.5 if place else 1.0
            np.maximum(headed, marks[self._heads], out=headed)
        return headed

    def _first_words(self, part: Part) -> list[int]:
        ids = self._vocabulary.ids
        likely = [number for number, _ in self._vocabulary.near(part.words[0])]
        others = [*part.others, *self._synonyms.of_word(part.words[0])]
        return likely + [ids[other[0]] for other in others if other[0] in ids]

    def _brevity(self, asked: Question) -> Scores:
        return np.minimum(1, len(asked.words) / self._lengths).astype(np.float32)

    def _alike(self, said: str, product: int) -> float:
        return 1 - ALIKE + ALIKE * fuzz.token_sort_ratio(said, self._spoken[product]) / 100


def _colours_last(words: tuple[str, ...]) -> tuple[str, ...]:
    """Let names of several words stand together: "tanque negro de agua" is a tanque de agua."""
    colours = lexicon().colours
    plain = tuple(word for word in words if word not in colours)
    return (*plain, *(word for word in words if word in colours)) if plain else words


_building = threading.Lock()
_current: tuple[object, ProductIndex] | None = None


def current_index() -> ProductIndex:
    """Give the index of the bound database's products, built again after an import.

    One caller builds; the others meanwhile get the index of the version before, if there is one.
    """
    global _current  # one index a process is the point
    version = reading.import_stamp()
    if _current is not None and (_current[0] == version or _building.locked()):
        return _current[1]
    with _building:
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
    for row in Product.select(*fields).order_by(Product.id).tuples().iterator():
        sku, name, brand, category, unit, aliases = row
        yield IndexedProduct(sku, name, brand, category, unit, reading.split_aliases(aliases))
