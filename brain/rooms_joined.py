"""Stage `join`: two customers turned out to be one; the rooms of the one who is gone are closed."""

from datetime import timedelta

from brain import customers, work
from brain.errors import Failure
from brain.models import Room
from brain.rocketchat.rooms import NEVER_RELAYED, Rooms
from brain.services import Services
from brain.wording import say
from brain.work import Task

LATEST = 50


def leave(task: Task, services: Services) -> None:
    """Close the rooms of a visitor who is another now; what was said there is shown in that one's.

    Rocket.Chat is asked, not our rows: a room may have been opened while the two became one.

    Raises:
        Failure: there is no room yet that the conversation could go on in.
    """
    rooms = services.rooms
    for room_id in rooms.open_of(task.payload["token"]):
        stays = rooms.open_of(customers.by_id(task.customer_id).token)
        if not stays:
            raise Failure("no room to go on in", after=timedelta(seconds=30))
        _tell(room_id, stays[0], rooms)
        rooms.close(room_id, say("agent.joined"))
        Room.update(open=True, closed_at=None).where(Room.id == stays[0]).execute()
    work.finish(task.id)


def _tell(room_id: str, stays: str, rooms: Rooms) -> None:
    told = rooms.messages(room_id, 0, LATEST)
    words = [one["msg"] for one in reversed(told) if one.get("token") and one.get("msg")]
    if words:
        text = say("agent.said_elsewhere", words="\n".join(f"«{word}»" for word in words))
        rooms.note(stays, f"{NEVER_RELAYED}joined-{room_id}", text)
