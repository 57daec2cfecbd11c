"""Customers talk to three stores, and read what a good clerk would have written."""

from pathlib import Path

import pytest

from knowledge.models import database
from tests.mind.conftest import NewTalk
from tests.mind.dialogue import Dialogue, load, wrong

FILES = Path(__file__).parent / "dialogues"


def _all() -> list[Dialogue]:
    # A store's dialogues together: the index is shown once a store.
    found = [d for path in sorted(FILES.glob("*.toml")) for d in load(path)]
    return sorted(found, key=lambda dialogue: dialogue.store)


@pytest.mark.parametrize("dialogue", _all(), ids=str)
def test_dialogue(dialogue: Dialogue, talk: NewTalk) -> None:
    conversation = talk(dialogue.store, dialogue.phone)
    for line in dialogue.lines:
        thought = conversation.says(line.say)
        with database.connection_context():
            found = wrong(line, thought)
        assert not found, f"{line.say} -> {thought.action}"
