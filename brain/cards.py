"""The card in the agents' channel: one a ticket, its colour the ticket's status."""

from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from brain import card_buttons, tickets, work
from brain.errors import Failure
from brain.models import Customer, Ticket
from brain.rocketchat.account import Refused
from brain.rocketchat.rooms import CHANNEL, NEVER_RELAYED, Rooms, without_mentions
from brain.services import Services
from brain.wording import moment, say
from brain.work import Task

WIDE = ("summary", "original")  # fields that take the card's whole width


def card_id(number: int, version: int) -> str:
    """The message id of a ticket's card while the ticket has this version."""
    return f"{NEVER_RELAYED}card-{number}-{version}"


def show(ticket: Ticket, services: Services) -> None:
    """Write the ticket's card into the channel, once for each version."""
    rooms, text = services.rooms, _headline(ticket)
    message_id = card_id(ticket.number, ticket.version)
    card = as_card(ticket, services.settings.zone)
    blocks = card_buttons.blocks_of(ticket, text, services)
    if blocks is None:
        text = f"{text} · {card_buttons.link_to_room(ticket, rooms)}"
    rooms.send_card(channel_id(rooms), message_id, text, card, blocks)
    Ticket.update(shown=ticket.version).where(
        Ticket.number == ticket.number, Ticket.shown < ticket.version
    ).execute()


def refresh(ticket: Ticket, services: Services) -> None:
    """Show the ticket as it stands now, instead of what its card showed before.

    The server lets nobody change the attachments of a message, so the card is written anew: at the
    end of the channel, where the news is seen.
    """
    show(ticket, services)
    rooms = services.rooms
    for version in range(max(ticket.shown, 1), ticket.version):
        rooms.delete(channel_id(rooms), card_id(ticket.number, version))


def redraw(task: Task, services: Services) -> None:
    """Stage `card`: a ticket changed, its card follows; its department's head may be called."""
    ticket = tickets.get(task.payload["ticket"])
    refresh(ticket, services)
    if task.payload.get("mention") and ticket.status != "resuelto":
        _mention(ticket, task, services.rooms)
    work.finish(task.id)


def _mention(ticket: Ticket, task: Task, rooms: Rooms) -> None:
    """Call the department's head, or everybody who is there, beside the card."""
    head = tickets.head_of(ticket.department) or say("card.everybody_here")
    names = {"number": ticket.number, "head": head, "title": without_mentions(ticket.title)}
    words = say(f"card.mention_{_called_for(ticket)}", **names)
    rooms.note(channel_id(rooms), f"{NEVER_RELAYED}call-{task.key}", words, calls=True)


def _called_for(ticket: Ticket) -> str:
    if not ticket.waiting_since:
        return "urgent"
    return "urgent_waiting" if ticket.priority == "alta" else "waiting"


def tell_over_limit(rooms: Rooms, at: datetime) -> None:
    """Tell the agents, once a day, that the bot's answers cannot stand in the rooms."""
    text = say("agent.over_limit", head=say("card.everybody_here"))
    rooms.note(channel_id(rooms), f"{NEVER_RELAYED}over-limit-{at:%Y-%m-%d}", text, calls=True)


@lru_cache(maxsize=8)
def channel_id(rooms: Rooms) -> str:
    """Return the id of the agents' channel.

    Raises:
        Failure: the channel is missing; `python -m brain setup` makes it.
    """
    try:
        return str(rooms.bridge.get("rooms.info", roomName=CHANNEL)["room"]["_id"])
    except Refused as refused:
        raise Failure(f"no channel #{CHANNEL}: run `python -m brain setup`") from refused


def _headline(ticket: Ticket) -> str:
    return say(
        "card.text",
        number=ticket.number,
        department=tickets.department_name(ticket.department),
    )


def as_card(ticket: Ticket, zone: ZoneInfo) -> dict[str, Any]:
    """Return the ticket as a message attachment with a colour and titled fields."""
    return {
        "color": say(f"card.colour.{ticket.status}"),
        "title": say("card.title", title=ticket.title),
        "fields": [
            {
                "short": name not in WIDE,
                "title": say(f"card.{name}"),
                "value": value or say("card.unknown"),
            }
            for name, value in _fields(ticket, zone).items()
        ],
    }


def _fields(ticket: Ticket, zone: ZoneInfo) -> dict[str, str | None]:
    customer = Customer.get_by_id(ticket.customer_id)
    return {
        "number": str(ticket.number),
        "customer": customer.name or customer.username or customer.phone,
        "department": tickets.department_name(ticket.department),
        "priority": say(f"card.priority_word.{ticket.priority}"),
        "status": say(f"card.status_word.{ticket.status}"),
        "owner": ticket.owner,
        "time": moment(ticket.created_at, zone, "long"),
        "summary": ticket.summary,
        "original": ticket.original_text,
    }
