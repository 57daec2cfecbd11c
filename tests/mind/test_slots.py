"""What a message gives besides its intent."""

from decimal import Decimal

import pytest

from brain.mind import lexicon
from brain.mind.fragments import is_courtesy, is_fragment, joined
from brain.mind.parts import Part, parts
from brain.mind.slots import read_slots

WORDS = lexicon.load()
MONDAY = 0


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("mi cuenta es 0012345", "0012345"),
        ("es la 001-2345", "0012345"),
        ("00 123 45", "0012345"),
        ("No. 0012345 por favor", "0012345"),
        ("cero cero uno dos tres cuatro cinco", "0012345"),
        ("varilla de 3/8", None),
        ("quiero 20 fundas", None),
    ],
)
def test_account_number_is_read_however_it_is_dictated(said: str, number: str | None) -> None:
    assert read_slots(WORDS.normal(said), WORDS, MONDAY).account_number == number


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("10 varillas de 3/8", [Part("varillas 3/8", Decimal(10))]),
        ("varilla 3/8", [Part("varilla 3/8", None)]),
        ("veinte fundas de cemento", [Part("fundas cemento", Decimal(20))]),
        (
            "20 tubos de 4 y 6 codos de 4",
            [Part("tubos 4", Decimal(20)), Part("codos 4", Decimal(6))],
        ),
        ("block de 6", [Part("block 6", None)]),
        ("de 6", [Part("6", None)]),
        ("6", [Part("", Decimal(6))]),
        ('tubo de 1/2" y llave', [Part('tubo 1/2"', None), Part("llave", None)]),
        ("cemento 10 fundas", [Part("fundas cemento", Decimal(10))]),
        ("plywood de 3/4 4x8", [Part("plywood 3/4 4x8", None)]),
    ],
)
def test_products_are_cut_apart_and_counted(said: str, expected: list[Part]) -> None:
    assert parts(WORDS.normal(said), WORDS) == expected


@pytest.mark.parametrize(
    ("said", "department"),
    [
        ("con contabilidad", "contabilidad"),
        ("pásame a cobros", "contabilidad"),
        ("un vendedor", "ventas"),
        ("el encargado", "servicio"),
        ("hola", None),
    ],
)
def test_department_is_heard(said: str, department: str | None) -> None:
    assert read_slots(WORDS.normal(said), WORDS, MONDAY).department == department


def test_tomorrow_is_the_day_after_today() -> None:
    assert read_slots(WORDS.normal("abren mañana?"), WORDS, 6).day == 0
    assert read_slots(WORDS.normal("abren el sábado?"), WORDS, MONDAY).day == 5


def test_anger_is_heard_and_politeness_too() -> None:
    assert read_slots(WORDS.normal("coño ya te dije que no"), WORDS, MONDAY).frustrated
    assert read_slots(WORDS.normal("disculpe, por favor"), WORDS, MONDAY).polite


@pytest.mark.parametrize(
    "text", ["hola", "tienen", "varilla", "buenas tardes", "oye loco", "precio de"]
)
def test_a_beginning_is_waited_for(text: str) -> None:
    assert is_fragment(text)


@pytest.mark.parametrize(
    "text",
    [
        "tienen varilla?",
        "a como la funda de cemento",
        "1002754",
        "gracias",
        "ok",
        "varilla 3/8",
        "",
        "quiero hablar con una persona",
        "horario",
        "Necesito diez fundas para mañana.",
    ],
)
def test_a_whole_message_is_answered_at_once(text: str) -> None:
    assert not is_fragment(text)


@pytest.mark.parametrize(
    ("burst", "text"),
    [
        ("hola\ntienen\nvarilla\nde 3/8", "hola tienen varilla de 3/8"),
        (
            "necesito:\n10 varillas 3/8\n5 fundas de cemento",
            "necesito: 10 varillas 3/8, 5 fundas de cemento",
        ),
        ("tienen cemento?\na que hora cierran?", "tienen cemento? a que hora cierran?"),
        (
            "quiero saber el precio\ncuanto vale el martillo",
            "quiero saber el precio\ncuanto vale el martillo",
        ),
    ],
)
def test_a_burst_becomes_one_text(burst: str, text: str) -> None:
    assert joined(burst) == text


@pytest.mark.parametrize(
    ("said", "courtesy"),
    [
        ("ok gracias", True),
        ("Muchas gracias, quedo atento", True),
        ("gracias, ¿y cuánto vale?", False),
        ("", False),
        ("hola", False),
    ],
)
def test_thanks_alone_want_nothing(said: str, courtesy: bool) -> None:
    assert is_courtesy(said) == courtesy
