"""Hand a conversation over: ticket, transfer, card, and only then the customer hears of it.

Every step may be repeated: the decision remembers its ticket, the room's own state tells whether it
was transferred, cards and words carry ids made from the ticket's number.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog

from brain import cards, handoff_words, tickets, transfer, work
from brain.errors import Failure
from brain.models import Decision, Ticket, database, durably
from brain.privacy import notice
from brain.rocketchat.account import Refused
from brain.rocketchat.rooms import NEVER_RELAYED, OVER_LIMIT, RELAYED, Rooms, Serving
from brain.services import Services
from brain.transfer import Passed
from brain.wording import excerpt, say, with_choices

log = structlog.get_logger()

CARD_AGAIN = timedelta(seconds=5)

_REMEMBER = (
    "UPDATE decision SET data = data || jsonb_build_object('ticket', %s::bigint) WHERE id = %s"
)


def perform(decision: Decision, original_text: str, services: Services) -> bool:
    """Hand the room of a decision to its department and tell the customer what came of it.

    Returns:
        False where a person took the room since it was decided: nothing was done, nothing is said.

    Raises:
        Failure: Rocket.Chat did not answer; call again with the same decision.
    """
    if "ticket" not in decision.data and _is_a_persons(decision.room_id, services.rooms):
        return False
    ticket = _ticket_of(decision, original_text)
    passed = transfer.to_people(ticket, services.rooms)
    first = decision.data["action"].get("text", "")
    key = f"handoff-{ticket.number}"
    if ticket.origin != _origin(decision):
        key = f"{key}-{decision.id}"  # it was announced before, and waits again
    announce(tickets.get(ticket.number), passed, first, services, key=key)
    return True


def _is_a_persons(room_id: str, rooms: Rooms) -> bool:
    return rooms.state(room_id).serving is Serving.PERSON


def _origin(decision: Decision) -> str:
    return f"decision-{decision.id}"


def _ticket_of(decision: Decision, original_text: str) -> Ticket:
    """Return the decision's ticket: the room's open one with the same department, or a new one."""
    if "ticket" in decision.data:
        return tickets.get(decision.data["ticket"])
    request = _request(decision, original_text)
    with durably():
        again = tickets.open_of(request.room_id, request.department)
        if again:
            tickets.wait_again(again.number)
        number = (again or tickets.create(request)).number
        database.execute_sql(_REMEMBER, (number, decision.id))
    return tickets.get(number)


def _request(decision: Decision, original_text: str) -> tickets.Request:
    action = decision.data["action"]
    return tickets.Request(
        origin=_origin(decision),
        customer_id=decision.customer_id,
        room_id=decision.room_id,
        department=action["department"],
        title=_title(action["reason"], original_text),
        summary="\n".join([action["summary"], *_account(decision)]),
        original_text=original_text,
        priority=action["priority"],
    )


def _title(reason: str, original_text: str) -> str:
    """Return what it is about in few words; the customer's own stand in the card anyway."""
    return reason[:1].upper() + reason[1:] or excerpt(original_text) or say("ticket.default_title")


def _account(decision: Decision) -> list[str]:
    """Name the account that the customer asked about, where the request is about one."""
    number = (decision.state.get("account") or {}).get("number")
    intents = decision.data.get("understood", {}).get("intents", [])
    concerns = decision.data["action"]["department"] == "contabilidad" or any(
        intent["name"] == "cuenta" for intent in intents
    )
    return [say("summary.account", number=number)] if number and concerns else []


def announce(ticket: Ticket, passed: Passed, first: str, services: Services, *, key: str) -> None:
    """Show the ticket to the agents, then tell the customer what is true.

    Args:
        passed: whether the room is with people now, and where.
        first: what the customer reads before the announcement, in the same message.
        key: what the notice to the customer is known by: it is said once.
    """
    show_card(ticket, services)
    brief = handoff_words.brief(ticket)
    _note_if_possible(services.rooms, ticket.room_id, f"{NEVER_RELAYED}summary-{key}", brief)
    trouble = handoff_words.trouble(ticket, passed)
    if trouble:
        channel = cards.channel_id(services.rooms)
        _note_if_possible(services.rooms, channel, f"{NEVER_RELAYED}trouble-{key}", trouble)
    words, choices = handoff_words.announcement(ticket, passed, services)
    text = notice.behind(first, words)
    say_to(ticket.customer_id, ticket.room_id, key, text, services, choices)


def show_card(ticket: Ticket, services: Services) -> None:
    """Show the card; one that is refused is tried again later, and holds up no announcement."""
    try:
        cards.refresh(ticket, services)
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

    Over the licence's limit no words can stand in the room; the customer is told all the same.

    Args:
        choices: what the customer may tap, each with `id` and `title`.
    """
    message_id = f"{RELAYED}{key}"
    try:
        posted = services.rooms.note(room_id, message_id, with_choices(text, choices))
        message_id, at = posted.id, posted.at
    except Refused as refused:
        if refused.code != OVER_LIMIT:
            raise Failure(f"notice refused: {refused.code}", permanent=True) from refused
        at = services.now()
    payload = {"room": room_id, "author": "notice", "text": text, "choices": list(choices)}
    work.add(customer_id, "out", message_id, payload, at, known_better=True)
