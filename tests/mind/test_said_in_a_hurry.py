"""What the impatient say around a question, and words that only look like another want."""

import pytest

from brain.mind.values import HandOff
from tests.mind.conftest import NewTalk


@pytest.mark.parametrize(
    "said",
    [
        "manito toy buscando 50 variya d media, uste tiene eso o me voy pa otro lao",
        "hay 50 varilla de media o me voy a otra ferretería?",
        "tienen 50 varillas de 1/2 o si no me voy por otro lado",
    ],
)
def test_a_threat_to_go_elsewhere_names_nothing(talk: NewTalk, said: str) -> None:
    told = talk("tornillo").reads(said)
    assert "24,750.00" in told
    assert "No tenemos" not in told
    assert "3/4" not in told


def test_a_toilet_that_does_not_go_down_haggles_about_nothing(talk: NewTalk) -> None:
    told = talk("tornillo").reads("el baño mio no baja bien, necesito la tripa de inodoro, tienen?")
    assert "575.00" in told


def test_a_pipe_for_drainage_is_no_elbow(talk: NewTalk) -> None:
    conversation = talk("tornillo")
    assert "agotado" in conversation.reads("hay tubo de 4 pa drenaje?")
    assert "465.00" in conversation.reads("y de 2?")


def test_the_smallest_is_heard_however_it_is_spelt(talk: NewTalk) -> None:
    conversation = talk("tornillo")
    conversation.says("candado yale cuanto?")
    assert "520.00" in conversation.reads("el chikito")


def test_what_was_charged_twice_is_for_people(talk: NewTalk) -> None:
    thought = talk("sample").says("me cobraron 2 vece el mismo candado con la tarjeta")
    assert isinstance(thought.action, HandOff)
