"""Another one than the last, and a product however it is described."""

from brain.mind.values import HandOff
from tests.mind.conftest import NewTalk


def test_another_brand_is_asked_for(talk: NewTalk) -> None:
    conversation = talk("sample")
    assert "Rotoplas 150" in conversation.reads("tienen tinaco rotoplas de 150 galones?")
    read = conversation.reads("y de otra marca?")
    assert "Tigre" in read
    assert "Rotoplas" not in read


def test_too_dear_is_no_haggling_where_a_cheaper_one_is_asked_for(talk: NewTalk) -> None:
    conversation = talk("sample")
    assert "7,950.00" in conversation.reads("bomba de agua periférica pedrollo de 1/2")
    read = conversation.reads("ta cara, no hay una más barata?")
    assert "4,350.00" in read
    assert "7,950.00" not in read


def test_the_cheapest_is_said_to_be_so(talk: NewTalk) -> None:
    conversation = talk("sample")
    assert "4,350.00" in conversation.reads("la bomba de agua económica de media")
    assert "lo más económico" in conversation.reads("y una más barata?")


def test_a_sigh_leaves_the_next_question(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.reads("tienen tinaco rotoplas de 500 galones?")
    assert not isinstance(conversation.says("uff ta caro, y el de 250?").action, HandOff)
    assert "8,950.00" in conversation.reads("cuanto el tinaco de 250")


def test_what_a_thing_does_is_no_question_about_hours(talk: NewTalk) -> None:
    read = talk("sample").reads("la boya esa que cierra el agua cuando el tinaco se llena, la hay?")
    assert "Flota para tinaco" in read


def test_a_small_name_and_a_swallowed_s_are_heard(talk: NewTalk) -> None:
    assert "Tinaco" in talk("sample").reads("un tinaquito de 150 galones cuanto vale")
    assert "Flota para" in talk("sample").reads("hay flotica de tinaco?")


def test_the_small_one_is_the_smallest(talk: NewTalk) -> None:
    read = talk("sample").reads("cuánto cuesta el tinaco rotoplas más pequeño")
    assert "6,450.00" in read
    assert "15,800.00" not in read


def test_a_product_is_found_in_a_story(talk: NewTalk) -> None:
    read = talk("sample").reads(
        "mire yo estoy fabricando arriba en casa de mi mamá y el plomero me dijo que ustedes tenían"
        " el tinaco ese rotoplas negrito que no se calienta, el de 500 galones, para ver si hay"
    )
    assert "15,800.00" in read


def test_what_is_to_be_replaced_is_asked_for_and_not_given_back(talk: NewTalk) -> None:
    read = talk("sample").reads("la flota del tinaco está botando agua y quiero cambiarla. Tienen?")
    assert "Flota para tinaco" in read


def test_of_two_things_whichever_is_there_is_spoken_of(talk: NewTalk) -> None:
    read = talk("sample").reads("tienen cemento Panam o cemento Titán, el que haya?")
    assert "548.00" in read
    assert "agotado" not in read


def test_another_one_than_nothing_that_is_there_is_asked_back(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.state = {"products": {"skus": ["gone-meanwhile"], "query": ""}, "topic": "precio"}
    assert "producto" in conversation.reads("y de otra marca?")
