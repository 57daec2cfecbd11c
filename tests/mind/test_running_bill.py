"""What was counted over the turns is added up when the customer asks for all of it."""

from datetime import timedelta

import pytest

from tests.mind.conftest import NewTalk
from tests.mind.talk import Talk

CEMENT, ROD = "cemento titan", "varilla 3/8 grado 60"


def counted(talk: NewTalk) -> Talk:
    """Twenty bags and fifteen rods, one question after the other."""
    conversation = talk("sample")
    conversation.says(f"20 fundas de {CEMENT} cuánto es")
    conversation.says(f"y 15 de {ROD}")
    return conversation


@pytest.mark.parametrize(
    "said",
    [
        "cuánto es todo?",
        "y todo junto a cómo me sale",
        "cuánto va?",
        "súmame todo eso por favor",
        "en total cuánto es",
        "los dos cuánto son",
        "cuánto tengo que pagar por todo",
    ],
)
def test_all_of_it_is_added_up(talk: NewTalk, said: str) -> None:
    told = counted(talk).reads(said)
    assert "20 × *Cemento" in told
    assert "Total: RD$ 15,135.00" in told


def test_something_more_is_put_on_it(talk: NewTalk) -> None:
    told = counted(talk).reads("agrégale una carretilla")
    assert "• *Carretilla" in told
    assert "20 × *Cemento" in told
    assert "*Total:" in told


def test_more_of_the_same_is_added_to_its_count(talk: NewTalk) -> None:
    assert "25 × *Cemento" in counted(talk).reads(f"ponle 5 fundas más de {CEMENT}")


@pytest.mark.parametrize(
    "said", ["quítale las varillas", "y sin las varillas?", "si quito las varillas"]
)
def test_something_is_taken_off_it(talk: NewTalk, said: str) -> None:
    conversation = counted(talk)
    conversation.says("agrégale una carretilla")
    told = conversation.reads(said)
    assert "20 × *Cemento" in told
    assert "• *Carretilla" in told
    assert "Varilla" not in told


@pytest.mark.parametrize("said", ["y con 30 fundas?", "y si son 30 fundas en vez de 20"])
def test_the_count_of_what_is_sold_so_is_changed(talk: NewTalk, said: str) -> None:
    conversation = counted(talk)
    conversation.says("cuánto es todo?")
    told = conversation.reads(said)
    assert "30 × *Cemento" in told
    assert "15 × *Varilla" in told


def test_prices_that_were_only_asked_are_added_up_one_each(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says(f"a cómo está el {CEMENT}")
    conversation.says(f"y la {ROD}")
    told = conversation.reads("las dos cosas juntas cuánto es todo")
    assert "• *Cemento" in told
    assert "• *Varilla" in told


def test_what_was_only_asked_is_left_out_where_others_were_counted(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("a cómo está la carretilla")
    conversation.says(f"20 fundas de {CEMENT} cuánto es")
    conversation.says(f"y 15 de {ROD}")
    assert "Carretilla" not in conversation.reads("cuánto es todo?")


def test_a_bill_is_forgotten_by_the_next_morning(talk: NewTalk) -> None:
    conversation = counted(talk)
    conversation.now += timedelta(hours=20)
    assert "Cemento" not in conversation.reads("cuánto es todo?")


def test_the_bill_becomes_a_quotation(talk: NewTalk) -> None:
    told = counted(talk).reads("cotízamelo todo")
    assert "20 × *Cemento" in told
    assert "15 × *Varilla" in told
