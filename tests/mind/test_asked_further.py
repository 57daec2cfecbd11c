"""What is asked further of a list: what is still open, what one thing more costs, the carrying."""

from brain.mind.values import Answer, Ask
from tests.mind.conftest import NewTalk

CEMENT, ROD = "cemento titan", "varilla 3/8 grado 60"


def test_a_total_names_what_is_still_to_be_chosen(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says(f"cuánto es 20 {CEMENT}, 15 {ROD} y 4 brochas")
    told = conversation.reads("el total de todo")
    assert "Total: RD$ 15,135.00" in told
    assert "brochas: falta escoger" in told


def test_one_thing_more_is_no_order(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says(f"cuánto es 20 {CEMENT} y 15 {ROD}")
    action = conversation.says("agrégueme dos carretillas").action
    assert isinstance(action, Answer | Ask), action
    assert "Carretilla" in action.text


def test_the_work_that_is_told_of_is_not_looked_for_beside_a_list(talk: NewTalk) -> None:
    told = talk("sample").reads(f"necesito techar una marquesina, 20 {CEMENT} y 15 {ROD}")
    assert "marquesina" not in told
    assert "Total: RD$ 15,135.00" in told


def test_the_cheapest_of_the_offers_comes_first(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("qué ofertas tienen")
    told = conversation.reads("y la más barata de esas cuál es?")
    assert "RD$ 40.00" in told.splitlines()[1]


def test_what_carrying_costs_is_no_price_of_what_is_carried(talk: NewTalk) -> None:
    told = talk("sample").reads(f"cuánto me sale el flete de 50 {CEMENT} a Boca Chica")
    assert "50 ×" not in told or "env" in told.lower()


def test_in_another_measure_a_quotation_asks_how_many(talk: NewTalk) -> None:
    told = talk("sample").reads("cotízame 3 rollos de alambre dulce")
    assert "3 × RD$" not in told
    assert "¿Cuántos" in told
