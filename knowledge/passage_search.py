"""Finds the passages that answer a question, whatever words it is asked in.

Each word of the question counts as much as it is rare in the store's documents, and is found by
its stem, by another word for the same idea, or by a likely misspelling; in a heading it counts more
than in the text. The score is the share of the question that a passage answers: comparable between
questions and stores, so that a bar can tell "this is not written down".
"""

import math
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from rapidfuzz import fuzz, process

from knowledge import reading
from knowledge.ideas import SERVICES, Ideas, ideas
from knowledge.passages import Passage, passages_of

IN_HEADING, IN_TITLE, IN_BODY = 1.0, 0.8, 0.75
BY_IDEA = 0.8
BY_SPELLING = 0.85
WITHIN = 0.5
ALIKE = 84  # of a hundred: so alike a word is the one that was meant
LONG_ENOUGH = 5  # letters that a misspelt word must have
UNWRITTEN = 0.6  # what a word counts that no document has, of what the rarest one counts
ABOUT = 0.15  # for a heading that is asked in full

Weights: TypeAlias = dict[int, float]
Said: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]  # words, and the ideas that they say


@dataclass(frozen=True)
class FoundPassage:
    """A passage; the share of the question that it answers, 0 to a little over 1.

    `about` is the share of its heading that was asked for; `service` tells how plainly it is about
    a service or condition of the store that the question names: 1 in the heading, 0 not at all.
    """

    passage: Passage
    score: float
    about: float = 0.0
    service: float = 0.0


@dataclass
class PassageIndex:
    """The passages by what they say; made by `build`, read by any thread."""

    passages: Sequence[Passage]
    known: Ideas
    _by_stem: dict[str, Weights] = field(default_factory=dict)
    _by_idea: dict[str, Weights] = field(default_factory=dict)
    _headings: list[frozenset[str]] = field(default_factory=list)

    @classmethod
    def build(cls, passages: Iterable[Passage]) -> "PassageIndex":
        index = cls(list(passages), ideas())
        for number, passage in enumerate(index.passages):
            index._add(number, passage)
        return index

    def search(self, question: str, limit: int = 3) -> list[FoundPassage]:
        """Give the passages that answer most of a question, best first."""
        said = self._said(question)
        if not said:
            return []
        scores: Weights = {}
        whole = 0.0
        for phrase, meant in said:
            where = self._where(phrase, meant)
            worth = self._worth(len(where))
            whole += worth
            for number, weight in where.items():
                scores[number] = scores.get(number, 0.0) + worth * weight
        ranked = [self._found(n, s / whole, said) for n, s in sorted(scores.items())]
        ranked.sort(key=lambda found: -found.score)
        return ranked[:limit]

    def _said(self, question: str) -> list[Said]:
        """Cut a question into what it asks for, each thing once."""
        return list(dict(self.known.of(question)).items())

    def _found(self, number: int, share: float, said: Sequence[Said]) -> FoundPassage:
        asked = {word for phrase, _ in said for word in phrase}
        heading = self._headings[number]
        about = len(heading & asked) / len(heading) if heading else 0.0
        served = (
            self._by_idea.get(idea, {}).get(number, 0.0)
            for _, meant in said
            for idea in meant
            if idea.startswith(SERVICES)
        )
        score = round(share + ABOUT * about, 3)
        return FoundPassage(self.passages[number], score, about, max(served, default=0.0))

    def _where(self, phrase: Sequence[str], meant: Iterable[str]) -> Weights:
        """Tell which passages say a thing, and how plainly."""
        places: list[tuple[float, Weights]] = [
            (1.0, self._by_stem.get(word, {})) for word in phrase[:1] if len(phrase) == 1
        ]
        places += [(BY_IDEA, self._by_idea.get(idea, {})) for idea in meant]
        if not any(where for _, where in places) and len(phrase) == 1:
            places += [(BY_SPELLING, self._by_stem[n]) for n in self._near(phrase[0])]
        found: Weights = {}
        for factor, where in places:
            for number, weight in where.items():
                found[number] = max(found.get(number, 0.0), factor * weight)
        return found

    def _near(self, word: str) -> list[str]:
        if len(word) < LONG_ENOUGH or word.isdigit():
            return []
        found = process.extractOne(
            word, self._by_stem.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE
        )
        return [str(found[0])] if found else []

    def _worth(self, places: int) -> float:
        """Tell what a thing counts that stands in so many passages."""
        rarest = math.log(1 + len(self.passages) / 0.5)
        if not places:
            return UNWRITTEN * rarest
        return math.log(1 + len(self.passages) / (places - 0.5))

    def _add(self, number: int, passage: Passage) -> None:
        fields = ((IN_BODY, passage.body), (IN_TITLE, passage.title), (IN_HEADING, passage.heading))
        for weight, text in fields:
            for phrase, meant in self.known.of(text):
                # A word within a phrase says less by itself: a "nota de crédito" is no credit.
                for word in phrase:
                    alone = weight if len(phrase) == 1 else weight * WITHIN
                    where = self._by_stem.setdefault(word, {})
                    where[number] = max(where.get(number, 0.0), alone)
                for idea in meant:
                    self._by_idea.setdefault(idea, {})[number] = weight  # the last is the highest
        heading = self.known.of(passage.heading)
        self._headings.append(frozenset(word for phrase, _ in heading for word in phrase))


_building = threading.Lock()
_current: tuple[object, PassageIndex] | None = None


def current_passages() -> PassageIndex:
    """Give the index of the bound database's documents, built again after an import."""
    global _current  # one index a process is the point
    version = reading.import_stamp()
    if _current is not None and (_current[0] == version or _building.locked()):
        return _current[1]
    with _building:
        if _current is None or _current[0] != version:
            _current = version, PassageIndex.build(passages_of(reading.documents()))
        return _current[1]
