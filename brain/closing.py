"""Close what people served: the customer is told, asked how it was, and the room closes."""

from typing import Any

from brain import cards, customers, handoff, satisfaction, tickets, work
from brain.models import Room, Ticket, one
from brain.rocketchat.rooms import Serving
from brain.services import Services
from brain.wording import say
from brain.work import Task
from whatsapp import window

_PERSON_WROTE = """
SELECT EXISTS (SELECT FROM work WHERE customer_id = %s AND stage = 'out'
    AND payload ->> 'author' = 'agent' AND payload ->> 'room' = %s)
"""


def close_with(resolved: list[Ticket], room_id: str, comment: str, services: Services) -> None:
    """Tell the customer of the room's resolved tickets, draw their cards anew, close the room."""
    for ticket in resolved:
        cards.refresh(ticket, services)
    _tell_resolved(resolved, room_id, services, ask=True)
    services.rooms.close(room_id, comment)


def comment_of(agent: str, said: str) -> str:
    """Return what the room says of its closing: it is the bridge that closes, for somebody."""
    if not said:
        return say("agent.closing_comment", agent=agent)
    return say("agent.closing_comment_said", comment=said, agent=agent)


def after_resolving(ticket: Ticket, comment: str, services: Services) -> None:
    """Tell the customer that the ticket is resolved; close its room once it has no other."""
    last = not tickets.open_in(ticket.room_id)
    _tell_resolved([ticket], ticket.room_id, services, ask=last)
    if last and services.rooms.state(ticket.room_id).serving is not Serving.BOT:
        services.rooms.close(ticket.room_id, comment)


def _tell_resolved(resolved: list[Ticket], room_id: str, services: Services, *, ask: bool) -> None:
    """Tell of tickets in one message; with the last the customer may say how it was, by one tap."""
    last = resolved[-1]
    text = _goodbye([str(ticket.number) for ticket in resolved])
    choices = _question(last.customer_id, room_id, last.number, services) if ask else []
    key = f"closed-{last.number}"
    if choices:
        text = f"{text}\n\n{say('satisfaction.question')}"
    handoff.say_to(last.customer_id, room_id, key, text, services, choices)


def _goodbye(numbers: list[str]) -> str:
    *others, last = numbers
    if not others:
        return say("customer.ticket_closed", number=last)
    return say("customer.tickets_closed", numbers=", ".join(others), last=last)


def close_without_ticket(room_id: str, key: str, comment: str, services: Services) -> None:
    """Say goodbye in a room that has no open ticket, and close it, unless somebody did."""
    serving = services.rooms.state(room_id).serving
    if serving is Serving.CLOSED:
        return  # somebody was quicker, and the customer was told then
    customer_id = Room.get_by_id(room_id).customer_id
    by_person = serving is Serving.PERSON
    choices = _question(customer_id, room_id, None, services) if by_person else []
    text = say("customer.closed_without_ticket")
    if choices:
        text = f"{text}\n\n{say('satisfaction.question')}"
    handoff.say_to(customer_id, room_id, key, text, services, choices)
    services.rooms.close(room_id, comment)


def by_hand(task: Task, services: Services) -> None:
    """Stage `closed`: ask how it was where a person closed the room in Rocket.Chat itself.

    Its tickets stay as they are: they outlive their rooms.
    """
    room_id, rooms = task.payload["room"], services.rooms
    closer = rooms.state(room_id).closed_by
    ours = (None, rooms.bot.user, rooms.bridge.user)
    if closer not in ours and one(_PERSON_WROTE, task.customer_id, room_id)[0]:
        choices = _question(task.customer_id, room_id, None, services)
        if choices:
            text = f"{say('customer.closed_without_ticket')}\n\n{say('satisfaction.question')}"
            key = f"closed-{room_id}"
            handoff.say_to(task.customer_id, room_id, key, text, services, choices)
    work.finish(task.id)


def _question(
    customer_id: int, room_id: str, ticket: int | None, services: Services
) -> list[dict[str, Any]]:
    """Return the buttons of the question how it was, where it may be asked."""
    heard = customers.by_id(customer_id).last_incoming_at
    if not window.is_open(heard, services.now()):
        return []
    return satisfaction.ask(customer_id, room_id, ticket)
