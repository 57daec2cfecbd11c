"""Logistic regression over character n-grams, small enough to live in every worker.

The same model as scikit-learn's TfidfVectorizer (char_wb, 2 to 5) and LogisticRegression, in the
kernel form that few examples allow: importing scikit-learn would cost each worker 95 MB and
seconds of start.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_SIZES = range(2, 6)
_LEAST_SEEN = 2
_PENALTY = 0.03
_STEPS = 220


class Classifier:
    """Trained at construction from labelled sentences; gives a probability a label."""

    def __init__(self, sentences: Sequence[str], labels: Sequence[str]) -> None:
        self.labels = sorted(set(labels))
        seen = Counter(gram for text in sentences for gram in set(_grams(text)))
        kept = sorted(gram for gram, count in seen.items() if count >= _LEAST_SEEN)
        self._ids = {gram: number for number, gram in enumerate(kept)}
        counts = np.array([seen[gram] for gram in kept], dtype=np.float32)
        self._rarity = (np.log((1 + len(sentences)) / (1 + counts)) + 1).astype(np.float32)
        self._weights, self._bias = self._train(sentences, labels)

    def guess(self, text: str) -> dict[str, float]:
        """Give the probability of each label."""
        ids, values = self._vector(text)
        scores = values @ self._weights[ids] + self._bias
        return dict(zip(self.labels, _softmax(scores[None, :])[0].tolist(), strict=True))

    def _vector(self, text: str) -> tuple[list[int], Floats]:
        counted = Counter(self._ids[gram] for gram in _grams(text) if gram in self._ids)
        ids = list(counted)
        counts = np.array([counted[number] for number in ids], dtype=np.float32)
        values = (1 + np.log(np.maximum(counts, 1))) * self._rarity[ids] if ids else counts
        length = float(np.linalg.norm(values)) or 1.0
        return ids, (values / length).astype(np.float32)

    def _train(self, sentences: Sequence[str], labels: Sequence[str]) -> tuple[Floats, Floats]:
        rows = np.zeros((len(sentences), len(self._ids)), dtype=np.float32)
        for number, text in enumerate(sentences):
            ids, values = self._vector(text)
            rows[number, ids] = values
        wanted = np.zeros((len(labels), len(self.labels)), dtype=np.float32)
        for number, label in enumerate(labels):
            wanted[number, self.labels.index(label)] = 1
        # Each label weighs the same, however many sentences it has.
        weight = (len(labels) / len(self.labels) / wanted.sum(axis=0))[wanted.argmax(axis=1)]
        dual, bias = _descend(rows @ rows.T, wanted, weight[:, None].astype(np.float32))
        return (rows.T @ dual).astype(np.float32), bias


def _descend(alike: Floats, wanted: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Accelerated gradient descent on the dual of the regularised logistic loss."""
    dual, before = np.zeros_like(wanted), np.zeros_like(wanted)
    bias = np.zeros(wanted.shape[1], dtype=np.float32)
    step = np.float32(1 / (0.5 * float(weight.max()) * _largest(alike) + _PENALTY))
    for number in range(_STEPS):
        ahead = dual + np.float32(number / (number + 3)) * (dual - before)
        wrong = weight * (_softmax(alike @ ahead + bias) - wanted)
        before, dual = dual, ahead - step * (wrong + np.float32(_PENALTY) * ahead)
        bias = bias - step * wrong.sum(axis=0)
    return dual, bias


def _largest(alike: Floats) -> float:
    vector = np.ones(len(alike), dtype=np.float32)
    for _ in range(20):
        vector = alike @ vector
        vector /= np.linalg.norm(vector)
    return float(vector @ alike @ vector)


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = (raised / raised.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares


def _grams(text: str) -> Iterator[str]:
    for word in text.split():
        padded = f" {word} "
        for size in _SIZES:
            for start in range(max(1, len(padded) - size + 1)):
                yield padded[start : start + size]
