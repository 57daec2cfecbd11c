"""What an offer sells together has a price of its own; what comes free is not paid."""

from decimal import Decimal

import pytest

from brain.mind.workflows.conditions import limited, with_free
from tests.mind.conftest import NewTalk

NUMBERS = {"una": 1, "un": 1, "uno": 1, "dos": 2, "tres": 3}


@pytest.mark.parametrize(
    ("description", "paid", "free"),
    [
        ("2x1 en llavines", 4, 3),
        ("Lleve tres y pague dos", 5, 2),
        ("Paga dos y llévate tres galones", 5, 2),
        ("Compre uno y llévese otro gratis", 4, 3),
        ("Dos por uno en brochas", 4, 3),
        ("Con 3 discos de corte gratis", 7, 0),
        ("Madera de 2x4x8", 7, 0),
    ],
)
def test_what_comes_free_is_not_paid(description: str, paid: int, free: int) -> None:
    found = with_free(Decimal(7), Decimal(90), description, NUMBERS)
    assert [(int(many), int(price)) for many, price in found if many] == [
        (paid, 90),
        *([(free, 0)] if free else []),
    ]


def test_an_offer_for_so_many_only_says_so_in_every_list() -> None:
    assert limited("Precio por funda comprando de 50 fundas en adelante", NUMBERS)
    assert limited("Máximo 3 por cliente", NUMBERS)
    assert not limited("Con 3 discos gratis", NUMBERS)


def test_a_thing_by_itself_does_not_cost_what_its_combo_costs(talk: NewTalk) -> None:
    told = talk("tornillo").reads("¿cuánto es un rolo de 9?")
    assert "245.00" in told
    assert "normal" not in told
    assert "En combo" in told or "en combo" in told


def test_combos_are_counted_with_what_else_is_wanted(talk: NewTalk) -> None:
    conversation = talk("tornillo")
    told = conversation.reads("cuánto me salen 2 combos del rolo y 1 tinaco de 250")
    assert "7,258.00" in told
    assert "6,660.00" in conversation.reads("quítame el combo")


def test_a_combo_that_was_told_of_is_meant_by_its_word_alone(talk: NewTalk) -> None:
    conversation = talk("tornillo")
    conversation.says("qué trae el combo del inodoro?")
    assert "19,800.00" in conversation.reads("dame 3 combos de esos, cuánto es")


def test_two_for_one_is_added_up_so_in_a_quotation_too(talk: NewTalk) -> None:
    told = talk("tornillo").reads("cotízame 5 brochas de 2 pulgadas y 2 rolos")
    assert "745.00" in told
    assert "gratis" in told


def test_an_offer_with_a_gift_is_told_where_the_price_is(talk: NewTalk) -> None:
    conversation = talk("tornillo")
    assert "3 discos de corte gratis" in conversation.reads("a cómo la pulidora dewalt?")
    told = conversation.reads("y si compro 2 me dan 6 discos?")
    assert "9,380.00" in told
    assert "DISCO" not in told


def test_the_list_of_offers_does_not_hide_from_how_many_on_they_hold(talk: NewTalk) -> None:
    assert "50 fundas" in talk("tornillo").reads("qué ofertas tienen?")


@pytest.mark.parametrize(
    ("said", "total"),
    [
        ("dame 10 de esos bombillos y métele un rolo, ¿cuánto me sale to?", "995.00"),
        ("ponme los 10 y un combo del rolo, cuánto va", "1,049.00"),
    ],
)
def test_what_was_spoken_of_is_counted_beside_what_is_named(
    talk: NewTalk, said: str, total: str
) -> None:
    conversation = talk("tornillo")
    conversation.says("el bombillo de 9 luz blanca está en oferta?")
    assert total in conversation.reads(said)


def test_each_part_of_a_divided_line_tells_that_there_are_too_few(talk: NewTalk) -> None:
    told = talk("tornillo").reads("cotízame 18 cubetas de pintura acrílica blanca y 1 carretilla")
    lines = [line for line in told.splitlines() if "CUBETA" in line and "×" in line]
    assert len(lines) == 2
    assert all("ahora hay 17" in line for line in lines)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("es vdd q las brochas tan dos por una?", "2X1"),
        ("dique con la pulidora dan una ñapa, q es?", "3 discos"),
        ("hasta cuando dura lo del tinaco?", "20 de octubre"),
        ("la pulidora con disco regalao sigue?", "3 discos"),
    ],
)
def test_an_offer_is_asked_for_by_what_it_gives(talk: NewTalk, said: str, told: str) -> None:
    assert told in talk("tornillo").reads(said)


def test_one_of_several_is_taken_off_and_not_all(talk: NewTalk) -> None:
    conversation = talk("tornillo")
    conversation.says("el combo del inodoro y 2 rolos, cuánto")
    assert "6,845.00" in conversation.reads("quítale un rolo")


def test_what_a_combo_holds_is_asked_of_the_offer(talk: NewTalk) -> None:
    assert "No incluye" in talk("tornillo").reads("el combo del baño incluye instalación?")
    assert "299.00" in talk("tornillo").reads("a cómo el combo de pintura")
