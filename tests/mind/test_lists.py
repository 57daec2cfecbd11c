"""Lists as people send them: line by line, with counts before or behind, dictated in a row."""

import pytest

from brain.mind.fragments import joined
from brain.mind.values import Answer, HandOff
from tests.mind.conftest import NewTalk
from tests.mind.talk import words_of

CEMENT, ROD, TEE = "Cemento gris Titán", 'Varilla 3/8"', "Tee PVC"


@pytest.mark.parametrize(
    ("burst", "one"),
    [
        (
            "Ocupo lo siguiente\n- arena 3\n- cal 2 fundas",
            "Ocupo lo siguiente, arena 3, cal 2 fundas",
        ),
        ("1. pala 2\n2. pico 1\n3. soga", "pala 2, pico 1, soga"),
        ("12- codos\n15- tee de media", "12 codos, 15 tee de media"),
        ("Clavos: 5 lb\nGrapas = 3", "5 lb de Clavos, 3 Grapas"),
        ("• Brocha (4)\n• Rolo x 2", "4 Brocha, 2 Rolo"),
        ("precio de:\nlavamanos\ninodoro\nespejo", "precio de: lavamanos, inodoro, espejo"),
        ("hay tubo de 4?\ny codo de 4", "hay tubo de 4?\ny codo de 4"),
        (
            "cuanto cuesta el breaker 20\ncuanto el de 30",
            "cuanto cuesta el breaker 20\ncuanto el de 30",
        ),
        ("el martillo\nla sierra", "el martillo\nla sierra"),
    ],
)
def test_lines_become_a_list_where_they_are_one(burst: str, one: str) -> None:
    assert joined(burst).replace("hay tubo de 4? y", "hay tubo de 4?\ny") == one


@pytest.mark.parametrize(
    "said",
    [
        "Necesito lo siguiente\n- cemento titan 20\n- varilla de 3/8 grado 60 15",
        "cemento Titán: 20\nvarilla 3/8 grado 60: 15\ncuánto sale todo?",
        "precio de cemento titan 20 unidades, varilla 3/8 grado 60 15 unidades",
        "me da precio de esto:\n1- 20 cemento titan\n2- 15 varilla 3/8 grado 60",
        "cuanto es cemento titan (20)\nvarilla 3/8 grado 60 (15)",
    ],
)
def test_a_list_is_added_up_wherever_its_counts_stand(talk: NewTalk, said: str) -> None:
    told = talk("sample").reads(said)
    assert "20 × RD$ 525.00 = *RD$ 10,500.00*" in told
    assert "15 × RD$ 309.00 = *RD$ 4,635.00*" in told
    assert "Total: RD$ 15,135.00" in told


def test_a_number_behind_a_thing_that_is_sold_in_that_size_is_no_count(talk: NewTalk) -> None:
    told = talk("electricos").reads("precio de breaker 20, breaker 30 y tape")
    assert "20 ×" not in told
    assert "30 ×" not in told


def test_a_list_dictated_without_commas_is_cut_at_its_counts(talk: NewTalk) -> None:
    told = talk("sample").reads(
        "precio de 20 cemento titan 15 varilla 3/8 grado 60 y 2 carretillas"
    )
    assert "20 × RD$ 525.00" in told
    assert "15 × RD$ 309.00" in told


def test_who_asks_to_be_given_the_price_haggles_for_nothing(talk: NewTalk) -> None:
    action = talk("sample").says("me hace el favor y me da precio de la carretilla").action
    assert isinstance(action, Answer), action
    haggled = talk("sample").says("me hace un buen precio por 200 varillas?").action
    assert isinstance(haggled, HandOff)


@pytest.mark.parametrize("said", ["ok cotízamelo", "hágame la cotización de eso", "me lo cotiza?"])
def test_what_was_added_up_is_quoted_without_being_said_again(talk: NewTalk, said: str) -> None:
    conversation = talk("sample")
    conversation.says("cuánto es 20 cemento titan y 15 varillas 3/8 grado 60")
    assert "Total: RD$ 15,135.00" in words_of(conversation.says(said))


def test_what_was_left_open_is_quoted_too_and_still_asked(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("cuánto es 20 cemento titan y 4 brochas")
    told = conversation.reads("cotízamelo")
    assert "20 × *Cemento" in told
    assert "brocha" in told.lower()
    assert "¿Cuál" in told


def test_a_count_in_words_of_pieces_is_of_the_last_thing(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("a cómo está la varilla 3/8 grado 60")
    assert "8 × RD$ 309.00" in conversation.reads("Perfecto. ¿Y cuánto serían ocho unidades?")


def test_a_size_and_a_colour_begin_no_new_thing_on_a_dictated_list(talk: NewTalk) -> None:
    said = "precio de 500 pies alambre 12 rojo, 300 pies alambre 12 negro, 20 breakers y 3 tape"
    told = talk("electricos").reads(said)
    assert "De *rojo*" not in told
    assert "De *negro*" not in told


def test_all_counts_of_a_list_may_stand_behind_with_and_without_a_measure(talk: NewTalk) -> None:
    said = (
        "necesito para una obra cemento titan gris 50 fundas, varilla 3/8 grado 60 45, "
        "alambre dulce 20 libras"
    )
    told = talk("sample").reads(said)
    assert "50 × RD$ 525.00" in told
    assert "45 × RD$ 309.00" in told
    assert "20 × RD$ 58.00" in told
