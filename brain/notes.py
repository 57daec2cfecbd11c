"""Stage `note`: words to the agents, in the room or, where it is closed, in their channel."""

from brain import cards, work
from brain.models import Customer
from brain.rocketchat.rooms import Serving
from brain.services import Services
from brain.wording import say
from brain.work import Task


def write(task: Task, services: Services) -> None:
    """Write a note that no customer reads, once; where no person would see it, in the channel."""
    rooms, room_id, text = services.rooms, task.payload["room"], task.payload["text"]
    serving = rooms.state(room_id).serving if room_id else Serving.CLOSED
    if serving is not Serving.CLOSED:
        rooms.note(room_id, task.key, text)
    if serving in (Serving.CLOSED, Serving.BOT):
        customer = Customer.get_by_id(task.customer_id)
        name = customer.name or customer.username or say("visitor.unnamed")
        headed = say("agent.unseen", customer=name, text=text)
        rooms.note(cards.channel_id(rooms), f"{task.key}-ch", headed)
    work.finish(task.id)
