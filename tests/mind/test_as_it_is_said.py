"""Country spelling is read as it sounds, and what is said around a product is no product."""

import pytest

from brain.mind.folding import grouped
from brain.mind.lexicon import hearing, load
from brain.mind.slots import read_slots
from brain.mind.values import Ask
from tests.mind.conftest import NewTalk


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("epecial", "especial"),
        ("queremo", "queremos"),
        ("cotizeme", "coticeme"),
        ("compral", "comprar"),
        ("arguien", "alguien"),
        ("mojao", "mojado"),
    ],
)
def test_a_word_is_read_as_it_sounds(said: str, meant: str) -> None:
    assert load().normal(said) == meant


@pytest.mark.parametrize("word", ["perro", "barrio", "cera", "junta", "regla", "paredes", "piton"])
def test_another_word_that_sounds_nearly_so_stays(word: str) -> None:
    assert load().normal(word) == word


def test_letters_are_dropped_by_the_tongue_and_never_added() -> None:
    assert hearing("epecial") == hearing("especial")
    assert hearing("claro") != hearing("claros")


@pytest.mark.parametrize(
    "said", ["buen día, cómo amanecen por allá", "saludo, y cómo anda la gente"]
)
def test_a_greeting_of_the_country_is_greeted(talk: NewTalk, said: str) -> None:
    assert "Buenos días" in talk("sample").reads(said)


@pytest.mark.parametrize(
    "said",
    [
        "estoy levantando una pared, tienen cemento titan?",
        "somo de Jánico y tamo techando la iglesia, hay cemento titan?",
        "que Dios me lo acompañe, venden cemento titan?",
        "tienen cemento titan, que se me moja el de la obra",
    ],
)
def test_the_story_around_a_product_is_not_looked_for(talk: NewTalk, said: str) -> None:
    read = talk("sample").reads(said)
    assert "RD$ 548.00" in read
    assert "inventario" not in read


def test_what_is_wanted_beside_a_product_and_is_not_there_is_said(talk: NewTalk) -> None:
    read = talk("sample").reads("tienen cemento titan y neveras?")
    assert "RD$ 548.00" in read
    assert "neveras* en nuestro inventario" in read


def test_a_count_with_a_dropped_letter_counts_the_last_product(talk: NewTalk) -> None:
    conversation = talk("sample")
    conversation.says("precio de la malla de gallinero")
    assert "40 × RD$ 24.00 = *RD$ 960.00*" in conversation.reads("40 pie entonce")


@pytest.mark.parametrize(
    "said", ["quieo que me coticen 12 varillas lisas", "me cotisan 12 varillas lisas"]
)
def test_a_quotation_is_heard_however_it_is_spelt(talk: NewTalk, said: str) -> None:
    thought = talk("sample").says(said)
    assert isinstance(thought.action, Ask)
    assert "RD$ 1,776.00" in thought.action.text


def test_a_comma_between_thousands_divides_nothing(talk: NewTalk) -> None:
    conversation = talk("sample")
    assert "1,500 ×" in conversation.reads("¿cuánto salen 1,500 blocks de 6?")
    assert "1,200 ×" in conversation.reads("y 1,200 de 8")


def test_a_figure_with_thousands_is_given_back_as_it_was_written(talk: NewTalk) -> None:
    read = talk("sample").reads("¿tienen turbinas de 12,500 galones?")
    assert "12 500" not in read
    assert "500 galones" not in read.replace("12,500 galones", "")


def test_commas_of_a_list_are_no_thousands() -> None:
    assert grouped("1,500 blocks, 2,5 metros y 1,2,300") == {"1500"}


def test_money_with_thousands_is_no_account_number() -> None:
    assert read_slots("deposité 19,250 ayer", load(), 0).account_number is None
    assert read_slots("mi cuenta es la 19250", load(), 0).account_number == "19250"
