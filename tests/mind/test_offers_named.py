"""Several things asked for among the offers are each answered; another size is no offer."""

import pytest

from tests.mind.conftest import NewTalk


def test_each_of_several_is_answered_whether_on_offer_or_not(talk: NewTalk) -> None:
    told = talk("sample").reads("están en oferta la carretilla, el zinc de 8 pies y el candado?")
    assert "545.00" in told
    assert "Carretilla" in told
    assert "no está en oferta" in told
    assert "candado" in told.lower()


def test_another_pack_of_what_is_on_offer_is_told_with_its_own_price(talk: NewTalk) -> None:
    told = talk("sample").reads("la cubeta de tropical blanco 00 también está en oferta?")
    assert "no está en oferta" in told or "normal" not in told


def test_what_is_left_of_an_offer_is_stock(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("el zinc de 8 pies está en oferta?")
    assert "280 disponibles" in conversation.reads("y quedan todavía?")


@pytest.mark.parametrize(
    "said",
    ["hay algún tinaco en oferta? de 250 lo quiero", "hay tinaco en oferta. de 250 lo busco"],
)
def test_how_it_is_to_be_said_behind_the_question_is_no_order(talk: NewTalk, said: str) -> None:
    assert "8,290.00" in talk("sample").reads(said)


def test_an_offer_that_is_over_is_asked_for_by_its_name(talk: NewTalk) -> None:
    told = talk("sample").reads("todavía está la feria de la mezcladora de cocina?")
    assert "no está en oferta" in told
