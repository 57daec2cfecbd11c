"""Stage `turn`: a burst of the customer's is understood and answered, asked back or handed over."""

import hashlib
from datetime import timedelta
from typing import Any

from psycopg.types.json import Jsonb

from brain import (
    cards,
    customers,
    handoff,
    handoff_words,
    left_request,
    restored,
    tickets,
    work,
)
from brain.at_a_loss import thought_about
from brain.lease import Lease
from brain.mind.fragments import is_courtesy
from brain.mind.values import Answer, Ask, HandOff, StaySilent, Thought, Turn, Utterance
from brain.models import Decision, database, every
from brain.privacy import access, notice
from brain.rocketchat.account import Refused
from brain.rocketchat.either_door import Way
from brain.rocketchat.rooms import NotServing, Posted, Serving
from brain.said import lately
from brain.services import Services
from brain.settings import Settings
from brain.wording import say, with_choices
from brain.work import Task

FRESH_SECONDS = 1.0
SUPERSEDED_AT_MOST = 3

_DECISION_FIELDS = (
    "id",
    "customer_id",
    "room_id",
    "reply_id",
    "action",
    "outcome",
    "state",
    "data",
)
_LAST_DECISION = f"""
SELECT {", ".join(_DECISION_FIELDS)} FROM decision
WHERE customer_id = %s AND outcome IN ('intended', 'done') ORDER BY id DESC LIMIT 1
"""  # noqa: S608
# On disk before it is said: a decision that is undone would be taken and said anew.
_RECORD = f"""
WITH durable AS (SELECT set_config('synchronous_commit', 'on', true))
INSERT INTO decision (customer_id, room_id, reply_id, action, state, data, outcome)
SELECT %s, %s, %s, %s, %s, %s, 'intended' FROM durable RETURNING {", ".join(_DECISION_FIELDS)}
"""  # noqa: S608
_OUTCOME = "UPDATE decision SET outcome = %s WHERE id = %s"


def take_turn(task: Task, services: Services, lease: Lease) -> None:
    """Answer everything the customer said since the last answer, with one message.

    Raises:
        Failure: Rocket.Chat did not answer; the same rows are tried again, under the same ids.
    """
    burst = _unanswered(work.pending(task.customer_id, "turn"), services)
    if not burst:
        return
    last = _last_decision(task.customer_id)
    if last and last.outcome == "intended":
        _resume(last, burst, services)
        return
    serving = _serving(burst[-1], services)
    if serving is not Serving.PERSON and _is_about_a_request(burst[-1]):
        _obey_tap(burst, services)
        return
    if serving is Serving.BOT:
        _answer(burst, last.state if last else {}, services, lease)
        return
    if serving is Serving.NOBODY and not all(is_courtesy(_words(part)) for part in burst):
        _say_queued(burst[-1], services)
    work.finish(*(part.id for part in burst), state="silent", error=serving.value)


def _unanswered(burst: list[Task], services: Services) -> list[Task]:
    """Leave out what another system answered, before a backup was restored here."""
    done = restored.answered_already(burst, services.rooms, services.gap)
    if not done:
        return burst
    with database.atomic():
        give_up(burst[0].customer_id)
        customers.heard_from(burst[0].customer_id, max(part.order_at for part in burst))
        work.finish(*(part.id for part in done), state="silent", error="restored")
    return [part for part in burst if part not in done]


def _is_about_a_request(last: Task) -> bool:
    return left_request.is_tap(last.payload.get("choice_id"))


def _obey_tap(burst: list[Task], services: Services) -> None:
    """A tap on a notice of ours is nothing to think about."""
    last = burst[-1]
    room_id, choice = last.payload["room"], last.payload["choice_id"]
    left_request.obey(last.customer_id, room_id, choice, services)
    work.finish(*(part.id for part in burst))


def _last_decision(customer_id: int) -> Decision | None:
    """Return the latest decision that was carried out, or one whose outcome is unknown."""
    found = every(_LAST_DECISION, customer_id)
    return _built(found[0]) if found else None


def _built(row: tuple[Any, ...]) -> Decision:
    return Decision(**dict(zip(_DECISION_FIELDS, row, strict=True)))


def give_up(customer_id: int) -> None:
    """Leave a decision that cannot be carried out, so that the next turn is not held up by it."""
    Decision.update(outcome="failed").where(
        Decision.customer == customer_id, Decision.outcome == "intended"
    ).execute()


def _serving(last: Task, services: Services) -> Serving:
    """Read who serves: from the room, or from the door's answer where that is a moment old.

    What nobody serves is looked at anew: a notice of ours would follow the words of whoever took
    it while the message waited for the rest of its burst.
    """
    told = last.payload.get("serving")
    fresh = last.attempts == 0 and last.wait > -FRESH_SECONDS
    if fresh and told and Serving(told) is not Serving.NOBODY:
        return Serving(told)
    return services.rooms.state(last.payload["room"]).serving


def _answer(burst: list[Task], state: dict[str, Any], services: Services, lease: Lease) -> None:
    tries = max(part.attempts for part in burst)
    thought = thought_about(services.mind.think, _as_turn(burst, state, services), tries)
    if _superseded(burst):
        return
    lease.check()
    with database.atomic():  # what shows an account is never without the line that says so
        decision = _record(thought, burst, services.settings)
        access.note(decision.customer_id, state, thought)
    _perform(decision, burst, services)


def _as_turn(burst: list[Task], state: dict[str, Any], services: Services) -> Turn:
    customer = customers.by_id(burst[0].customer_id)
    ids = tuple(part.key for part in burst)
    return Turn(
        customer_id=customer.id,
        name=customer.name,
        phone=customer.phone,
        text="\n".join(filter(None, map(_words, burst))),
        message_ids=ids,
        choice_id=burst[-1].payload.get("choice_id"),
        has_media=any(part.payload.get("has_media") for part in burst),
        history=_history(customer.id, ids),
        state=state,
        now=services.now(),
    )


def _history(customer_id: int, without: tuple[str, ...]) -> tuple[Utterance, ...]:
    said = lately(customer_id, without=without)
    return tuple(Utterance(one.message_id, one.author, one.text, one.at) for one in said)


def _words(part: Task) -> str:
    """The customer's own words, without our notes on a forwarded or quoted message."""
    return str(part.payload.get("words") or part.payload["text"])


def _superseded(burst: list[Task]) -> bool:
    """A newer message supersedes an answer that was not yet sent; a flood cannot do so for ever."""
    newest = max(part.id for part in burst)
    newer = work.is_newer_due(burst[0].customer_id, ("in", "turn"), newest)
    return newer and len(burst) <= SUPERSEDED_AT_MOST


def _reply_id(burst: list[Task]) -> str:
    answered = "\n".join(part.key for part in burst)
    return "b-" + hashlib.sha256(answered.encode()).hexdigest()[:24]


def _record(thought: Thought, burst: list[Task], settings: Settings) -> Decision:
    customer_id, action = burst[0].customer_id, _as_json(thought.action)
    data = thought.decision | {
        "message_ids": [part.key for part in burst],
        "action": notice.added_to(action, customer_id, settings),
    }
    recorded = every(
        _RECORD,
        customer_id,
        burst[-1].payload["room"],
        _reply_id(burst),
        type(thought.action).__name__,
        Jsonb(thought.state),
        Jsonb(data),
    )
    return _built(recorded[0])


def _as_json(action: Answer | Ask | HandOff | StaySilent) -> dict[str, Any]:
    content = dict(vars(action))
    if isinstance(action, Answer | Ask):
        content["choices"] = [vars(choice) for choice in action.choices]
    if isinstance(action, Answer):
        content["location"] = vars(action.location) if action.location else None
    return content


def _resume(decision: Decision, burst: list[Task], services: Services) -> None:
    """A decision was made and we stopped before knowing what became of it: find out, go on."""
    if decision.action == "HandOff":
        _perform(decision, burst, services)
        return
    posted = services.rooms.find(decision.reply_id)
    if posted:
        _said(decision, burst, posted)
    else:
        Decision.update(outcome="superseded", reply_id=f"{decision.reply_id}/{decision.id}").where(
            Decision.id == decision.id
        ).execute()


def _perform(decision: Decision, burst: list[Task], services: Services) -> None:
    if decision.action in ("Answer", "Ask"):
        _reply(decision, burst, services)
        return
    outcome = "silent" if decision.action == "StaySilent" else "done"
    if decision.action == "HandOff" and not handoff.perform(
        decision, _original_text(burst), services
    ):
        outcome = "refused"
    with database.atomic():
        if outcome == "done":
            notice.told(decision.data["action"], decision.customer_id)
        _end(decision, burst, outcome)


def _reply(decision: Decision, burst: list[Task], services: Services) -> None:
    action = decision.data["action"]
    shown = with_choices(action["text"], action["choices"])
    try:
        guarded = services.door.way is Way.APP
        posted = services.rooms.say(decision.room_id, decision.reply_id, shown, guarded=guarded)
    except NotServing:
        with database.atomic():
            _end(decision, burst, "refused")
    else:
        if not posted.in_room:
            cards.tell_over_limit(services.rooms, posted.at)
        _said(decision, burst, posted)


def _said(decision: Decision, burst: list[Task], posted: Posted) -> None:
    action = decision.data["action"]
    answered = [part for part in burst if part.key in decision.data["message_ids"]]
    payload = {
        "room": decision.room_id,
        "author": "bot",
        "text": action["text"],
        "choices": action["choices"],
        "location": action.get("location"),
        "read": answered[-1].payload.get("wamid") if answered else None,
    }
    with database.atomic():
        work.add(
            decision.customer_id, "out", decision.reply_id, payload, posted.at, known_better=True
        )
        notice.told(action, decision.customer_id)
        _end(decision, burst, "done")


def _end(decision: Decision, burst: list[Task], outcome: str) -> None:
    answered = [part.id for part in burst if part.key in decision.data["message_ids"]]
    database.execute_sql(_OUTCOME, (outcome, decision.id))
    work.finish(*answered, state=outcome)


def _original_text(burst: list[Task]) -> str:
    return "\n".join(part.payload["text"] for part in burst if part.payload["text"])


def _say_queued(last: Task, services: Services) -> None:
    """Silent but for one honest notice a stay in the queue."""
    room_id = last.payload["room"]
    key = f"c-queued-{room_id}"
    number = max((ticket.number for ticket in tickets.open_in(room_id)), default=None)
    text = say("customer.queued_ticket", number=number) if number else say("customer.queued")
    if not services.opening().is_open(services.now()):
        text = say("customer.queued_closed", when=handoff_words.answers_when(services))
    said = notice.added_to({"text": text}, last.customer_id, services.settings)
    posted = _noted_in_queue(room_id, key, said["text"], services)
    if posted is None or posted.at < services.now() - timedelta(minutes=5):
        return
    payload = {"room": room_id, "author": "notice", "text": said["text"]}
    with database.atomic():
        work.add(last.customer_id, "out", posted.id, payload, posted.at)
        notice.told(said, last.customer_id)


def _noted_in_queue(room_id: str, key: str, text: str, services: Services) -> Posted | None:
    """Write it unless somebody has just taken the room, as the app's guard sees."""
    try:
        return services.rooms.note(room_id, key, text)
    except Refused:
        if services.rooms.state(room_id).serving is Serving.NOBODY:
            raise
        return None
