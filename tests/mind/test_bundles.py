"""Customers count pieces; some things are sold by the pair, the dozen or the hundred."""

import pytest

from tests.mind.conftest import NewTalk


@pytest.mark.parametrize(
    ("said", "total"),
    [
        ("¿cuánto son 200 remaches?", "2 × RD$ 115.00 = *RD$ 230.00*"),
        ("¿cuánto es un ciento de remaches?", "RD$ 115.00 por ciento"),
        ("¿y si llevo 3 cientos de remaches?", "3 × RD$ 115.00"),
        ("necesito 250 remaches, ¿cuánto es?", "dígame cuánto necesita contado así"),
    ],
)
def test_pieces_of_what_is_sold_by_the_hundred_are_no_hundreds(
    talk: NewTalk, said: str, total: str
) -> None:
    assert total.replace("*", "") in talk("sample").reads(said).replace("*", "")


def test_the_list_says_what_its_price_is_for(talk: NewTalk) -> None:
    conversation = talk("sample")
    assert "(ciento)" in conversation.reads("cotízame 200 remaches y 2 fundas de cemento Titán")
    assert "• 2 × *Remache" in conversation.reads("agrégale 1 libra de alambre dulce")


def test_a_pair_of_gloves_is_one_pair_in_every_turn(talk: NewTalk) -> None:
    conversation = talk("sample")
    first = conversation.reads("cotízame un par de guantes de cuero reforzado y 2 cemento Titán")
    assert "• 1 × *Guantes de cuero" in first
    assert "• 1 × *Guantes de cuero" in conversation.reads("agrégale 1 libra de alambre dulce")


def test_a_pair_of_elbows_is_two(talk: NewTalk) -> None:
    assert "2 × RD$" in talk("sample").reads("¿cuánto es un par de codos de media pvc de presión?")


@pytest.mark.parametrize("said", ["2 mil blocks de 6", "2.000 blocks de 6", "2,000 blocks de 6"])
def test_thousands_are_said_in_many_ways(talk: NewTalk, said: str) -> None:
    assert "2,000 ×" in talk("sample").reads(f"¿cuánto es {said}?")


@pytest.mark.parametrize("said", ["dos docenas", "2 docenas", "24", "un par de docenas"])
def test_dozens_are_said_in_words_too(talk: NewTalk, said: str) -> None:
    asked = f"¿cuánto son {said} de codos de media pvc de presión?"
    assert "24 ×" in talk("sample").reads(asked)
