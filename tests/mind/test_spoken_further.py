"""What goes on with what was spoken of: another size, how many, whose make, what is all of it."""

import pytest

from brain.mind.values import HandOff
from tests.mind.conftest import NewTalk


@pytest.mark.parametrize("said", ["de qué marca es?", "y de q marca es", "qué marca es esa"])
def test_whose_make_it_is_is_read_from_its_row(talk: NewTalk, said: str) -> None:
    conversation = talk("sample")
    conversation.says("tienen mandarria de 3 libras?")
    read = conversation.reads(said)
    assert "Mandarria 3 libras" in read
    assert "Marca: *" in read


def test_another_size_is_of_what_was_spoken_of_before_the_last_one(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("hay plywood de media y carretilla?")
    assert '3/4"' in conversation.reads("y de 3/4?")


def test_a_list_goes_on_with_the_name_before(talk: NewTalk) -> None:
    read = talk("sample").reads("cotizame 4 plywood de media, 60 de 3/4 y 2 palas cuadradas")
    assert "60 × *Plywood" in read
    assert "no está en nuestro inventario" not in read


def test_so_many_of_those_counts_whatever_the_sizes_are(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("tienen mandarria?")
    assert "10 × RD$" in conversation.reads("dame 10 de esas de 10 libras")


@pytest.mark.parametrize(
    "said",
    [
        "me mandaron el inodoro rajado",
        "me llegó la puerta rayada, eso no puede ser",
        "me trajeron los blocks todos quebrados",
    ],
)
def test_what_came_damaged_is_a_complaint_and_no_search(talk: NewTalk, said: str) -> None:
    action = talk("sample").says(said).action
    assert isinstance(action, HandOff)
    assert action.department == "servicio"


def test_who_cannot_choose_is_offered_the_same_again(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("tienen mandarria?")
    read = conversation.reads("la más bonitica")
    assert "Mandarria 3 libras" in read
    assert "Mandarria 10 libras" in read


def test_a_size_is_written_with_by_and_with_x(talk: NewTalk) -> None:
    assert "4x8" in talk("sample").reads("hay plywood de 4 x 8 de media?").replace(" ", "")
