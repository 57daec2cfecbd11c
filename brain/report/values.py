"""What a report is made of, before it is written for anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from brain.report.period import Period


@dataclass(frozen=True)
class Share:
    """A part of a whole; None where there is no whole."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """Between 0 and 1."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class Duration:
    """A time that something took, in seconds; None where nothing did."""

    seconds: float | None


Cell = str | int | Share | Duration


@dataclass(frozen=True)
class Figure:
    """One number that stands alone, with what it counts."""

    name: str
    value: Cell
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A table. `bar` is the number of the column whose size is worth seeing."""

    key: str
    title: str
    note: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    bar: int | None = None


@dataclass(frozen=True)
class Report:
    """All of it."""

    period: Period
    made_at: datetime
    headline: Sequence[Figure]
    sections: Sequence[Section]
    empty: bool
