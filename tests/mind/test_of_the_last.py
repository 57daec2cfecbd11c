"""What is said of the last product, or of those before it, and of nothing where there is none."""

import pytest

from brain.mind.values import Ask
from tests.mind.conftest import NewTalk


@pytest.mark.parametrize("said", ["el segundo", "la primera, por favor", "¿tiene uno más grande?"])
def test_nothing_was_spoken_of(talk: NewTalk, said: str) -> None:
    read = talk("sample").reads(said)
    assert "producto" in read
    assert "No tenemos" not in read


@pytest.mark.parametrize(
    ("first", "then", "read"),
    [
        ("breaker de 20", "¿y 30?", "1 polo 30 A"),
        ("block de 6", "¿y 8?", 'Block de concreto 8"'),
        ("lija de agua 120", "¿y 220?", "Lija de agua #220"),
        ("cemento Titán", "¿y 20?", "20 × RD$ 525.00"),
        ("cemento Titán", "20, ¿y si llevo 30?", "30 × RD$ 525.00"),
        ("taladro inalámbrico", "¿trae batería?", "con 2 baterías"),
        ("tinaco de 500 galones Rotoplas", "¿me alcanza?", "RD$ 15,800.00"),
        ("¿qué mangueras de jardín tienen?", "la más larga, ¿cuántas quedan?", "Hay 17"),
        ("brocha de 2", "no, la de 3, no la de 2 pulgadas", 'Brocha 3"'),
        ("¿el tinaco de 500 sigue en oferta?", "¿la oferta ya pasó?", "Tinaco Rotoplas 500"),
    ],
)
def test_it_is_said_of_the_last(talk: NewTalk, first: str, then: str, read: str) -> None:
    customer = talk("sample")
    customer.says(first)
    shown = customer.reads(then)
    assert read in shown
    assert "No tenemos" not in shown


def test_of_each_that_was_spoken_of(talk: NewTalk) -> None:
    customer = talk("sample")
    customer.says("martillo")
    customer.says("¿y el serrucho?")
    assert "Total: RD$ 1,440.00" in customer.reads("uno de cada uno, ¿cuánto sería?")


def test_a_count_in_another_pack_is_of_what_is_sold_so(talk: NewTalk) -> None:
    customer = talk("sample")
    customer.says("galón de pintura acrílica Tropical blanco 00")
    assert "2 × RD$ 6,980.00" in customer.reads("2 cubetas, ¿cuánto es?")


def test_a_tool_that_brings_nothing_by_its_name_is_for_people(talk: NewTalk) -> None:
    customer = talk("sample")
    customer.says("taladro inalámbrico")
    assert "Broca" not in customer.reads("¿trae mechas?")


def test_the_way_to_a_branch_is_no_stock_there(talk: NewTalk) -> None:
    customer = talk("sample")
    customer.says("varilla de 1/2")
    assert "Hermanas Mirabal" in customer.reads("toy por Villa Mella, ¿dónde queda la tienda?")


@pytest.mark.parametrize("place", ["si toy en Boca Chica", "a Hato Mayor", "pa Villa Mella"])
def test_a_place_after_the_delivery_is_where_it_goes(talk: NewTalk, place: str) -> None:
    customer = talk("sample")
    customer.says("¿hacen envíos?")
    assert "tarifa" in customer.reads(f"¿y {place}?")


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("tengo 12.500 pesos para un tinaco", "Tinaco Rotoplas"),
        ("necesito un combo de taladro y pulidora", "Taladro percutor"),
        ("yo quería la de 3, no la de 2 pulgadas, la brocha", 'Brocha 3"'),
        ("vi un anuncio del taladro inalámbrico, ¿qué precio tiene?", "RD$ 9,450.00"),
        ("¿tienen tubo de 4 pal desagüe?", "Tubo PVC drenaje"),
        ("me dijeron que compre el kit completo del inodoro, ¿lo tienen?", "Kit completo"),
        ("¿hay pega loca?", "Pegamento instantáneo"),
        ("alambre 12 negro y el 10 rojo", "37.50"),
    ],
)
def test_the_thing_is_read_out_of_it(talk: NewTalk, said: str, read: str) -> None:
    shown = talk("sample").reads(said)
    assert read in shown
    assert "No tenemos" not in shown
    assert "No encontré" not in shown


def test_what_is_named_again_is_wanted_once(talk: NewTalk) -> None:
    said = "la manguera de jardín de 50 pies se rompió, necesito una nueva, ¿qué precio tiene?"
    assert "Total" not in talk("sample").reads(said)


def test_of_two_the_one_that_is_not_denied(talk: NewTalk) -> None:
    customer = talk("sample")
    customer.says("¿qué mangueras de jardín tienen?")
    assert "100 pies" in customer.reads("la de 50 no, la otra")


def test_one_of_another_kind_is_not_offered_for_its_attribute(talk: NewTalk) -> None:
    customer = talk("sample")
    customer.says("breaker de 60 doble")
    assert "Interruptor" not in customer.reads("¿y sencillo?")


def test_a_number_alone_goes_to_nobody(talk: NewTalk) -> None:
    assert "agente" not in talk("sample").reads("301")
    assert isinstance(talk("sample").says("301").action, Ask)


def test_both_of_the_last_are_added_up(talk: NewTalk) -> None:
    customer = talk("sample")
    customer.says("martillo")
    customer.says("¿y el serrucho?")
    assert "Total: RD$ 1,440.00" in customer.reads("dame los dos cuanto e to")


def test_of_each_is_counted_as_it_is_sold(talk: NewTalk) -> None:
    customer = talk("sample")
    customer.says("tornillo para sheetrock")
    customer.says("¿y el diablito?")
    assert "Total: RD$ 470.00" in customer.reads("2 cientos de cada uno")


def test_a_size_behind_a_colour_counts_nothing(talk: NewTalk) -> None:
    assert "275 ×" not in talk("sample").reads("tinaco negro o azul de 275")


def test_half_an_inch_more_is_another_size(talk: NewTalk) -> None:
    customer = talk("sample")
    customer.says("bisagras")
    read = customer.reads("las de 3 y media")
    assert "tenemos *Bisagra" not in read
    assert "le sale" not in read


def test_what_a_room_measures_is_no_size_of_a_board(talk: NewTalk) -> None:
    said = "tengo que pintar dos cuartos de cuatro por cuatro, cuántos galones"
    assert "4x4" not in talk("sample").reads(said)
