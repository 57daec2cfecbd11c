"""A question stands in a story, behind a greeting, beside an errand: it is found there."""

import pytest

from brain.mind.values import HandOff
from tests.mind.conftest import NewTalk


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("un vecino me dijo que ustedes venden varilla de 3/8, todavía les queda?", "285.00"),
        ("mi maestro me mandó a comprar varilla de 3/8, a cómo está", "285.00"),
        ("vi que ustedes venden varilla de 3/8, a cómo está", "285.00"),
        ("le escribe Cheo el de la herrería, siempre compro varilla de 3/8, a cómo está", "285.00"),
        ("soy ingeniero, siempre les compro. ¿A cómo tienen la varilla de 3/8?", "285.00"),
        ("aquí se va la luz día y noche y no se duerme, ¿tienen varilla de 3/8?", "285.00"),
        ("se me metieron al patio, el diablo. necesito varilla de 3/8, cuánto sería", "285.00"),
        ("varilla de 3/8, no la de fibra, hay?", "285.00"),
    ],
)
def test_the_question_in_a_story_is_answered(talk: NewTalk, text: str, read: str) -> None:
    assert read in talk("sample").reads(text)


def test_a_sentence_behind_a_greeting_is_not_lost(talk: NewTalk) -> None:
    text = (
        "saludos, le habla Julio, yo tengo una cuenta mía ahí con ustedes y quiero saber "
        "cómo ando en la mía"
    )
    assert "número de cuenta" in talk("sample").reads(text)


def test_what_a_manager_promised_goes_to_the_sellers(talk: NewTalk) -> None:
    text = "hablé con el gerente y me dijo que la varilla de 3/8 me la iban a dejar en 100 pesos"
    action = talk("sample").says(text).action
    assert isinstance(action, HandOff)
    assert action.department == "ventas"


def test_what_is_described_beside_what_was_found_is_not_passed_over(talk: NewTalk) -> None:
    read = talk("sample").reads(
        "tienen varilla de 3/8 y un tinaco de los negros grandes de hacer agua?"
    )
    assert "Varilla" in read
    assert "Tinaco" in read


def test_a_better_price_for_so_many_goes_to_people_also_behind_the_product(talk: NewTalk) -> None:
    text = (
        "Necesito 250 fundas de cemento Titán. ¿Me pueden hacer un mejor precio por esa cantidad?"
    )
    assert isinstance(talk("sample").says(text).action, HandOff)
