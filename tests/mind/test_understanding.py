"""What customers want is understood: questions that were written before the rules."""

import tomllib
from pathlib import Path

from tests.mind.conftest import NewTalk
from tests.mind.talk import Talk

QUESTIONS = Path(__file__).parent / "questions" / "blind.toml"
ALIKE = (
    {"existencia", "precio"},
    {"gracias", "despedida", "acuse"},
    {"pago", "deposito"},
)


def test_nearly_all_of_the_blind_questions_are_understood(talk: NewTalk) -> None:
    begun = talk("sample")
    with QUESTIONS.open("rb") as file:
        asked = [(i, q) for i, e in tomllib.load(file).items() for q in e["questions"]]
    missed = [
        q for intent, q in asked if not _understood(intent, Talk(begun.mind, None, begun.now), q)
    ]
    assert len(missed) / len(asked) < 0.03, missed


def _understood(intent: str, talk: Talk, question: str) -> bool:
    decision = talk.says(question).decision
    found = {each["name"] for each in decision["understood"]["intents"]}
    right = next((group for group in ALIKE if intent in group), {intent})
    return bool(found & right)
