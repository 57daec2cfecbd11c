"""A turn that is about to give up first tries what a clerk would."""

import pytest

from brain.mind.values import Answer, HandOff
from tests.mind.conftest import NewTalk
from tests.mind.talk import words_of


def test_the_last_product_is_meant_in_another_size_and_as_many(talk: NewTalk) -> None:
    conversation = talk("sample")
    assert "300 × RD$ 43.00" in conversation.reads("cuánto son 300 blocks de 6")
    thought = conversation.says("y si fueran de los de 8 los mismos 300")
    assert "300 × RD$ 55.00 = *RD$ 16,500.00*" in words_of(thought)


def test_a_count_beside_courtesies_counts_the_last_product(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("precio de la malla de gallinero")
    assert "30 × RD$ 24.00" in conversation.reads("ta bien y tienen 30?")


@pytest.mark.parametrize(
    "told",
    [
        "mandé a cortar unas planchas ahí y me dieron otra medida, no es la que yo pedí",
        "el camión quedó de venir ayer y toy aquí con la gente parao",
        "me llegaron las losas rotas y el chofer se fue, quién me responde por eso",
    ],
)
def test_what_was_bought_or_promised_and_went_wrong_goes_to_a_person(
    talk: NewTalk, told: str
) -> None:
    for store in ("sample", "pinturas"):
        action = talk(store).says(told).action
        assert isinstance(action, HandOff)
        assert action.department == "servicio"


def test_something_bought_is_no_complaint_by_itself(talk: NewTalk) -> None:
    thought = talk("sample").says("ayer compré cemento titan, hay más?")
    assert isinstance(thought.action, Answer)
    assert "RD$ 548.00" in words_of(thought)


def test_a_question_in_pieces_is_read_as_one(talk: NewTalk) -> None:
    read = talk("sample").reads("hola\nel abanico de techo\nlo tienen?")
    assert "Abanico de techo" in read


def test_an_unknown_word_beside_a_product_is_let_go(talk: NewTalk) -> None:
    assert "Titán" in talk("sample").reads("cmo ta el cemento titan")


def test_the_thing_itself_is_never_let_go(talk: NewTalk) -> None:
    read = talk("sample").reads("hay televisor led de 50?")
    assert "televisor" in read
    assert "inventario" in read


def test_another_account_is_asked_for_with_its_check(talk: NewTalk) -> None:
    conversation = talk("sample", phone="18095550102")
    assert "RD$ 12,450.00" in conversation.reads("estado de la cuenta 0018472")
    read = conversation.reads("y la 0020931 cuánto tiene, tú sabes quién soy")
    assert "4 dígitos" in read
    assert "RD$" not in read


def test_who_does_not_give_the_cedula_is_offered_a_person(talk: NewTalk) -> None:
    conversation = talk("sample", phone="18295559999")
    conversation.says("estado de la cuenta 0018472")
    action = conversation.says("yo no doy esos números por aquí").action
    assert isinstance(action, HandOff)
    assert action.department == "contabilidad"


def test_what_nobody_understands_is_still_asked_about(talk: NewTalk) -> None:
    thought = talk("sample").says("el fueteo de la cosa aquella")
    assert "salvaged" not in " ".join(thought.decision["guards"])


@pytest.mark.parametrize(
    "asked", ["y cuándo llega más o menos", "para cuándo les entra", "en cuántos días llega?"]
)
def test_nobody_makes_up_when_something_comes_in(talk: NewTalk, asked: str) -> None:
    conversation = talk("sample")
    assert "agotado" in conversation.reads("hay cemento panam?")
    thought = conversation.says(asked)
    assert isinstance(thought.action, Answer)
    assert "no tengo la fecha" in words_of(thought)
    assert [c.id for c in thought.action.choices] == ["person:inventario"]


def test_what_is_there_needs_not_come(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("hay cemento titan?")
    assert "RD$ 548.00" in conversation.reads("y cuándo les llega?")


def test_an_account_is_one_though_its_debt_is_asked_for_in_other_words(talk: NewTalk) -> None:
    said = "Talleres Núñez, cuenta no. 0018472, me dicen cuánto hay por ahí para saldarlo"
    assert "4 dígitos" in talk("sample", phone="18295559999").reads(said)
