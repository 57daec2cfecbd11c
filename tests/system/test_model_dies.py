"""The language model fails in the middle of a turn: the customer hears something in time, once."""

from collections.abc import Iterator

import pytest

from tests.system.dialogue import Dialogue
from tests.system.running import System, wait_until
from tests.world.model_server import MODEL, ModelServer, serving

IN_TIME = 10.0
RIDDLE = "el bejuco aquel amarillo que suena de noche"


@pytest.fixture(scope="module")
def model(system: System) -> Iterator[ModelServer]:
    """A model that never answers, and a worker that asks it."""
    with serving() as server:
        settings = {"LLM_PROVIDER": "ollama", "LLM_MODEL": MODEL, "OLLAMA_URL": server.url}
        with system.worker_with(**settings):
            wait_until(lambda: server.calls, "the worker has warmed the model")
            server.troubled("slow", ms=600_000)
            yield server


def asks(dialogue: Dialogue, model: ModelServer) -> None:
    """The customer asks, and the model is thinking about it."""
    before = len(model.calls)
    dialogue.customer(RIDDLE)
    wait_until(lambda: len(model.calls) > before, "the model was asked", every=0.01)


def hears_once_and_goes_on(dialogue: Dialogue) -> None:
    assert dialogue.hears("", within=IN_TIME)
    dialogue.customer("¿A cómo la funda de cemento Titán?")
    dialogue.hears("RD$ 525.00", within=IN_TIME)
    assert dialogue.phone.hears_nothing_for(1)
    assert len(dialogue.phone.texts()) == 2
    assert [who for who, _ in dialogue.said_in_room()][1::2] == ["asistente", "asistente"]


def test_a_model_that_hangs_is_not_waited_for(dialogue: Dialogue, model: ModelServer) -> None:
    asks(dialogue, model)
    hears_once_and_goes_on(dialogue)


def test_a_model_that_is_killed_while_it_thinks_leaves_nobody_without_a_reply(
    dialogue: Dialogue, model: ModelServer
) -> None:
    asks(dialogue, model)
    model.kill()
    hears_once_and_goes_on(dialogue)
