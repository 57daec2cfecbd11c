"""Runs last of all files here: whatever was said and done before, no log holds any of it."""

from tests.system import troubles
from tests.system.dialogue import Dialogue
from tests.system.phone import PRIVATE
from tests.system.running import System

OURS = ("db", "web", "worker", "clock")
SECRET = ("TOKEN", "SECRET", "PASSWORD")
TOO_SHORT_TO_TELL = 8


def test_no_log_holds_a_word_a_number_or_a_secret(system: System) -> None:
    dialogue = Dialogue(system)
    refusal = {"kind": "refuse", "match": "visitor-message", "times": 2}
    with troubles.of_rocketchat(system, refusal):
        dialogue.customer("¿A cómo la funda de cemento Titán?")
        answer = dialogue.hears("Titán", within=40)
    room_id = dialogue.marta_serves()
    dialogue.marta.writes(room_id, "Esto no debe estar en ningún registro")
    dialogue.hears("en ningún registro")

    secrets = {value for name, value in system.env.items() if name.endswith(SECRET)}
    secrets -= {"admin"}  # a user name, too
    password = (system.folder / "pg-password").read_text().strip()
    token = str(dialogue.rooms()[0]["v"]["token"])  # opens the room to whoever has it
    private = PRIVATE | secrets | {answer.splitlines()[0], password, token.split("-")[2]}
    logs = "".join(system.log_of(name) for name in OURS)
    assert "worker.ready" in logs
    told = {words for words in private if len(words) >= TOO_SHORT_TO_TELL and words in logs}
    assert not told


def test_nothing_broke_that_nobody_expected(system: System) -> None:
    logs = "".join(system.log_of(name) for name in OURS)
    assert "step.broke" not in logs
    assert "Traceback" not in logs
