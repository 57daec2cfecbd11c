"""All the words of a product table, by sound, and which of them a misspelt one may mean."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

CANDIDATES = 24
LEAST = 0.55
INFLECTED = 0.95  # roja, rojo
SHORT = 5
CODA_S = re.compile(r"(?<=[aeiou])s(?=[^aeiou])")  # emeril, epatula, etopa
SWALLOWED = "lrdsn"  # esmeri, alicate Truppe, paré: the end of a word that nobody hears
ABBREVIATED = {3: 0.65, 4: 0.75}

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]


class Words:
    """Finds the words nearest to one: character n-grams propose, edit distance decides."""

    def __init__(self, sounds: Sequence[str]) -> None:
        self.sounds = list(sounds)
        self.ids = {heard: number for number, heard in enumerate(self.sounds)}
        self._lengths = np.array([len(heard) for heard in self.sounds], dtype=np.int32)
        self._grams, self._norms = self._index()
        self._memory: dict[str, list[tuple[int, float]]] = {}

    def near(self, heard: str) -> list[tuple[int, float]]:
        """Give ids and likeness (LEAST to 1) of the words that `heard` may mean."""
        found = self._memory.get(heard)
        if found is None:
            if len(self._memory) > 20_000:
                self._memory.clear()
            found = self._memory[heard] = self._search(heard)
        return found

    def _search(self, heard: str) -> list[tuple[int, float]]:
        found = {self.ids[heard]: 1.0} if heard in self.ids else {}
        if (grown := whole(heard)) in self.ids:
            found.setdefault(self.ids[grown], INFLECTED)
        for number in self._proposed(heard):
            score = likeness(heard, self.sounds[number])
            if score >= LEAST:
                found.setdefault(number, score)
        return sorted(found.items(), key=lambda pair: -pair[1])

    def _proposed(self, heard: str) -> Iterable[int]:
        totals = np.zeros(len(self.sounds), dtype=np.float32)
        for gram, count in Counter(_grams(heard)).items():
            if gram in self._grams:
                ids, weight = self._grams[gram]
                totals[ids] += weight * count
        totals /= self._norms
        if len(totals) <= CANDIDATES:
            return [int(number) for number in np.flatnonzero(totals)]
        best = np.argpartition(totals, -CANDIDATES)[-CANDIDATES:]
        return [int(number) for number in best if totals[number] > 0]

    def _index(self) -> tuple[Mapping[str, tuple[Ids, float]], Weights]:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for number, heard in enumerate(self.sounds):
            for gram in set(_grams(heard)):
                places[gram].append(number)
        norms = np.ones(len(self.sounds), dtype=np.float32)
        grams: dict[str, tuple[Ids, float]] = {}
        for gram, numbers in places.items():
            ids = np.array(numbers, dtype=np.int32)
            weight = float(np.log1p(len(self.sounds) / len(ids))) ** 2
            norms[ids] += weight
            grams[gram] = ids, weight
        return grams, np.sqrt(norms)


def likeness(said: str, known: str) -> float:
    """Tell how probably `said` is `known`: 1 for the same sound, 0 for another word."""
    if said == known:
        return 1.0
    if said[:-1] == known[:-1] and {said[-1], known[-1]} == {"a", "o"}:
        return INFLECTED
    longest = max(len(said), len(known))
    if len(said) >= SHORT and known[:-1] == said and known[-1] in SWALLOWED:
        return INFLECTED
    if len(said) >= SHORT and CODA_S.sub("", known) == said:
        return INFLECTED
    if abbreviation := _abbreviation(said, known):
        return abbreviation
    allowed = _allowed_edits(longest)
    edits = OSA.distance(said, known, score_cutoff=allowed)
    if edits > allowed:
        return 0.0
    if longest <= SHORT and not _may_be_short_typo(said, known):
        return 0.0
    first = 1.0 if said[0] == known[0] else 0.88
    return float(first * (1 - (1.5 if longest <= 4 else 1.25) * edits / longest))


def _may_be_short_typo(said: str, known: str) -> bool:
    # Short words with one letter changed are mostly other words; with one lost, mostly typos.
    return said[0] == known[0] and (len(said) != len(known) or len(said) == SHORT)


def whole(heard: str) -> str:
    """Take the diminutive off: brochita, rolito, llavecita, cintica."""
    return re.sub(r"(?<=.{3})(?:(e)sit[oa]|it([oa])|(?<=t)ik([oa]))$", r"\1\2\3", heard)


def _abbreviation(said: str, known: str) -> float:
    short, long = sorted((said, known), key=len)
    if (
        len(short) < (3 if short == said else 4)
        or not long.startswith(short)
        or len(long) - len(short) < 3
    ):
        return 0.0
    return ABBREVIATED.get(len(short), 0.85)


def _allowed_edits(length: int) -> int:
    if length <= 3:
        return 0
    if length <= 7:
        return 1
    return 2 if length <= 11 else 3


def _grams(heard: str) -> list[str]:
    padded = f" {heard} "
    return [padded[at : at + size] for size in (2, 3) for at in range(len(padded) - size + 1)]
