"""Stage `note`: words to the agents, in the room or, where it is closed, in their channel."""

from brain import cards, work
from brain.rocketchat.account import Refused
from brain.services import Services
from brain.work import Task


def write(task: Task, services: Services) -> None:
    """Write a note that no customer reads, once."""
    rooms, text = services.rooms, task.payload["text"]
    try:
        rooms.note(task.payload["room"], task.key, text)
    except Refused:
        rooms.note(cards.channel_id(rooms), f"{task.key}-ch", text)
    work.finish(task.id)
