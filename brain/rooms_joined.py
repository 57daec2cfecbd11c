"""Stage `join`: two customers turned out to be one; the room of the one who is gone is closed."""

from brain import work
from brain.models import Room
from brain.rocketchat.rooms import NEVER_RELAYED, Rooms
from brain.services import Services
from brain.wording import say
from brain.work import Task

LATEST = 50


def leave(task: Task, services: Services) -> None:
    """Close a room whose customer has another, and show there what was said: nobody has two."""
    room_id, rooms = task.payload["room"], services.rooms
    words, stays = _said_in(room_id, rooms), _other_room(task.customer_id, room_id)
    if words and stays:
        text = say("agent.said_elsewhere", words="\n".join(f"«{text}»" for text in words))
        rooms.note(stays, f"{NEVER_RELAYED}joined-{room_id}", text)
    rooms.close(room_id, say("agent.joined"))
    work.finish(task.id)


def _said_in(room_id: str, rooms: Rooms) -> list[str]:
    """Return what the customer wrote in a room, oldest first."""
    told = rooms.messages(room_id, 0, LATEST)
    return [one["msg"] for one in reversed(told) if one.get("token") and one.get("msg")]


def _other_room(customer_id: int, room_id: str) -> str | None:
    room = (
        Room.select()
        .where(Room.customer == customer_id, Room.open, Room.id != room_id)
        .order_by(Room.opened_at.desc())
        .first()
    )
    return str(room.id) if room else None
