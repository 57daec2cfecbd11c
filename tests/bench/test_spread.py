"""Percentiles by nearest rank."""

import math

from hypothesis import given
from hypothesis import strategies as some

from tests.bench.spread import Spread, percentile


def test_the_median_of_an_odd_number_is_the_middle_one() -> None:
    assert percentile([1, 2, 30], 0.5) == 2


def test_the_99th_of_a_hundred_leaves_one_above() -> None:
    assert percentile(range(1, 101), 0.99) == 99


def test_the_99th_of_ten_is_the_worst() -> None:
    assert percentile(range(1, 11), 0.99) == 10


def test_of_nothing_there_is_no_percentile() -> None:
    assert math.isnan(percentile([], 0.5))
    assert Spread.of([]).count == 0


def test_a_spread_does_not_mind_the_order() -> None:
    assert Spread.of([9, 1, 5]) == Spread(count=3, p50=5, p99=9, most=9)


@given(some.lists(some.floats(0, 1e6), min_size=1), some.floats(0.01, 1))
def test_a_percentile_is_a_value_that_enough_do_not_exceed(
    values: list[float], share: float
) -> None:
    found = percentile(sorted(values), share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-9
