"""What the app inside Rocket.Chat tells: signed, stored like a webhook, then answered with 200."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import structlog
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from brain import event_shape, room_messages
from brain.models import database
from brain.rocketchat import signing
from brain.rocketchat.rooms import parse_time
from brain.room_messages import RESCUE, RoomMessage

log = structlog.get_logger()

Event = dict[str, Any]


def create_blueprint(
    secrets: list[str], bridge: str, connection: Callable[[], AbstractContextManager[Any]]
) -> Blueprint:
    """Return the door for the app's events.

    Args:
        secrets: BRIDGE_SECRET, the one in use and those that are being replaced.
        bridge: as whom we write.
        connection: opens a database connection for the length of a request.
    """
    blueprint = Blueprint("events", __name__)

    @blueprint.post("/rocketchat/events")
    def take() -> ResponseReturnValue:
        raw = request.get_data()
        verdict = signing.check(secrets, request.headers, raw)
        if verdict is not signing.Verdict.GOOD:
            return {"error": f"signature {verdict.name.lower()}"}, verdict.value
        event = event_shape.read(raw)
        if event is None:
            return {"error": "not an event: see docs/protocol.md"}, 400
        tell_ours(event, bridge)
        if _is_news(event):
            with connection(), database.atomic():
                store(event)
        return {"stored": True}, 200

    return blueprint


def tell_ours(event: Event, bridge: str) -> None:
    """Mark what the bridge or the app itself wrote, which the protocol calls an agent's."""
    sender = (event.get("message") or {}).get("sender")
    if sender and sender["kind"] == "agent":
        sender["kind"] = room_messages.kind_of(sender["username"], "", bridge)


def _is_news(event: Event) -> bool:
    """Tell whether an event says what nobody here knows.

    What the customer, the bot and the bridge wrote, the worker put there itself: the row of that
    step is due until the next one is made, and the sweep reads the rooms besides.
    """
    if event["event"] == "assigned":
        return bool(_person_in(event["room"]))
    if event["event"] != "message":
        return bool(event["event"] != "room-started")  # by our own door
    told = event["message"]
    changed = told.get("edited") or told.get("deleted")
    return bool(changed) or _author(told) == "agent"


def _author(told: Event) -> str | None:
    return room_messages.author_of(told["id"], told["sender"]["kind"])


def store(event: Event) -> None:
    """Store what an event means; repeating it changes nothing."""
    handler = HANDLERS.get(event["event"])
    if handler is None:
        log.info("event.ignored", kind=event["event"])
    elif handler is ping:
        ping(event)
    else:
        customer_id = room_messages.customer_of(event["room"]["visitor"]["token"])
        if customer_id is not None:
            handler(event, customer_id)


def ping(event: Event, customer_id: int = 0) -> None:
    """The app tries the connection: being stored is the answer."""


def message(event: Event, customer_id: int) -> None:
    """Somebody wrote in a room."""
    told = event["message"]
    author = _author(told)
    if author is None or told.get("system"):
        return
    room_messages.record(
        customer_id,
        RoomMessage(
            id=told["id"],
            room_id=event["room"]["id"],
            author=author,
            text=told.get("text") or "",
            at=parse_time(told["ts"]),
            username=told["sender"]["username"],
            file=told.get("file"),
            edited=bool(told.get("edited")),
            deleted=bool(told.get("deleted")),
        ),
    )


def assigned(event: Event, customer_id: int) -> None:
    """Somebody serves the room now; a person who takes it takes its tickets too."""
    person = _person_in(event["room"])
    if person:
        room_messages.taken(event["room"]["id"], person, parse_time(event["ts"]))


def _person_in(room: Event) -> str | None:
    served_by = room.get("servedBy")
    return str(served_by["username"]) if served_by and not served_by.get("isBot") else None


def transferred(event: Event, customer_id: int) -> None:
    """The room was passed on, to a department or to somebody; its tickets go along.

    Who serves is told before the room leaves its queue, so where the department changed that is
    still whoever had it before.
    """
    room = event["room"]
    department = (room.get("department") or {}).get("id")
    if not room_messages.moved(room["id"], department, parse_time(event["ts"])):
        assigned(event, customer_id)


def closed(event: Event, customer_id: int) -> None:
    """The room is closed: the customer's next message opens a new one."""
    room_messages.closed(customer_id, event["room"]["id"], parse_time(event["ts"]))


def command(event: Event, customer_id: int) -> None:
    """An agent asked for something with a slash command."""
    asked = event["command"]
    more = {name: asked[name] for name in ("ticket", "fields", "at") if asked.get(name)}
    more["roles"] = asked["user"].get("roles") or []
    _obey_later(event, customer_id, asked["name"], asked["args"], asked["user"]["username"], more)


def rescued(event: Event, customer_id: int) -> None:
    """The app gave a room to people, for we did not answer: it becomes a ticket like others."""
    _obey_later(event, customer_id, RESCUE, [], "")


def _obey_later(
    event: Event,
    customer_id: int,
    name: str,
    args: list[str],
    user: str,
    more: dict[str, Any] | None = None,
) -> None:
    command = {"room": event["room"]["id"], "name": name, "args": args, "user": user}
    at = parse_time(event["ts"])
    room_messages.obey_later(customer_id, event["id"], command | (more or {}), at)


HANDLERS: dict[str, Callable[[Event, int], None]] = {
    "ping": ping,
    "message": message,
    "assigned": assigned,
    "transferred": transferred,
    "closed": closed,
    "command": command,
    "rescued": rescued,
}
