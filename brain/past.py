"""A conversation of the past, from its rows: who said what, and what was decided."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from brain.models import Customer, Room, every, one

_DECISIONS = """
SELECT id, action, outcome, data, created_at FROM decision
WHERE room_id = %s AND outcome NOT IN ('superseded', 'failed') ORDER BY id
"""
_WORDS = "SELECT key, payload FROM work WHERE stage = 'turn' AND key = ANY(%s)"
_STATE_BEFORE = """
SELECT state FROM decision WHERE customer_id = %s AND id < %s AND outcome IN ('intended', 'done')
ORDER BY id DESC LIMIT 1
"""


class NothingThere(Exception):
    """There is no such conversation, or nothing of it is left; the message says which."""


@dataclass(frozen=True)
class PastTurn:
    """One burst of the customer's and what was decided about it."""

    message_ids: tuple[str, ...]
    words: tuple[str, ...]
    choice_id: str | None
    has_media: bool
    at: datetime
    action: str
    data: dict[str, Any]

    @property
    def text(self) -> str:
        """The burst as the mind read it."""
        return "\n".join(filter(None, self.words))


@dataclass(frozen=True)
class Past:
    """A room's turns in their order, and what the customer's turns before them had left."""

    room_id: str
    customer: Customer
    turns: tuple[PastTurn, ...]
    state: dict[str, Any]


def read(room: str, said_in_room: Callable[[str], Mapping[str, str]] | None = None) -> Past:
    """Read a room's conversation.

    Args:
        room: the room's id, or the address of the page that shows it.
        said_in_room: gives the texts of a room's messages by their ids, for words that the rows
            no longer hold.

    Raises:
        NothingThere: no such room, no turn of the bot in it, or its words are gone.
    """
    found = _room(room)
    rows = every(_DECISIONS, found.id)
    if not rows:
        raise NothingThere(f"the bot decided nothing in room {found.id}: nothing to replay")
    ids = [key for row in rows for key in row[3].get("message_ids", ())]
    payloads = _payloads(found.id, ids, said_in_room)
    turns = tuple(_turn(row, payloads) for row in rows)
    before = one(_STATE_BEFORE, found.customer_id, rows[0][0])
    customer = Customer.get_by_id(found.customer_id)
    return Past(found.id, customer, turns, before[0] if before else {})


def _room(room: str) -> Room:
    parts = [part for part in room.split("?")[0].split("/") if part]
    found: Room | None = Room.select().where(Room.id.in_(parts or [room])).first()
    if found is None:
        raise NothingThere(
            f"no such room: {room}. Give the id that stands in the room's address in Rocket.Chat, "
            "or the address"
        )
    return found


def _payloads(
    room_id: str, ids: list[str], said_in_room: Callable[[str], Mapping[str, str]] | None
) -> dict[str, dict[str, Any]]:
    payloads: dict[str, dict[str, Any]] = dict(every(_WORDS, ids))
    lacking = [key for key in ids if not _is_told(payloads.get(key))]
    if lacking and said_in_room is not None:
        told = said_in_room(room_id)
        payloads |= {
            key: (payloads.get(key) or {}) | {"text": told[key]} for key in lacking if key in told
        }
    if not any(map(_is_told, payloads.values())):
        raise NothingThere(f"the words of room {room_id} were erased: only decisions are left")
    return payloads


def _is_told(payload: dict[str, Any] | None) -> bool:
    return payload is not None and bool(_words(payload) or payload.get("has_media"))


def _words(payload: dict[str, Any]) -> str:
    return str(payload.get("words") or payload.get("text") or "")


def _turn(row: tuple[Any, ...], payloads: Mapping[str, dict[str, Any]]) -> PastTurn:
    _, action, _, data, at = row
    ids = tuple(data.get("message_ids", ()))
    said = [payloads.get(key, {}) for key in ids]
    return PastTurn(
        message_ids=ids,
        words=tuple(map(_words, said)),
        choice_id=said[-1].get("choice_id") if said else None,
        has_media=any(each.get("has_media") for each in said),
        at=at,
        action=action,
        data=data,
    )
