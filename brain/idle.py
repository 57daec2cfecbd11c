"""Conversations in which the customer fell silent: asked once whether there is more, then closed.

Never where the store owes an answer: a ticket that nobody has taken or answered, or words of the
customer's after which nobody wrote. The clock finds them (`look`), the stage `idle` asks or closes
under the customer's lease, unless somebody wrote meanwhile.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from brain import cards, handoff, tickets, wake, work
from brain.models import database
from brain.opening import Opening
from brain.rocketchat.account import Refused
from brain.rocketchat.rooms import NEVER_RELAYED, RELAYED, Serving
from brain.services import Services
from brain.settings import Settings
from brain.wording import say
from brain.work import Task
from whatsapp import window

BY_SILENCE = "inactividad"
SERVING = (Serving.BOT, Serving.PERSON)
_ASKED = f"{RELAYED}idle-"

_SILENT = f"""
SELECT * FROM (
    SELECT room.id AS room, room.customer_id, customer.last_incoming_at AS heard,
        said.customer, said.store, said.agent, said.asked
    FROM room JOIN customer ON customer.id = room.customer_id
    CROSS JOIN LATERAL (
        SELECT max(order_at) FILTER (WHERE stage = 'turn') AS customer,
            max(order_at) FILTER (WHERE stage = 'out' AND key NOT LIKE '{_ASKED}%%') AS store,
            max(order_at) FILTER (WHERE payload ->> 'author' = 'agent') AS agent,
            max(order_at) FILTER (WHERE key LIKE '{_ASKED}%%') AS asked
        FROM work WHERE customer_id = room.customer_id AND stage IN ('turn', 'out')
          AND payload ->> 'room' = room.id
    ) AS said
    WHERE room.open AND (%(room)s::text IS NULL OR room.id = %(room)s)
      AND NOT EXISTS (
        SELECT FROM ticket WHERE status <> 'resuelto'
          AND (waiting_since IS NOT NULL OR first_answer_at IS NULL)
          AND number IN (SELECT number FROM ticket_room WHERE room_id = room.id))
) AS silent
WHERE store > customer AND greatest(store, customer) < %(before)s
ORDER BY store
"""  # noqa: S608


class Step(Enum):
    """What is to be done about a silence."""

    NOTHING = "nothing"
    ASK = "ask"
    CLOSE = "close"


@dataclass(frozen=True)
class Silence:
    """A room in which the store had the last word, and when who last wrote."""

    room_id: str
    customer_id: int
    heard: datetime | None  # the customer, anywhere: the 24-hour window counts from it
    customer: datetime
    store: datetime
    agent: datetime | None
    asked: datetime | None

    @property
    def since(self) -> datetime:
        """When the last words of either side were written."""
        return max(self.customer, self.store)


def look(services: Services) -> int:
    """Make due what is to be done about the rooms that fell silent; return for how many."""
    settings, opening, now = services.settings, services.opening(), services.now()
    limits = [
        limit for limit in (settings.idle_minutes, settings.idle_minutes_with_person) if limit
    ]
    if not limits or not opening.is_open(now):
        return 0
    found = 0
    for silence in _silent(now - timedelta(minutes=min(limits))):
        steps = {who: decide(silence, who, settings, opening, now) for who in SERVING}
        if set(steps.values()) == {Step.NOTHING}:
            continue  # whoever serves: no need to ask Rocket.Chat
        serving = _serving(silence.room_id, services)
        step = steps.get(serving, Step.NOTHING)
        if step is not Step.NOTHING:
            found += _make_due(silence, step, serving, now)
    return found


def decide(
    silence: Silence, serving: Serving, settings: Settings, opening: Opening, now: datetime
) -> Step:
    """Decide from values only; `serving` is who serves the room now."""
    limit = {
        Serving.BOT: settings.idle_minutes,
        Serving.PERSON: settings.idle_minutes_with_person,
    }.get(serving, 0)
    if not limit or (serving is Serving.PERSON and not _person_answered(silence)):
        return Step.NOTHING
    if opening.minutes_between(silence.since, now) < limit:
        return Step.NOTHING
    if silence.asked is None or silence.asked < silence.since:
        return Step.ASK if _may_write(silence, now) else Step.CLOSE
    waited = opening.minutes_between(silence.asked, now)
    return Step.CLOSE if waited >= settings.idle_close_minutes else Step.NOTHING


def _person_answered(silence: Silence) -> bool:
    return silence.agent is not None and silence.agent > silence.customer


def _may_write(silence: Silence, now: datetime) -> bool:
    return window.is_open(silence.heard, now)


def _silent(before: datetime, room_id: str | None = None) -> list[Silence]:
    told = {"before": before, "room": room_id}
    return [Silence(*row) for row in database.execute_sql(_SILENT, told).fetchall()]


def _serving(room_id: str, services: Services) -> Serving:
    try:
        return services.rooms.state(room_id).serving
    except Refused:
        return Serving.CLOSED


def _make_due(silence: Silence, step: Step, serving: Serving, now: datetime) -> bool:
    key = f"{silence.room_id}-{silence.since.timestamp():.3f}-{step.value}"
    payload = {
        "room": silence.room_id,
        "step": step.value,
        "since": silence.since.isoformat(),
        "serving": serving.value,
    }
    added = work.add(silence.customer_id, "idle", key, payload, now)
    if added:
        wake.customers([silence.customer_id])
    return added


def act(task: Task, services: Services) -> None:
    """Stage `idle`: ask or close, unless somebody wrote or took the room since it was found."""
    room_id = task.payload["room"]
    since = datetime.fromisoformat(task.payload["since"])
    still = [
        one for one in _silent(since + timedelta(milliseconds=1), room_id) if one.since == since
    ]
    serving = _serving(room_id, services)
    # Each has a limit of his own; who took it since owes no question, and it is not his to lose.
    if still and serving in SERVING and serving.value == task.payload.get("serving", serving.value):
        if task.payload["step"] == Step.ASK.value:
            _ask(task, serving, services)
        else:
            _close(task, still[0], services)
    work.finish(task.id)


def _ask(task: Task, serving: Serving, services: Services) -> None:
    room_id, minutes = task.payload["room"], services.settings.idle_close_minutes
    text = say("customer.idle", minutes=minutes)
    handoff.say_to(task.customer_id, room_id, f"idle-{task.key}", text, services)
    if serving is Serving.PERSON:
        note = say("agent.idle", minutes=minutes)
        services.rooms.note(room_id, f"{NEVER_RELAYED}idle-{task.key}", note)


def _close(task: Task, silence: Silence, services: Services) -> None:
    room_id = task.payload["room"]
    for ticket in tickets.resolve_in_room(room_id, by=f"{BY_SILENCE}-{task.key}"):
        cards.refresh(ticket, services)
    if _may_write(silence, services.now()):
        text = say("customer.idle_closed")
        handoff.say_to(task.customer_id, room_id, f"idleclosed-{task.key}", text, services)
    services.rooms.close(room_id, say("agent.idle_comment"))
