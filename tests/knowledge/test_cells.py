"""A cell is a value or a sentence that says what to do."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import cells
from knowledge.cells import Cell, CellError, Value

READERS: list[Callable[[Cell], Value]] = [
    cells.text(300),
    cells.price,
    cells.balance,
    cells.quantity,
    cells.day,
    cells.status,
    cells.account_number,
    cells.phones,
    cells.degrees(90),
]
AT_EIGHT = datetime(2026, 11, 22, 8)  # noqa: DTZ001 - as a workbook gives it
ANY_CELL = st.one_of(
    st.text(max_size=60),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.datetimes(),
    st.dates(),
)


@pytest.mark.parametrize("read", READERS)
@given(cell=ANY_CELL)
def test_any_cell_is_a_value_or_an_error(read: Callable[[Cell], Value], cell: Cell) -> None:
    with suppress(CellError):
        read(cell)


@pytest.mark.parametrize("cell", ["2026-11-22", "22/11/2026", "22-11-2026", AT_EIGHT])
def test_a_day_is_read(cell: Cell) -> None:
    assert cells.day(cell) == date(2026, 11, 22)


@pytest.mark.parametrize("cell", ["11/22/2026", "22/11/26", "mañana", "2026-02-30"])
def test_what_may_be_another_day_is_refused(cell: Cell) -> None:
    with pytest.raises(CellError):
        cells.day(cell)


@pytest.mark.parametrize("cell", ["al_dia", "Al día", "AL DIA", "al-día"])
def test_a_status_may_have_accents_and_spaces(cell: Cell) -> None:
    assert cells.status(cell) == "al_dia"


def test_an_account_keeps_its_leading_zeros() -> None:
    assert cells.account_number("00-12 7") == "00127"


@pytest.mark.parametrize("written", ["809-555-0101", "+1 (809) 555-0101", "18095550101"])
def test_a_phone_is_the_same_with_and_without_the_one(written: str) -> None:
    assert cells.phones(written) == "8095550101"


def test_several_phones_may_share_a_cell() -> None:
    assert cells.phones("809-555-0101 / 829-555-0102 y 849 555 0103").split() == [
        "8095550101",
        "8295550102",
        "8495550103",
    ]


def test_the_dust_of_binary_numbers_is_wiped_off() -> None:
    assert cells.price(1850.0000000001) == Decimal("1850.00")
    assert cells.text(10)(1001.0) == "1001"
