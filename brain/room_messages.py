"""A message that stands in a room, as an event or the history tells it: who has to do what."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any

import peewee

from brain import reworded, ticket_news, tickets, wake, work
from brain.models import Customer, Room, Work, database
from brain.rocketchat.rooms import NEVER_RELAYED, RELAYED

# Who wrote a thing makes its row himself, a moment before or after the event arrives: the event's
# own row is only for the case that he died in between, so it waits and wakes nobody.
GRACE = timedelta(seconds=1)
# The other way to give a command, in messages: "!cerrar-ticket gracias". Where no app knows the
# slash commands, some of Rocket.Chat's clients send them as words.
COMMAND = re.compile(
    r"(?:!|/(?=(?:(?:crear|cerrar)-ticket|bot|resumen|urgente|vincular|plantilla|tomar|decision)\b))[a-z][\w-]*(?:\s|$)",
    re.IGNORECASE,
)

TOKEN = re.compile(r"wa-([0-9]{1,18})(?:-([A-Za-z0-9]+))?")  # a customer's id and his secret

APP_USER = "mostrador.bot"  # as which the app writes where it finds no bridge
RESCUE = "app:rescue"  # the app's own command; nobody can type it


@dataclass(frozen=True)
class RoomMessage:
    """A message in a room of a customer's. `author` is customer, bot, notice or agent."""

    id: str
    room_id: str
    author: str
    text: str
    at: datetime
    username: str
    file: dict[str, Any] | None = None
    edited: bool = False
    deleted: bool = False


def kind_of(username: str, bot: str, bridge: str) -> str:
    """Tell whose words are an agent's, the bot's, or our own: the bridge's and the app's."""
    if username == bot:
        return "bot"
    return "bridge" if username in (bridge, APP_USER) else "agent"


def author_of(message_id: str, kind: str) -> str | None:
    """Tell who speaks; None for words to agents, which concern nobody else.

    Rocket.Chat lets whoever writes choose a message's id, so it tells something of our own only.
    """
    if kind == "visitor":
        return "customer"
    if kind == "agent":
        return kind
    if message_id.startswith(NEVER_RELAYED):
        return None
    if message_id.startswith(RELAYED):
        return "notice"
    return "agent" if kind == "bridge" else kind


def record(customer_id: int, message: RoomMessage) -> None:
    """Make due what a room message asks for, once, however often it is told."""
    if message.edited or message.deleted:
        _changed(customer_id, message)
    elif message.author == "customer":
        if _came_by_the_door(message):
            return
        payload = {"room": message.room_id, "text": message.text, "has_media": bool(message.file)}
        work.add(customer_id, "turn", message.id, payload, message.at, GRACE)
    elif message.author == "agent" and not message.file and COMMAND.match(message.text):
        _command(customer_id, message)
    elif message.author == "agent":
        if work.add(customer_id, "out", message.id, _outgoing(message), message.at):
            wake.customers([customer_id])
    else:
        work.add(customer_id, "out", message.id, _outgoing(message), message.at, GRACE)


def _command(customer_id: int, message: RoomMessage) -> None:
    """An agent's command concerns nobody else: it is obeyed, and the customer hears no word."""
    name, *args = message.text[1:].split()
    command = {"room": message.room_id, "name": name.lower(), "args": args}
    obey_later(customer_id, message.id, command | {"user": message.username}, message.at)


def obey_later(customer_id: int, key: str, command: dict[str, Any], at: datetime) -> None:
    """Make a command due, once for each key, and wake who obeys it.

    Args:
        command: room, name, args and user; from the app also the user's roles, the ticket and the
            fields of a form, and `at`, the room where it was asked for.
    """
    if work.add(customer_id, "command", key, command, at):
        wake.customers([customer_id])


def taken(room_id: str, agent: str, at: datetime) -> None:
    """A person serves the room now, and takes its tickets too."""
    with database.atomic():
        for number in tickets.taken(room_id, agent, at):
            ticket_news.taken(tickets.get(number), at)


def moved(room_id: str, department_id: str | None, at: datetime) -> bool:
    """The room waits in another department now, and its tickets do too; tell whether any did."""
    department = tickets.department_of(department_id)
    if department is None:
        return False
    with database.atomic():
        numbers = tickets.moved(room_id, department, at)
        for number in numbers:
            ticket_news.moved(tickets.get(number), at)
    return bool(numbers)


def released(room_id: str, at: datetime) -> None:
    """The room is in its queue again, and its tickets wait for somebody else."""
    with database.atomic():
        for number in tickets.released(room_id, at):
            ticket_news.changed(tickets.get(number), at)


def closed(customer_id: int, room_id: str, at: datetime) -> None:
    """The room is closed; where a person did it by hand, the customer may be asked how it was."""
    Room.update(open=False, closed_at=peewee.fn.coalesce(Room.closed_at, peewee.fn.now())).where(
        Room.id == room_id
    ).execute()
    if work.add(customer_id, "closed", room_id, {"room": room_id}, at):
        wake.customers([customer_id])


def _came_by_the_door(message: RoomMessage) -> bool:
    """A file named by its wamid belongs to a message whose own step makes the turn due."""
    wamid = (message.file or {}).get("name", "").partition("-")[0].replace("_", "/")
    return bool(wamid) and Work.select().where(Work.stage == "in", Work.key == wamid).exists()


def _outgoing(message: RoomMessage) -> dict[str, Any]:
    return {
        "room": message.room_id,
        "author": message.author,
        "username": message.username,
        "text": message.text,
        "file": message.file,
    }


def _changed(customer_id: int, message: RoomMessage) -> None:
    """Only agents' words can go out otherwise than they stood at first; a command stays obeyed."""
    if message.author != "agent" or (not message.file and COMMAND.match(message.text)):
        return
    change = reworded.deleted if message.deleted else reworded.edited
    change(customer_id, message.id, _outgoing(message), message.at)


def customer_of(token: str) -> int | None:
    """Return the customer behind a visitor token of ours, following merges; None for others.

    Rocket.Chat lets anybody be a visitor under any token: only the whole of it is the customer's.
    """
    ours = TOKEN.fullmatch(token)
    customer = Customer.get_or_none(Customer.id == int(ours[1])) if ours else None
    if customer and (customer.erased_at or not compare_digest(customer.token, token)):
        return None
    while customer and customer.merged_into:
        customer = Customer.get_or_none(Customer.id == customer.merged_into)
    return customer.id if customer else None
