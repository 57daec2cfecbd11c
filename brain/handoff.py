"""Hand a conversation over: ticket, transfer, card, and only then the customer hears of it.

Every step may be repeated: the ticket belongs to the message it comes from, the room's own state
tells whether it was transferred, cards and words carry ids made from the ticket's number.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog

from brain import cards, tickets, work
from brain.errors import Failure
from brain.models import Decision, Department, Ticket
from brain.rocketchat.account import Refused
from brain.rocketchat.rooms import NEVER_RELAYED, RELAYED, Rooms, Serving
from brain.services import Services
from brain.wording import excerpt, refusal, say

log = structlog.get_logger()

CARD_AGAIN = timedelta(seconds=5)


def perform(decision: Decision, original_text: str, services: Services) -> None:
    """Hand the room of a decision to its department and tell the customer what came of it.

    Raises:
        Failure: Rocket.Chat did not answer; call again with the same decision.
    """
    action = decision.data["action"]
    ticket = tickets.create(
        tickets.Request(
            origin=f"decision-{decision.id}",
            customer_id=decision.customer_id,
            room_id=decision.room_id,
            department=action["department"],
            title=action.get("title") or excerpt(original_text) or say("ticket.default_title"),
            summary=action["summary"],
            original_text=original_text,
            priority=action["priority"],
        )
    )
    moved = transfer(ticket, services.rooms)
    announce(ticket, moved, action.get("text", ""), services)


def transfer(ticket: Ticket, rooms: Rooms) -> bool:
    """Take the room from the bot: to its department, another one, or the general queue."""
    state = rooms.state(ticket.room_id)
    if state.serving is not Serving.BOT:
        return state.serving is not Serving.CLOSED
    comment = say("agent.transfer_comment", number=ticket.number, title=ticket.title)
    for department_id in _departments(ticket.department):
        try:
            rooms.forward(ticket.room_id, department_id, comment)
        except Refused as refused:
            log.warning("handoff.refused", ticket=ticket.number, code=refused.code)
        if rooms.state(ticket.room_id).serving is not Serving.BOT:
            return True
    return _to_queue(ticket, rooms)


def _departments(key: str) -> list[str]:
    """The wanted department first, then the others that could take it."""
    known = Department.select().where(Department.rocketchat_id.is_null(False))
    ordered = sorted(
        known, key=lambda department: (department.key != key, department.key != "ventas")
    )
    return [str(department.rocketchat_id) for department in ordered]


def _to_queue(ticket: Ticket, rooms: Rooms) -> bool:
    try:
        rooms.bridge.post("livechat/inquiries.returnAsInquiry", roomId=ticket.room_id)
    except Refused as refused:
        log.error("handoff.failed", ticket=ticket.number, code=refused.code)
    return rooms.state(ticket.room_id).serving is not Serving.BOT


def announce(ticket: Ticket, moved: bool, first: str, services: Services) -> None:
    """Show the ticket to the agents, then tell the customer what is true.

    Args:
        moved: whether the room is with people now.
        first: what the customer reads before the announcement, in the same message.
    """
    rooms = services.rooms
    show_card(ticket, services)
    summary = say("agent.summary", number=ticket.number, summary=ticket.summary)
    _note_if_possible(rooms, ticket.room_id, f"{NEVER_RELAYED}summary-{ticket.number}", summary)
    words = "customer.handoff" if moved else "customer.handoff_nobody"
    text = "\n\n".join(filter(None, [first, say(words, number=ticket.number)]))
    tell_customer(ticket, f"handoff-{ticket.number}", text, services)


def show_card(ticket: Ticket, services: Services) -> None:
    """Show the card; one that is refused is tried again later, and holds up no announcement."""
    try:
        cards.show(ticket, services)
    except Refused as refused:
        log.warning("card.refused", ticket=ticket.number, code=refused.code)
        key, payload = f"card-{ticket.number}-again", {"ticket": ticket.number}
        work.add(ticket.customer_id, "card", key, payload, ticket.created_at, CARD_AGAIN)


def _note_if_possible(rooms: Rooms, room_id: str, message_id: str, text: str) -> None:
    try:
        rooms.note(room_id, message_id, text)
    except Refused as refused:
        log.warning("note.refused", room=room_id, code=refused.code)


def tell_customer(ticket: Ticket, key: str, text: str, services: Services) -> None:
    """Write a notice into the ticket's room and send it on to the customer, once for each key."""
    say_to(ticket.customer_id, ticket.room_id, key, text, services)


def say_to(
    customer_id: int,
    room_id: str,
    key: str,
    text: str,
    services: Services,
    choices: Sequence[dict[str, Any]] = (),
) -> None:
    """Write a notice into a room and send it on to the customer, once for each key.

    Args:
        choices: what the customer may tap, each with `id` and `title`.
    """
    message_id = f"{RELAYED}{key}"
    shown = "\n".join([text, *(f"▫️ {choice['title']}" for choice in choices)])
    try:
        posted = services.rooms.note(room_id, message_id, shown)
    except Refused as refused:
        raise Failure(f"notice refused: {refused.code}", permanent=True) from refused
    payload = {"room": room_id, "author": "notice", "text": text, "choices": list(choices)}
    work.add(customer_id, "out", message_id, payload, posted.at, known_better=True)


def reason(code: str) -> str:
    """Return why Rocket.Chat refused something, in an agent's words."""
    return refusal(code)
