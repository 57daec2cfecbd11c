"""A long outage of Rocket.Chat: everything arrives in order, and the customer was told once."""

from tests.system import troubles
from tests.system.dialogue import Dialogue
from tests.system.running import wait_until
from tests.system.test_sending_limits import _OF_THIS_CUSTOMER, in_tables

PRICE = "¿A cómo la funda de cemento Titán?"
TOLD = "inconveniente técnico"


def test_after_an_hour_without_rocketchat_all_is_there_in_order_and_was_told_once(
    dialogue: Dialogue,
) -> None:
    served = Dialogue(dialogue.system)
    served.marta_serves()
    lines = [f"línea {number}" for number in range(4)]
    with troubles.of_rocketchat(dialogue.system, {"kind": "down"}):
        dialogue.customer("hola, buenos días, espero que estén bien")
        served.customer(lines[0])
        for person in (dialogue, served):
            an_hour_passes(person)
        for person in (dialogue, served):
            person.hears(TOLD, within=40)
        dialogue.customer(PRICE)
        for line in lines[1:]:
            served.phone.has_two_ticks(served.customer(line))
        an_hour_passes(dialogue)
        an_hour_passes(served)
    dialogue.hears("Titán", within=60)
    wait_until(lambda: said(served) == lines, f"{lines} in order", 60)
    for person in (dialogue, served):
        wait_until(lambda: TOLD in str(person.said_in_room()), "the room shows it", 60)  # noqa: B023
        assert str(person.phone.texts()).count(TOLD) == 1
        assert str(person.said_in_room()).count(TOLD) == 1


def said(person: Dialogue) -> list[str]:
    return [text for _, text in person.said_in_room() if text.startswith("línea")]


def an_hour_passes(person: Dialogue) -> None:
    """Move what waits an hour back, once it has been tried in vain."""
    sql = f"""UPDATE work SET created_at = created_at - interval '1 hour',
                  order_at = order_at - interval '1 hour'
              WHERE state = 'due' AND stage = 'in' AND {_OF_THIS_CUSTOMER}
              RETURNING attempts"""  # noqa: S608

    def moved() -> bool:
        rows = in_tables(person.system, sql, person.phone.number)
        return any(attempts for (attempts,) in rows)

    wait_until(moved, "it was tried", every=0.5)
