"""Many times summed up in a few."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


def percentile(ordered: Sequence[float], share: float) -> float:
    """Return the smallest value that `share` of the values do not exceed (nearest rank)."""
    if not ordered:
        return math.nan
    rank = math.ceil(share * len(ordered))
    return ordered[max(rank, 1) - 1]


@dataclass(frozen=True)
class Spread:
    """How times are spread, in milliseconds."""

    count: int
    p50: float
    p99: float
    most: float

    @classmethod
    def of(cls, milliseconds: Iterable[float]) -> "Spread":
        """Sum up these times."""
        ordered = sorted(milliseconds)
        return cls(
            count=len(ordered),
            p50=percentile(ordered, 0.5),
            p99=percentile(ordered, 0.99),
            most=percentile(ordered, 1.0),
        )
