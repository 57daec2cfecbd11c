"""One customer writes a thousand messages a minute; the others are answered as ever."""

from concurrent.futures import ThreadPoolExecutor

from tests.system.dialogue import Dialogue
from tests.system.running import System, wait_until

PRICE = "¿A cómo la funda de cemento Titán?"
LINES = 150


def test_a_flood_enters_whole_in_few_messages_and_holds_up_nobody(
    system: System,
) -> None:
    flooder, other = Dialogue(system), Dialogue(system)
    lines = [f"renglón {number:03d}" for number in range(LINES)]
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(lambda: [flooder.phone.says(line) for line in lines])
        other.customer(PRICE)
        other.hears("Titán")
        writing.result()
    wait_until(lambda: len(words_in_room(flooder)) == LINES, "all of it is in the room", 60)
    assert sorted(words_in_room(flooder)) == lines
    assert len(written(flooder)) < LINES / 2
    assert len(flooder.phone.texts()) < 6


def words_in_room(dialogue: Dialogue) -> list[str]:
    return [line for text in written(dialogue) for line in text.splitlines()]


def written(dialogue: Dialogue) -> list[str]:
    if not dialogue.rooms():
        return []
    return [text for who, text in dialogue.said_in_room() if who.startswith("wa-")]
