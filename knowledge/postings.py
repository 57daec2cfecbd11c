"""Which products have a word or a measure, as flat arrays: 50,000 products in a few megabytes."""

from array import array
from collections.abc import Hashable
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Term = TypeVar("Term", bound=Hashable)


class Gathering(Generic[Term]):
    """Collects (term, product, weight) while the table is read."""

    def __init__(self) -> None:
        self.ids: dict[Term, int] = {}
        self._terms = array("i")
        self._products = array("i")
        self._weights = array("f")

    def add(self, term: Term, product: int, weight: float) -> None:
        self._terms.append(self.ids.setdefault(term, len(self.ids)))
        self._products.append(product)
        self._weights.append(weight)

    def postings(self) -> "Postings":
        terms = np.frombuffer(self._terms, dtype=np.int32) if self._terms else np.zeros(0, np.int32)
        order = np.argsort(terms, kind="stable")
        starts = np.searchsorted(terms[order], np.arange(len(self.ids) + 1))
        return Postings(
            starts,
            np.array(self._products, dtype=np.int32)[order],
            np.array(self._weights, dtype=np.float32)[order],
        )


class Postings:
    """Products and weights of each term."""

    def __init__(
        self,
        starts: NDArray[np.int64],
        products: NDArray[np.int32],
        weights: NDArray[np.float32],
    ) -> None:
        self._starts = starts
        self._products = products
        self._weights = weights

    def of(self, term: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        part = slice(self._starts[term], self._starts[term + 1])
        return self._products[part], self._weights[part]

    def count(self, term: int) -> int:
        return int(self._starts[term + 1] - self._starts[term])
