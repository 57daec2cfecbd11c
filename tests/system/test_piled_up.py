"""More than can be done: what piled up is taken oldest first, all of it, once."""

from tests.system import rows, troubles
from tests.system.dialogue import Dialogue
from tests.system.running import System, wait_until

CUSTOMERS, LINES = 10, 20  # few enough lines to be no flood of one customer's
PRICE = "¿A cómo la funda de cemento Titán?"
STORED = "SELECT count(*) FROM webhook_item WHERE key = ANY(%s)"


def test_what_piled_up_is_taken_in_each_customers_order_and_nothing_is_lost_or_doubled(
    system: System,
) -> None:
    people = [Dialogue(system) for _ in range(CUSTOMERS)]
    said = [*(f"renglón {number:02d}" for number in range(LINES - 1)), PRICE]
    system.kill("worker")
    try:
        with troubles.rules_of_meta(system, copies=2, shuffle_ms=500):
            wamids = [
                person.phone.says(text, ago_s=LINES - place)
                for place, text in enumerate(said)
                for person in people
            ]
            wait_until(lambda: rows.one(system, STORED, wamids)[0] == len(wamids), "all is stored")
    finally:
        system.spawn("worker")
    for person in people:
        person.hears("RD$ 525.00", within=60)
    for person in people:
        assert [text for text in words_of(person) if text in said] == said
        assert str(person.phone.texts()).count("RD$ 525.00") == 1
        assert len(set(person.phone.texts())) == len(person.phone.texts())
        assert len(person.rooms(open_only=False)) == 1


def words_of(person: Dialogue) -> list[str]:
    """Return what stands in the room, by the customer and the store, line by line."""
    return [line for _, text in person.said_in_room() for line in text.splitlines()]
