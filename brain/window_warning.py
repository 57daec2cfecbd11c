"""Tell the agents, once, that the 24 hours in which they may write to a customer run out."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from brain import wake, work
from brain.errors import Failure
from brain.models import Work, every
from brain.rocketchat.rooms import NEVER_RELAYED, Rooms, RoomState, Serving
from brain.wording import moment, say
from whatsapp import window

log = structlog.get_logger()

BEFORE = timedelta(hours=2)
_CLOSING = """
SELECT room.id, customer.id, customer.last_incoming_at
FROM room JOIN customer ON customer.id = room.customer_id
WHERE room.open AND customer.last_incoming_at > %s AND customer.last_incoming_at <= %s
ORDER BY customer.last_incoming_at
"""


def warn(rooms: Rooms, now: datetime, zone: ZoneInfo) -> None:
    """Warn in each open room of people's whose window closes within two hours.

    Once for each word of the customer's: the note's id holds its time, and a new word opens the
    window anew. What the bot serves needs no warning: it never writes first.
    """
    longest = now - window.LENGTH
    for room_id, customer_id, heard in every(_CLOSING, longest, longest + BEFORE):
        key = f"{NEVER_RELAYED}window-{room_id}-{int(heard.timestamp())}"
        if not Work.select().where(Work.stage == "note", Work.key == key).exists():
            _warn(customer_id, key, heard, _state(rooms, room_id), zone)


def _state(rooms: Rooms, room_id: str) -> RoomState | None:
    try:
        return rooms.state(room_id)
    except Failure as failure:
        log.info("window.not_looked_at", room=room_id, reason=failure.reason)
        return None


def _warn(
    customer_id: int, key: str, heard: datetime, state: RoomState | None, zone: ZoneInfo
) -> None:
    if state is None or state.serving not in (Serving.PERSON, Serving.NOBODY):
        return
    closes = window.closes_at(heard)
    words = "agent.window_closing" if state.agent else "agent.window_closing_queued"
    text = say(words, agent=state.agent, closes=moment(closes, zone))
    if work.add(customer_id, "note", key, {"room": state.id, "text": text}, closes - BEFORE):
        wake.customers([customer_id])
