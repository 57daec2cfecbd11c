"""Amounts are read as a Dominican writes them, and refused where they could mean another."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.money import LARGEST, NotMoney, format_dop, parse_money


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1850", "1850"),
        ("1,850.00", "1850"),
        ("RD$ 1,850", "1850"),
        ("RD$1,850.50", "1850.50"),
        ("$ 95", "95"),
        ("1850 DOP", "1850"),
        ("1850.0000", "1850"),
        ("0.850", "0.85"),
        ("1,234,567.89", "1234567.89"),
        ("-50", "-50"),
        ("(50.00)", "-50"),
    ],
)
def test_an_amount_is_read(text: str, amount: str) -> None:
    assert parse_money(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["1.850,00", "1.850", "12,50", "1,85", "1.850.000", "18,50.00"])
def test_what_reads_in_two_ways_is_refused(text: str) -> None:
    with pytest.raises(NotMoney) as refused:
        parse_money(text)
    assert refused.value.ambiguous


@pytest.mark.parametrize(
    "text", ["", "gratis", "12.345.6x", "RD$", "1e5", "٣", "12.3456", "1" * 30]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(NotMoney):
        parse_money(text)


def test_an_amount_is_written_as_customers_read_it() -> None:
    assert format_dop(Decimal("1850")) == "RD$ 1,850.00"
    assert format_dop(Decimal("-0.5")) == "-RD$ 0.50"
    assert format_dop(Decimal("-0.001")) == "RD$ 0.00"


@given(st.decimals(min_value=-LARGEST, max_value=LARGEST, places=2))
def test_what_is_written_can_be_read_again(amount: Decimal) -> None:
    assert parse_money(format_dop(amount)) == amount


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    with suppress(NotMoney):
        assert parse_money(text).is_finite()
