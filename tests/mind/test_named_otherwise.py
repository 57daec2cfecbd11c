"""Things named by their use, their code, their pack, or by what tells one of them from its kin."""

import pytest

from tests.mind.conftest import NewTalk


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("tienen alambre de amarrar estribos?", "Alambre dulce calibre 18*"),
        ("tres libras de 6011, ¿a cómo salen?", "3 × RD$ 145.00"),
        ("dos sacos de cal de pintar cuánto es", "2 × RD$ 365.00"),
        ("saco de arena lavada cuánto vale", "Arena lavada en funda*"),
        ("el toma ese que lleva el botoncito gfci, ¿cuánto es?", "RD$ 965.00"),
        ("la lámpara esa que prende sola con sensor cuánto es", "RD$ 895.00"),
        ("dígame a cómo el candado de 40, para yo sacar mis cuentas", "RD$ 565.00"),
    ],
)
def test_the_thing_is_found(talk: NewTalk, said: str, read: str) -> None:
    assert read in talk("sample").reads(said)


def test_what_is_described_by_what_only_it_has_is_it_alone(talk: NewTalk) -> None:
    read = talk("sample").reads("el taladro que es inalámbrico cuánto sale")
    assert "inalámbrico" in read
    assert "percutor" not in read


def test_what_is_not_quite_as_described_is_named_as_alike(talk: NewTalk) -> None:
    read = talk("sample").reads("tienen el tinaco rotoplas negro de 250?")
    assert "No encontré" in read
    assert "Tinaco Rotoplas 250 galones" in read


def test_what_is_counted_in_a_list_is_answered_for(talk: NewTalk) -> None:
    read = talk("sample").reads("quiero 2 candados de 40 y una ponchera de esas grandes de lavar")
    assert "2 × RD$ 565.00" in read
    assert "ponchera" in read


def test_the_last_thing_is_named_by_its_kind(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("hay brocha de 4 pulgadas?")
    read = conversation.reads("¿a cómo sale la brocha?")
    assert "RD$ 245.00" in read
    assert "RD$ 65.00" not in read


def test_in_another_number_is_another_size(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("precio del alambre thhn 12 rojo")
    assert "THHN #10 rojo" in conversation.reads("y en 10?")


@pytest.mark.parametrize("said", ["tubo conduit de media", "volante de carretilla"])
def test_another_thing_is_not_sold_in_its_place(talk: NewTalk, said: str) -> None:
    read = talk("pinturas").reads(f"tienen {said}?")
    assert "No " in read
    assert "¡Claro!" not in read


def test_what_such_stores_sell_is_answered_for_though_it_is_only_named(talk: NewTalk) -> None:
    assert "No tenemos *desbrozadora*" in talk("pinturas").reads("desbrozadora")


def test_the_cheaper_one_is_for_the_same_use(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("mezcladora de fregadero")
    assert "lavamanos" not in conversation.reads("y una más barata?")


def test_a_street_door_as_it_is_said(talk: NewTalk) -> None:
    read = talk("sample").reads("llavín pa la puerta e la calle, uno digital, cuánto es")
    assert "RD$ 7,450.00" in read


def test_signs_among_the_words_break_nothing(talk: NewTalk) -> None:
    assert talk("sample").reads("tienen tapa de (inodoro con + y * ?")
