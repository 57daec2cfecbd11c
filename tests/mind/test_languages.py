"""A customer who writes English gets the figures; what is not understood goes to a person."""

import pytest

from brain.mind.language import language_of
from brain.mind.values import HandOff
from tests.mind.conftest import NewTalk


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("how much is the titan cement?", "RD$ 525.00"),
        ("Hello, do you have 3/8 rebar grade 60", "RD$ 309.00"),
        ("what time do you close?", "6:00pm"),
        ("where are you located", "Estamos en"),
    ],
)
def test_english_questions_get_their_figures(talk: NewTalk, said: str, answer: str) -> None:
    assert answer in talk("sample").reads(said)


@pytest.mark.parametrize(
    "said", ["could you please help my cousin with this thing", "Bonjou, mwen bezwen siman"]
)
def test_what_is_not_understood_in_another_language_goes_to_a_person(
    talk: NewTalk, said: str
) -> None:
    thought = talk("sample").says(said)
    assert isinstance(thought.action, HandOff)
    assert "idioma" in thought.action.reason


@pytest.mark.parametrize("said", ["no me vendan otra cosa", "switch doble", "plywood", "hay tape?"])
def test_spanish_with_borrowed_words_is_spanish(said: str) -> None:
    assert language_of(said) == "es"
