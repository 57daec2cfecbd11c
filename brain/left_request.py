"""Outside opening hours: the customer taps whether the request stays, or goes."""

from brain import handoff, ticket_news, tickets
from brain.handoff_words import CANCEL, KEEP, answers_when
from brain.models import Ticket, database
from brain.rocketchat.account import Refused
from brain.rocketchat.rooms import Serving
from brain.services import Services
from brain.wording import say

BY_CUSTOMER = "cliente"


def is_tap(choice_id: str | None) -> bool:
    """Tell whether a tap is about a request that was left."""
    return str(choice_id or "").partition(":")[0] in (KEEP, CANCEL)


def obey(customer_id: int, room_id: str, choice_id: str, services: Services) -> None:
    """Keep or withdraw the customer's own request; said once, however often it is tapped."""
    wish, _, named = choice_id.partition(":")
    number = tickets.number_in(named)
    ticket = tickets.find(number) if number is not None else None
    if ticket is None or ticket.customer_id != customer_id:
        return
    if wish == CANCEL and _withdraw(ticket, services):
        _back_to_bot(room_id, services)
        _say(ticket, room_id, "cancelled", services)
    elif ticket.status != "resuelto":
        _say(ticket, room_id, "kept", services, when=answers_when(services))


def _withdraw(ticket: Ticket, services: Services) -> bool:
    """Resolve the ticket for its customer, unless somebody has it; tell whether that is so."""
    with database.atomic():
        if tickets.withdraw(ticket.number, BY_CUSTOMER):
            ticket_news.changed(tickets.get(ticket.number), services.now())
    return tickets.get(ticket.number).resolved_by == BY_CUSTOMER


def _back_to_bot(room_id: str, services: Services) -> None:
    rooms = services.rooms
    if tickets.open_in(room_id) or rooms.state(room_id).serving is not Serving.NOBODY:
        return
    try:
        rooms.take(room_id, rooms.bot.user)
    except Refused:
        if rooms.state(room_id).serving is Serving.NOBODY:
            rooms.give_to(room_id, rooms.bot.user, say("agent.bot_comment_customer"))


def _say(ticket: Ticket, room_id: str, what: str, services: Services, **names: str) -> None:
    text = say(f"customer.request_{what}", number=ticket.number, **names)
    handoff.say_to(ticket.customer_id, room_id, f"{what}-{ticket.number}", text, services)
