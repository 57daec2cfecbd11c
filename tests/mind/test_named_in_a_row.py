"""Things named side by side, counted as "3 de eso", and what is asked beside a product."""

import pytest

from brain.mind.values import HandOff
from tests.mind.conftest import NewTalk
from tests.mind.talk import words_of


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("tienen machete pala pico carretilla", ["Machete", "Pala", "Pico", "Carretilla"]),
        ("precio de cemento varilla y block", ["Cemento gris", "Varilla", "Block"]),
        (
            "cuanto vale el cemento gris la varilla de 3/8 el block de 6 y la arena",
            ["Cemento gris", 'Varilla corrugada 3/8"', 'Block de concreto 6"', "Arena"],
        ),
        ("pintura blanca brocha rolo", ["Pintura acrílica", "Brocha", "Rolo"]),
        ("que ofertas hay en pintura taladro tinaco", ["Pintura", "Tinaco", "Taladro"]),
    ],
)
def test_names_side_by_side_are_a_list(talk: NewTalk, said: str, named: list[str]) -> None:
    told = talk("sample").reads(said)
    assert [name for name in named if name not in told] == []


def test_a_thing_and_its_use_are_no_list(talk: NewTalk) -> None:
    told = talk("sample").reads("tornillo madera y clavos")
    assert "Madera" not in told
    assert "Tornillo para madera" in told


def test_a_story_is_no_list(talk: NewTalk) -> None:
    thought = talk("sample").says(
        "yo pagué unas varillas ayer y me dijeron q salian temprano, tengo 4 hombres paraos y nada"
    )
    assert isinstance(thought.action, HandOff)


def test_what_nobody_knows_before_the_question_is_talk(talk: NewTalk) -> None:
    assert "Teflón" in talk("sample").reads("ombe y ustedes no tienen cinta de teflon")


def test_boards_by_their_sides_in_words(talk: NewTalk) -> None:
    told = talk("sample").reads("madera de dos por cuatro tienen")
    assert "2x4x12" in told
    assert "1x4" not in told


def test_a_tap_for_the_basin_is_called_pluma_too(talk: NewTalk) -> None:
    told = talk("sample").reads("una pluma sencilla para lavamanos hay")
    assert "Llave sencilla para lavamanos" in told


@pytest.mark.parametrize(
    ("turns", "total"),
    [
        (["precio varilla de media", "y la de 3/8", "dame el total de 20 de esa"], "5,700.00"),
        (["cuanto cuesta el martillo", "2 de eso y 3 brochas de 2 cuanto es todo"], "1,735.00"),
    ],
)
def test_so_many_of_that(talk: NewTalk, turns: list[str], total: str) -> None:
    conversation = talk("sample")
    assert total in [conversation.reads(said) for said in turns][-1]


def test_a_count_before_the_choice_is_worked_out_for_each(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("precio del clavo")
    assert "5 le salen en RD$ 260.00" in conversation.reads("dame 5 libras")


@pytest.mark.parametrize(
    ("product", "said", "told"),
    [
        ("cuanto cuesta el tinaco", "y ese incluye la instalacion?", "*Instalación*"),
        ("precio del tinaco rotoplas de 250", "eso es con itbis?", "incluyen ITBIS"),
        ("cuanto cuesta el taladro", "y ese trae garantia", "*Garantía"),
    ],
)
def test_what_is_asked_beside_a_product(talk: NewTalk, product: str, said: str, told: str) -> None:
    conversation = talk("sample")
    conversation.says(product)
    answer = conversation.says(said)
    read = words_of(answer)
    assert told in read
    assert "le sale a" not in read


def test_a_list_to_be_quoted_goes_with_how_it_is_to_be_sent(talk: NewTalk) -> None:
    thought = talk("sample").says(
        "quisiera una cotizacion formal a nombre de la iglesia con un martillo de uña, dos codos "
        "pvc presion de media, 3 rolos y si me la puede mandar en papel timbrado mejor"
    )
    assert isinstance(thought.action, HandOff)
    assert thought.action.department == "cotizaciones"
    assert "2 × *Codo PVC presión" in thought.action.text


@pytest.mark.parametrize(
    "said",
    [
        "no me se el numero de cuenta, estoy a nombre de talleres disla",
        "se me olvido mi numero de cuenta",
    ],
)
def test_who_lost_the_number_of_his_account_gets_a_person(talk: NewTalk, said: str) -> None:
    action = talk("sample").says(said).action
    assert isinstance(action, HandOff)
    assert action.department == "contabilidad"


def test_who_passed_by_asks_for_nobody(talk: NewTalk) -> None:
    told = talk("sample").reads(
        "le cuento que pase por la ferreteria ayer y vi el tinaco de oferta, en cuanto es que esta"
    )
    assert "Tinaco" in told


def test_how_a_named_thing_is_sold_names_no_other(talk: NewTalk) -> None:
    told = talk("sample").reads(
        "precio de la malla electrosoldada, la venden por plancha o por rollo"
    )
    assert "ciclónica" not in told


@pytest.mark.parametrize(
    ("asked", "then", "told"),
    [
        ("hacen delivery a la victoria", "y cuanto sale eso", "Tarifas por zona"),
        ("me instalan el inversor?", "cuanto cobran", "*Instalación*"),
        ("aceptan devoluciones", "hasta cuantos dias", "15 días"),
    ],
)
def test_what_a_service_costs_is_asked_of_the_service(
    talk: NewTalk, asked: str, then: str, told: str
) -> None:
    conversation = talk("sample")
    conversation.says(asked)
    assert told in conversation.reads(then)


def test_brought_to_a_place_with_a_branch_is_a_delivery(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("precio del inodoro economico")
    assert "Entregas y transporte" in conversation.reads("me lo llevan a herrera?")


def test_three_sizes_in_a_row(talk: NewTalk) -> None:
    told = talk("sample").reads("codo pvc presion de 1/2 de 3/4 y de 1")
    assert [price for price in ("18.00", "26.00", "42.00") if price not in told] == []


def test_both_of_them_are_added_up(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("tienen breaker de 20")
    conversation.says("y de 30")
    assert "Total: RD$ 730.00" in conversation.reads("cuanto los dos")


def test_what_comes_with_a_thing_is_not_told_of_another(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("precio del inodoro economico blanco")
    assert "hoyos" not in conversation.reads("ese viene con tapa?")
