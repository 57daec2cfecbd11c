"""How long looking up took, for the decision."""

from __future__ import annotations

import time
from collections.abc import Sequence

from brain.mind.mentions import Hit, Index


class ClockedIndex:
    """A product index that adds up how long it was searched; `ms` says it."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._seconds = 0.0

    @property
    def ms(self) -> float:
        return round(self._seconds * 1000, 2)

    def search(self, query: str, limit: int = 3) -> Sequence[Hit]:
        began = time.perf_counter()
        found = self._index.search(query, limit)
        self._seconds += time.perf_counter() - began
        return found

    def namesakes(self, sku: str) -> Sequence[str]:
        return self._index.namesakes(sku)
