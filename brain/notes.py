"""Stage `note`: words to the agents, in the room or, where it is closed, in their channel."""

from brain import cards, customers, work
from brain.errors import Failure
from brain.models import one
from brain.rocketchat.rooms import RELAYED, Serving
from brain.services import Services
from brain.wording import say
from brain.work import Task

ROOM_TRIES = 20
_LATEST_ROOM = (
    "SELECT id FROM room WHERE customer_id = %s ORDER BY open DESC, opened_at DESC LIMIT 1"
)


def write(task: Task, services: Services) -> None:
    """Write a note that no customer reads, once; where no person would see it, in the channel."""
    if task.key.startswith(RELAYED):
        _show_what_was_sent(task, services)
        return
    rooms, room_id, text = services.rooms, task.payload["room"], task.payload["text"]
    serving = rooms.state(room_id).serving if room_id else Serving.CLOSED
    if serving is not Serving.CLOSED:
        rooms.note(room_id, task.key, text)
    if serving in (Serving.CLOSED, Serving.BOT):
        name = customers.called(customers.by_id(task.customer_id))
        headed = say("agent.unseen", customer=name, text=text)
        rooms.note(cards.channel_id(rooms), f"{task.key}-ch", headed)
    work.finish(task.id)


def _show_what_was_sent(task: Task, services: Services) -> None:
    """Words that went out while there was no room to write them into."""
    room = one(_LATEST_ROOM, task.customer_id)
    if room is None and task.attempts < ROOM_TRIES:
        raise Failure("no room yet")
    if room:
        services.rooms.note(room[0], task.key, task.payload["text"])
    work.finish(task.id)
