"""Whatever happens in whatever order: one voice at a time, and handoffs that are true, told once.

The room says who served when: its system lines and its messages stand in one order.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from brain.rocketchat.rooms import parse_time
from tests.system import rows
from tests.system.dialogue import Dialogue
from tests.system.running import TOGETHER, WITH_APP, System, wait_until

pytestmark = pytest.mark.people

BOT = "asistente"
QUESTIONS = ("¿A cómo la funda de cemento Titán?", "¿Y dónde están ubicados?", "¿Tienen brochas?")
PERSON = "quiero hablar con una persona, por favor"
A_LONG_TIME = 60.0
DUE = """
SELECT count(*) FROM work WHERE customer_id = %s AND state = 'due'
  AND stage NOT IN ('taken', 'idle')
"""


class Story:
    """A customer and people who do things, without waiting for each other."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.dialogue = Dialogue(system)
        self.asked = 0

    def customer_asks(self) -> None:
        self.dialogue.customer(QUESTIONS[self.asked % len(QUESTIONS)])
        self.asked += 1

    def customer_wants_a_person(self) -> None:
        self.dialogue.customer(PERSON)

    def marta_takes(self) -> None:
        room_id = self._room()
        queued = {one["rid"]: one["_id"] for one in self.dialogue.marta.queued()}
        if room_id in queued:
            self._post("livechat/inquiries.take", inquiryId=queued[room_id])
        elif room_id:
            self._give_to_marta(room_id)

    def marta_writes(self) -> None:
        if room_id := self._room():
            with suppress(AssertionError):
                self.dialogue.marta.writes(room_id, "Le habla Marta")

    def marta_passes_it_on(self) -> None:
        if room_id := self._room():
            department = _department(self.dialogue, "Contabilidad" if WITH_APP else TOGETHER)
            self._post("livechat/room.forward", roomId=room_id, departmentId=department)

    def marta_gives_it_back(self) -> None:
        if room_id := self._room():
            with suppress(AssertionError):
                self.dialogue.commands(room_id, "bot")

    def marta_closes_it(self) -> None:
        if room_id := self._room():
            with suppress(AssertionError):
                self.dialogue.commands(room_id, "cerrar-ticket")

    def marta_takes_it_while_the_bot_thinks(self) -> None:
        room_id = self._room()
        with ThreadPoolExecutor(2) as pool:
            pool.submit(self.customer_asks)
            if room_id:
                pool.submit(self._give_to_marta, room_id)

    def everything_is_done(self) -> None:
        """Wait until nothing is under way for this customer."""
        customer_id = self.customer_id()
        said = [one["wamid"] for one in self.dialogue.phone.messages("customer")]
        entered = "SELECT count(*) FROM work WHERE stage = 'in' AND key = ANY(%s)"
        wait_until(
            lambda: rows.one(self.system, entered, said)[0] == len(said), "stored", A_LONG_TIME
        )
        wait_until(lambda: not rows.one(self.system, DUE, customer_id)[0], "done", A_LONG_TIME)

    def customer_id(self) -> int:
        """Return the customer's id, as soon as the brain knows him."""
        find, number = "SELECT id FROM customer WHERE phone = %s", self.dialogue.phone.number
        wait_until(lambda: rows.every(self.system, find, number), "known", A_LONG_TIME)
        return int(rows.one(self.system, find, number)[0])

    def _room(self) -> str | None:
        rooms = self.dialogue.rooms()
        return str(rooms[0]["_id"]) if rooms else None

    def _give_to_marta(self, room_id: str) -> None:
        self._post("livechat/room.forward", roomId=room_id, userId=self.dialogue.marta.id)

    def _post(self, method: str, **body: Any) -> None:
        """Do it as the administrator does; what the server refuses by then is refused."""
        with suppress(AssertionError):
            who = self.dialogue.marta if "inquiries" in method else self.dialogue.admin
            who.post(method, **body)


def _department(dialogue: Dialogue, name: str) -> str:
    found = dialogue.admin.get("livechat/department", count=100)["departments"]
    return str(next(entry["_id"] for entry in found if entry["name"] == name))


@dataclass
class Served:
    """Who served the room when something was written, and since when."""

    by: str | None
    since: datetime
    message: dict[str, Any]


def served(messages: list[dict[str, Any]]) -> Iterator[Served]:
    """Yield each message that somebody wrote, with who served the room just then."""
    serving: str | None = None
    since = datetime.min.replace(tzinfo=UTC)
    for message in messages:
        kind, before = message.get("t"), serving
        serving = _after(message, serving)
        if serving != before:
            since = parse_time(message["ts"])
        if not kind:
            yield Served(serving, since, message)


def _after(message: dict[str, Any], serving: str | None) -> str | None:
    kind, who = message.get("t"), message["u"]["username"]
    if kind == "command" and message["msg"] == "connected":
        return str(who)
    if kind == "livechat_transfer_history":
        to = message["transferData"].get("transferredTo")
        return str(to.get("username") or who) if to else None
    return None if kind == "ul" and who == serving else serving


def was_on_its_way(story: Story, said: Served) -> bool:
    """Tell whether an answer was decided before the room was passed on into the queue.

    Without the app no guard stands before a queue: the server lets an agent who belongs to no
    department write into it, and between our last look and the server's taking the words somebody
    may have passed the room on. Nobody serves there, and whoever serves is alone.
    """
    if WITH_APP or said.by is not None:
        return False
    decided = "SELECT created_at FROM decision WHERE reply_id = %s"
    return bool(rows.one(story.system, decided, said.message["_id"])[0] < said.since)


def check(story: Story) -> None:
    """Look that the bot spoke only where it served, and that every announcement is true."""
    dialogue, heard = story.dialogue, story.dialogue.phone.texts()
    for room in dialogue.rooms(open_only=False):
        for said in served(dialogue.admin.messages(room["_id"])):
            message = said.message
            if message["u"]["username"] == BOT and not was_on_its_way(story, said):
                assert said.by == BOT, f"the bot spoke while {said.by} served"
            if WITH_APP and message["_id"].startswith("c-queued-"):
                assert said.by is None, f"told of a queue while {said.by} served"
            if message["_id"].startswith("c-handoff-"):
                assert said.by != BOT, "announced and not so"
                assert heard.count(message["msg"]) == 1, "announced once"
    customer_id = story.customer_id()
    tickets = rows.every(
        story.system,
        "SELECT number FROM ticket WHERE customer_id = %s AND origin LIKE 'decision-%%'",
        customer_id,
    )
    for (number,) in tickets:
        told = [text for text in heard if f"ticket es: {number}" in text]
        decisions = rows.one(
            story.system,
            "SELECT count(*) FROM decision WHERE customer_id = %s AND data ->> 'ticket' = %s",
            customer_id,
            str(number),
        )[0]
        assert len(told) == decisions, f"ticket {number} was announced {len(told)} times"


STEPS: tuple[Callable[[Story], None], ...] = (
    Story.customer_asks,
    Story.customer_wants_a_person,
    Story.marta_takes,
    Story.marta_writes,
    Story.marta_passes_it_on,
    Story.marta_gives_it_back,
    Story.marta_closes_it,
    Story.marta_takes_it_while_the_bot_thinks,
    Story.everything_is_done,
    Story.everything_is_done,
)


@settings(
    max_examples=12,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(steps=st.lists(st.sampled_from(STEPS), min_size=4, max_size=8))
def test_one_voice_at_a_time_whatever_happens(
    system: System, steps: list[Callable[[Story], None]]
) -> None:
    story = Story(system)
    story.customer_asks()
    for step in steps:
        step(story)
    story.everything_is_done()
    check(story)


def test_a_person_who_takes_the_room_while_the_bot_thinks_is_alone_in_it(system: System) -> None:
    stories = [Story(system) for _ in range(6)]
    for story in stories:
        story.customer_asks()
        story.everything_is_done()
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(Story.marta_takes_it_while_the_bot_thinks, stories))
    for story in stories:
        story.everything_is_done()
        check(story)
        room = story.dialogue.admin.get("rooms.info", roomId=story.dialogue.room())["room"]
        assert room["servedBy"]["username"] == "ventas.marta"


STORED = "SELECT count(*) > 1 FROM work WHERE customer_id = %s AND stage = 'in'"
TICKET = "SELECT count(*) > 0 FROM ticket WHERE customer_id = %s"


@pytest.mark.parametrize("moment", [STORED, TICKET], ids=["stored", "ticket"])
def test_a_restart_in_the_middle_changes_nothing(system: System, moment: str) -> None:
    stories = [Story(system) for _ in range(5)]
    for story in stories:
        story.customer_asks()
        story.everything_is_done()
    seen = stories[1].customer_id()
    with ThreadPoolExecutor(5) as pool:
        asked = [
            pool.submit(story.customer_wants_a_person if place % 2 else story.customer_asks)
            for place, story in enumerate(stories)
        ]
        taken = pool.submit(stories[0].marta_takes)
        wait_until(lambda: rows.one(system, moment, seen)[0], "the moment has come", every=0.001)
        system.kill("worker")
        system.spawn("worker")
        for one in [*asked, taken]:
            one.result()
    for story in stories:
        story.everything_is_done()
        check(story)
