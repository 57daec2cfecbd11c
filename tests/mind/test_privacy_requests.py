"""The notice says: tell us if you want to know what we keep, or have it erased. People hear it."""

import pytest

from brain.mind.values import HandOff
from tests.mind.conftest import NewTalk


@pytest.mark.parametrize(
    "words",
    [
        "quiero que borren mis datos",
        "qué datos guardan de mí?",
        "eliminen toda mi información por favor",
        "qué guardan sobre mi",
        "bórrenme los mensajes",
        "política de privacidad",
    ],
)
def test_who_asks_for_what_is_kept_gets_a_person(talk: NewTalk, words: str) -> None:
    assert isinstance(talk("sample").says(words).action, HandOff)


def test_who_wants_to_erase_a_wall_gets_none(talk: NewTalk) -> None:
    action = talk("sample").says("tienen algo para quitar la pintura de la pared?").action
    assert not isinstance(action, HandOff)
