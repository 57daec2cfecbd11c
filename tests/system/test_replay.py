"""`python -m brain replay`: what was said is said again to today's mind, and nobody hears it."""

from tests.system.dialogue import Dialogue


def test_a_conversation_is_replayed_and_nothing_is_sent(dialogue: Dialogue) -> None:
    dialogue.customer("¿A cómo la funda de cemento Titán?")
    dialogue.hears("Titán")
    room = dialogue.room()
    said = dialogue.said_in_room()
    told = dialogue.system.brain("replay", room).stdout
    assert "funda de cemento Titán" in told
    assert "0 of 1 turns differ" in told
    assert dialogue.said_in_room() == said


def test_a_conversation_becomes_a_case_and_an_unknown_room_is_told(dialogue: Dialogue) -> None:
    dialogue.customer("hay brochas de 2?")
    dialogue.hears("Brocha")
    case = dialogue.system.brain("replay", "--eval-case", dialogue.room()).stdout
    assert "customer: hay brochas de 2?" in case
    assert dialogue.name not in case
    refused = dialogue.system.brain("replay", "no-such-room", check=False)
    assert refused.returncode == 1
    assert "Error: no such room: no-such-room" in refused.stderr
    assert "Traceback" not in refused.stderr
