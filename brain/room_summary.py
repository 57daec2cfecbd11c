"""What an agent needs to know of a conversation, on one page: customer, tickets, last words."""

from brain import customers, said, tickets
from brain.models import Room
from brain.privacy import notice
from brain.wording import excerpt, say

LAST = 8
LONGEST = 240


def summary_of(room_id: str) -> str:
    """Return who writes, the customer's open tickets and the last words of both sides.

    Works in any process: it reads rows only. A room that is not ours gives words that say so.
    """
    room: Room | None = Room.get_or_none(Room.id == room_id)
    if room is None:
        return say("desk.not_ours")
    parts = [customer_line(room.customer_id), *_open_tickets(room.customer_id)]
    return "\n".join([*parts, *last_words(room.customer_id)])


def customer_line(customer_id: int) -> str:
    """Return the customer's name and number on one line."""
    customer = customers.by_id(customer_id)
    name = customers.called(customer)
    if not customer.phone:
        return say("summary.customer_without_phone", name=name)
    return say("summary.customer", name=name, phone=customer.phone)


def last_words(customer_id: int, latest: int = LAST) -> list[str]:
    """Return the last words of both sides, a line each, oldest first, under their heading."""
    lines = [
        say(f"summary.said_by.{one.author}", text=excerpt(notice.left_out(one.text), LONGEST))
        for one in said.lately(customer_id, latest=latest)
    ]
    return [say("summary.last"), *lines] if lines else []


def _open_tickets(customer_id: int) -> list[str]:
    return [
        say(
            "summary.ticket",
            number=ticket.number,
            title=ticket.title,
            status=say(f"card.status_word.{ticket.status}"),
            owner=ticket.owner or say("card.unknown"),
        )
        for ticket in tickets.open_of_customer(customer_id)
    ]
