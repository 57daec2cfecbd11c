"""Read the rooms again: events can be lost, the room cannot.

Every open room (and those closed a moment ago) whose last message is newer than what was read is
read from there on, with ten seconds of overlap; the ledger UNIQUE (stage, key) decides what is new.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import peewee
import structlog

from brain import restored, room_messages, work
from brain.models import Room, every, one
from brain.restored import Gap
from brain.rocketchat.account import Refused
from brain.rocketchat.rooms import Rooms, file_of, parse_time
from brain.room_messages import RoomMessage
from brain.work import Task

log = structlog.get_logger()

PAGE = 100
OVERLAP = timedelta(seconds=10)
# An event on its way is not a lost one: what is younger than this is left to it. What stands in the
# future was written by a server whose clock runs ahead: nobody knows how young it is.
YOUNG = timedelta(seconds=4)
RUNS_AHEAD = timedelta(minutes=10)  # more than that no server's clock does: it was set back since

# Before an agent's words go out: what he wrote just before may have been told by no event.
LOOK_BACK = 20  # messages at a time: mostly it was a moment ago
LOOK_BACK_TIME = timedelta(hours=2)
_LAST_OUT = """
SELECT greatest(max(order_at), %s::timestamptz) FROM work
WHERE customer_id = %s AND order_at < %s AND stage = 'out' AND state <> 'due'
  AND payload ->> 'author' = 'agent'
"""

Listed = dict[str, Any]

_ROWS = "SELECT id, customer_id, read_until FROM room WHERE id = ANY(%s)"
_CLOSED_LATELY = """
SELECT id, customer_id, read_until FROM room
WHERE (open AND id <> ALL(%s)) OR closed_at > now() - interval '3 minutes'
"""

# What was made a moment ago is still on its way to its department.
_TICKETS = """
SELECT room_id, bool_or(waiting_since IS NOT NULL), max(owner) FROM ticket
WHERE status <> 'resuelto' AND created_at < now() - interval '20 seconds' GROUP BY room_id
"""


@dataclass(frozen=True)
class Known:
    """A room of ours and how far it was read."""

    id: str
    customer_id: int
    read_until: datetime | None

    def until(self, now: datetime) -> datetime | None:
        """Tell how far it was read; where that was by a clock which was set back, a while ago."""
        is_ahead = self.read_until is not None and self.read_until > now + RUNS_AHEAD
        return now - LOOK_BACK_TIME if is_ahead else self.read_until


@dataclass(frozen=True)
class Lying:
    """A room's open tickets: whether one waits for somebody, and who has one."""

    waits: bool
    owner: str | None


def sweep(
    rooms: Rooms, now: datetime, *, also_the_bots: bool = False, gap: Gap = restored.NEVER
) -> int:
    """Read what is new in every room that may hold something unread; return how many were read.

    Args:
        also_the_bots: read the rooms that the bot serves too. What is said there the worker put
            there itself, so they need it rarely; where people speak, an event may have been lost.
        gap: where a backup was restored, when another system worked.
    """
    read = 0
    open_ids: list[str] = []
    with_tickets = {row[0]: Lying(row[1], row[2]) for row in every(_TICKETS)}
    for page in _pages(rooms):
        open_ids += [listed["_id"] for listed in page]
        wanted = [one for one in page if also_the_bots or _has_people(one, rooms)]
        ours = _ours(wanted, rooms, gap)
        for listed, known in ours:
            if known.id in with_tickets and _has_people(listed, rooms):
                _note_who_has(with_tickets[known.id], listed, now)
            if _has_news(listed, known.until(now)):
                _read(known, rooms, now)
                read += 1
    for row in every(_CLOSED_LATELY, open_ids):
        _read(Known(*row), rooms, now)
        _note_closed(Known(*row), rooms, now)
        read += 1
    return read


def _pages(rooms: Rooms) -> Iterator[list[Listed]]:
    offset = 0
    while True:
        page = rooms.open_rooms(offset, PAGE)["rooms"]
        yield page
        if len(page) < PAGE:
            return
        offset += PAGE


def _has_people(listed: Listed, rooms: Rooms) -> bool:
    return (listed.get("servedBy") or {}).get("username") != rooms.bot.user


def _ours(page: list[Listed], rooms: Rooms, gap: Gap) -> Iterator[tuple[Listed, Known]]:
    """Yield the rooms of our customers with what we know of each, in one read a page."""
    there = {row[0]: Known(*row) for row in every(_ROWS, [listed["_id"] for listed in page])}
    for listed in page:
        known = there.get(listed["_id"]) or _made(listed, rooms, gap)
        if known:
            yield listed, known


def _made(listed: Listed, rooms: Rooms, gap: Gap) -> Known | None:
    """Make our row of a room where an event or an answer was lost; None where it is not ours."""
    visitor = listed.get("v") or {}
    customer_id = room_messages.customer_of(visitor.get("token", ""))
    customer_id = customer_id or restored.customer_of(listed, rooms, gap)
    if customer_id is None:
        return None
    Room.insert(
        id=listed["_id"], customer=customer_id, open=True, opened_at=peewee.fn.now()
    ).on_conflict_ignore().execute()
    return Known(listed["_id"], customer_id, None)


def _note_who_has(lying: Lying, listed: Listed, now: datetime) -> None:
    room_id, agent = listed["_id"], (listed.get("servedBy") or {}).get("username")
    if agent and (lying.waits or agent != lying.owner):
        room_messages.taken(room_id, agent, now)
    elif not agent and lying.owner and not room_messages.moved(room_id, _department(listed), now):
        room_messages.released(room_id, now)


def _department(listed: Listed) -> str | None:
    found: str | None = listed.get("departmentId")
    return found


def _has_news(listed: Listed, until: datetime | None) -> bool:
    latest = listed.get("lm") or listed.get("ts")
    return not (until and latest and parse_time(latest) <= until)


def _read(known: Known, rooms: Rooms, now: datetime) -> None:
    latest = known.until(now)
    since = latest - OVERLAP if latest else None
    for told in _history(known.id, rooms, since):
        at = parse_time(told["ts"])
        if now - YOUNG < at <= now + YOUNG:
            continue
        _record(known, told, at, rooms)
        if at <= now + RUNS_AHEAD:
            latest = max(latest or at, at)
    if latest:
        Room.update(read_until=latest).where(Room.id == known.id).execute()


def _history(
    room_id: str, rooms: Rooms, since: datetime | None, size: int = PAGE
) -> list[dict[str, Any]]:
    """Return the room's messages since then, oldest first; the API gives the newest first."""
    found: list[dict[str, Any]] = []
    while True:
        page = rooms.messages(room_id, len(found), size)
        found += page
        if len(page) < size or (since and parse_time(page[-1]["ts"]) < since):
            break
    return [told for told in reversed(found) if since is None or parse_time(told["ts"]) >= since]


def _record(known: Known, told: dict[str, Any], at: datetime, rooms: Rooms) -> None:
    if told.get("t"):
        return
    author = room_messages.author_of(told["_id"], _kind(told, rooms))
    if author is None:
        return
    room_messages.record(
        known.customer_id,
        RoomMessage(
            id=told["_id"],
            room_id=known.id,
            author=author,
            text=told.get("msg") or "",
            at=at,
            username=told["u"]["username"],
            file=file_of(told),
        ),
    )


def _kind(told: dict[str, Any], rooms: Rooms) -> str:
    if told.get("token"):
        return "visitor"
    return room_messages.kind_of(told["u"]["username"], rooms.bot.user, rooms.bridge.user)


def finds_earlier(task: Task, rooms: Rooms) -> bool:
    """Record what agents wrote before this message and no event told of.

    Returns:
        Whether anything is to be sent before it now.
    """
    if task.payload.get("author") != "agent":
        return False
    known = Known(task.payload["room"], task.customer_id, None)
    try:
        _look_back(known, task, rooms)
    except Refused as refused:
        log.warning("room.unreadable", room=known.id, code=refused.code)
        return False
    first = next(head for head in work.heads(task.customer_id) if head.stage == task.stage)
    return first.id != task.id


def _look_back(known: Known, task: Task, rooms: Rooms) -> None:
    """Read the room back to the agents' last words that went out: those looked back themselves."""
    since = one(_LAST_OUT, task.order_at - LOOK_BACK_TIME, task.customer_id, task.order_at)[0]
    for told in _history(known.id, rooms, since, LOOK_BACK):
        at = parse_time(told["ts"])
        if since < at < task.order_at and _kind(told, rooms) in ("agent", "bridge"):
            _record(known, told, at, rooms)


def _note_closed(known: Known, rooms: Rooms, now: datetime) -> None:
    try:
        state = rooms.state(known.id)
    except Refused as refused:
        log.warning("room.unreadable", room=known.id, code=refused.code)
        return
    if state.serving.value == "closed":
        room_messages.closed(known.customer_id, known.id, now)
