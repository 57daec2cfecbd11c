"""Logistic regression over words, character n-grams and marks, small enough for every worker.

Trained sentence by sentence, with a step of its own for each weight: only the few weights that a
sentence touches are moved, so that thousands of sentences take two seconds and no large matrix.
Importing scikit-learn would cost each worker 95 MB and seconds of start.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.intp]

_SIZES = (3, 4)
_LEAST_SEEN = 2
_ROUNDS = 4
_STEP = 0.4
_SHRINK = 2e-6  # of a weight at each step that touches it, so that rare n-grams stay modest
_DEAF = 0.35  # the share of rounds in which a sentence is shown without its marks
_MARK = 0.6  # a mark's value; all n-grams of a sentence together have the length 1


@dataclass(frozen=True)
class Example:
    """A sentence, what it wants (mostly one thing) and what else is known of it."""

    text: str
    labels: tuple[str, ...]
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Row:
    grams: Numbers
    values: Floats
    marks: Numbers
    wanted: Floats
    weight: np.float32


class Classifier:
    """Trained from labelled sentences; gives a probability a label.

    Marks are what rules found in a sentence. In a part of the training they are hidden, so that
    the words have to explain the sentence by themselves: a mark then weighs what it adds.
    """

    def __init__(
        self,
        labels: Sequence[str],
        grams: Sequence[str],
        marks: Sequence[str],
        rarity: Floats,
        weights: Floats,
        bias: Floats,
    ) -> None:
        self.labels = list(labels)
        self._ids = {gram: number for number, gram in enumerate(grams)}
        self._marks = {mark: len(grams) + number for number, mark in enumerate(marks)}
        self._rarity, self._weights, self._bias = rarity, weights, bias

    @classmethod
    def trained(cls, examples: Sequence[Example]) -> Self:
        """Learn from these sentences; takes seconds for thousands."""
        labels = sorted({label for each in examples for label in each.labels})
        seen = Counter(gram for each in examples for gram in set(_grams(each.text)))
        grams = [gram for gram, count in seen.items() if count >= _LEAST_SEEN]
        counts = np.array([seen[gram] for gram in grams], dtype=np.float32)
        rarity = (np.log((1 + len(examples)) / (1 + counts)) + 1).astype(np.float32)
        marks = sorted({mark for each in examples for mark in each.marks})
        weights = np.zeros((len(grams) + len(marks), len(labels)), dtype=np.float32)
        bias = np.zeros(len(labels), dtype=np.float32)
        made = cls(labels, grams, marks, rarity, weights, bias)
        made._train(list(made._rows(examples)))
        return made

    @classmethod
    def kept(cls, file: Path) -> Self:
        """Read what `keep` wrote.

        Raises:
            OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile: it is not (all) there.
        """
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as read:
            labels, grams, marks = (read[name].tolist() for name in ("labels", "grams", "marks"))
            return cls(labels, grams, marks, read["rarity"], read["weights"], read["bias"])

    def keep(self, file: Path) -> None:
        """Write what was learnt, whole or not at all."""
        part = file.with_name(f"{file.name}.{os.getpid()}")
        with part.open("wb") as written:
            np.savez(
                written,
                labels=self.labels,
                grams=list(self._ids),
                marks=list(self._marks),
                rarity=self._rarity,
                weights=self._weights,
                bias=self._bias,
            )
        part.replace(file)

    def guess(self, text: str, marks: Iterable[str] = ()) -> dict[str, float]:
        """Give the probability of each label."""
        ids, values = self._vector(text)
        scores = values @ self._weights[ids] + self._bias
        scores += _MARK * self._weights[self._marked(marks)].sum(axis=0)
        return dict(zip(self.labels, _softmax(scores).tolist(), strict=True))

    def _vector(self, text: str) -> tuple[Numbers, Floats]:
        counted = Counter(self._ids[gram] for gram in _grams(text) if gram in self._ids)
        ids = np.fromiter(counted, dtype=np.intp, count=len(counted))
        counts = np.fromiter(counted.values(), dtype=np.float32, count=len(counted))
        values = (1 + np.log(counts)) * self._rarity[ids]
        length = float(np.linalg.norm(values)) or 1.0
        return ids, (values / length).astype(np.float32)

    def _marked(self, marks: Iterable[str]) -> Numbers:
        return np.array([self._marks[m] for m in marks if m in self._marks], dtype=np.intp)

    def _rows(self, examples: Sequence[Example]) -> Iterator[_Row]:
        many = Counter(label for each in examples for label in each.labels)
        for each in examples:
            wanted = np.zeros(len(self.labels), dtype=np.float32)
            wanted[[self.labels.index(label) for label in each.labels]] = 1 / len(each.labels)
            # A label with few sentences weighs more, though not as much as one with many.
            fair = len(examples) / len(self.labels) / many[each.labels[0]]
            weight = np.float32(min(3.0, max(0.5, fair**0.5)))
            yield _Row(*self._vector(each.text), self._marked(each.marks), wanted, weight)

    def _train(self, rows: Sequence[_Row]) -> None:
        """Adaptive gradient descent, the same at every start."""
        chance = random.Random(1)  # noqa: S311 - an order, no secret
        gone = np.full_like(self._weights, 1e-2)
        order = list(range(len(rows)))
        for _ in range(_ROUNDS):
            chance.shuffle(order)
            for number in order:
                self._learn(rows[number], gone, deaf=chance.random() < _DEAF)

    def _learn(self, row: _Row, gone: Floats, *, deaf: bool) -> None:
        ids, values = row.grams, row.values
        if len(row.marks) and not deaf:
            ids = np.concatenate([ids, row.marks])
            values = np.concatenate([values, np.full(len(row.marks), _MARK, np.float32)])
        touched = self._weights[ids]
        wrong = row.weight * (_softmax(values @ touched + self._bias) - row.wanted)
        slope = values[:, None] * wrong + _SHRINK * touched
        squares = gone[ids] + slope * slope
        gone[ids] = squares
        self._weights[ids] = touched - _STEP * slope / np.sqrt(squares)
        self._bias -= 0.02 * wrong


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max())
    shares: Floats = raised / raised.sum()
    return shares


def _grams(text: str) -> Iterator[str]:
    before = "^"
    for word in text.split():
        yield f"{before}_{word}"
        before = word
        padded = f" {word} "
        for size in _SIZES:
            for start in range(max(1, len(padded) - size + 1)):
                yield padded[start : start + size]
    yield f"{before}_$"
