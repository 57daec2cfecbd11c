"""People tell what happened, correct themselves and bargain; what they want is found in it."""

import pytest

from brain.mind.values import HandOff
from tests.mind.conftest import NewTalk

HOLDER = "18095550102"


@pytest.mark.parametrize(
    "text",
    [
        "la cuenta 0020931\nperdón, 0018472, cuánto debo ahí",
        "estado de la 0020931, digo, 0018472",
        "Colmado Peralta, cuenta no. 0018472, me dicen el balance",
        "yo quería saber qué es lo que yo debo ahí, mi número de cuenta es el 0018472",
    ],
)
def test_the_corrected_account_is_the_one_that_is_meant(talk: NewTalk, text: str) -> None:
    assert "RD$ 12,450.00" in talk("sample", phone=HOLDER).reads(text)


@pytest.mark.parametrize(
    "text",
    [
        "me llegaron 6 planchas de sheetrock partidas y el chofer se fue, quién me responde",
        "el camión trajo dos cajas de cerámica rotas",
        "ayer me despacharon cinco varillas de menos",
        "estoy esperando el cemento desde las 8 y nada",
        "llevo la mañana con los obreros parados y yo pagándoles, ustedes no traen nada",
        "el tinaco llegó abollado por un lado",
        "vinieron tres fundas de cemento mojadas",
        "hoy el muchacho me despachó 10 blocks de menos, que alguien me llame, tengo la factura",
    ],
)
def test_what_went_wrong_goes_to_service(talk: NewTalk, text: str) -> None:
    action = talk("sample").says(text).action
    assert isinstance(action, HandOff)
    assert action.department == "servicio"


@pytest.mark.parametrize(
    "text",
    [
        "en cuánto me deja 60 varillas de 3/8, no me dé el precio de lista",
        "déjamela en 8 mil y me llevo 4",
        "póngamelo en 500 y cierro",
        "en cuanto me pone 200 fundas de cemento",
    ],
)
def test_who_bargains_gets_a_seller(talk: NewTalk, text: str) -> None:
    conversation = talk("sample")
    conversation.says("precio de la varilla de 3/8")
    action = conversation.says(text).action
    assert isinstance(action, HandOff)
    assert action.department == "ventas"


def test_at_least_so_many_is_no_bargaining(talk: NewTalk) -> None:
    assert "Varilla" in talk("sample").reads("hay por lo menos 20 varillas de 3/8?")


def test_how_many_are_left_and_how_many_are_needed_is_no_advice(talk: NewTalk) -> None:
    assert "Varilla" in talk("sample").reads("cuántas varillas de 3/8 les quedan, necesito 20")


@pytest.mark.parametrize("asked", ["a cm ta el tinaco de 500?", "a cmo el tinaco de 500"])
def test_how_much_is_written_short(talk: NewTalk, asked: str) -> None:
    assert "Tinaco Rotoplas 500" in talk("sample").reads(asked)


@pytest.mark.parametrize(
    "text",
    [
        "la factura que me hicieron tiene el RNC equivocado",
        "solicitamos la corrección de la factura del martes",
    ],
)
def test_a_wrong_invoice_goes_to_people(talk: NewTalk, text: str) -> None:
    action = talk("sample").says(text).action
    assert isinstance(action, HandOff)
    assert action.department in {"servicio", "contabilidad"}


def test_who_wants_to_pay_in_parts_gets_accounting(talk: NewTalk) -> None:
    conversation = talk("sample", phone=HOLDER)
    conversation.says("estado de la cuenta 0018472")
    action = conversation.says("quiero hacer un acuerdo de pago con alguien").action
    assert isinstance(action, HandOff)
    assert action.department == "contabilidad"


def test_who_keeps_the_digits_to_himself_gets_a_person(talk: NewTalk) -> None:
    conversation = talk("sample", phone="18295559999")
    conversation.says("balance de la cuenta 0018472")
    action = conversation.says("no mano, yo no doy mi cédula por aquí").action
    assert isinstance(action, HandOff)
    assert action.department == "contabilidad"
