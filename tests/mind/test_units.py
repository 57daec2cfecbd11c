"""A count in another measure than the store's is reckoned where that is sure, else asked for."""

import pytest

from tests.mind.conftest import NewTalk


def test_what_is_sold_by_the_hundred_is_counted_in_hundreds(talk: NewTalk) -> None:
    told = talk("sample").reads("300 tornillos para madera 8 x 1 1/2 cuánto es")
    assert "3 × RD$ 165.00 = *RD$ 495.00*" in told


@pytest.mark.parametrize(
    "said",
    [
        "70 tornillos para madera 8 x 2 cuánto es",  # by the hundred
        "a cómo salen 3 rollos de alambre dulce",  # by the pound
        "40 pies de alambre dulce cuánto es",
        "2 cajas de carretillas",  # by the piece
    ],
)
def test_in_another_measure_there_is_no_total(talk: NewTalk, said: str) -> None:
    told = talk("sample").reads(said)
    assert " × " not in told
    assert "Ese precio es por" in told


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ("12 sacos de cemento titán gris cuánto es", "12 ×"),  # sold by the funda
        ("5 libras de alambre dulce cuánto es", "5 ×"),
        ("2 quintales de alambre dulce cuánto es", "2 ×"),  # sold so too
        ("2 quintales de clavos de acero de 2 pulgadas", "200 ×"),  # by the pound only
        ("4 metros de arena lavada cuánto es", "4 ×"),  # sold by the cubic metre
        ("3 unidades de carretilla cuánto es", "3 ×"),
    ],
)
def test_what_is_called_otherwise_is_counted(talk: NewTalk, said: str, counted: str) -> None:
    assert counted in talk("sample").reads(said)


def test_how_many_is_said_then(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("40 pies de alambre dulce cuánto es")
    assert "6 × " in conversation.reads("dame 6 libras entonces")
