"""What an agent needs to know of a conversation, on one page: customer, tickets, last words."""

from brain.models import Customer, Room, every
from brain.wording import excerpt, say

LAST = 8
LONGEST = 240

_SAID = """
SELECT CASE WHEN stage = 'turn' THEN 'customer' ELSE payload ->> 'author' END, payload ->> 'text'
FROM work WHERE customer_id = %s AND stage IN ('turn', 'out') AND state <> 'failed'
  AND payload ->> 'text' <> ''
ORDER BY order_at DESC, id DESC LIMIT %s
"""
_TICKETS = """
SELECT number, title, status, coalesce(owner, '') FROM ticket
WHERE customer_id = %s AND status <> 'resuelto' ORDER BY number
"""


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
    customer = Customer.get_by_id(customer_id)
    name = customer.name or customer.username or say("visitor.unnamed")
    if not customer.phone:
        return say("summary.customer_without_phone", name=name)
    return say("summary.customer", name=name, phone=customer.phone)


def last_words(customer_id: int, latest: int = LAST) -> list[str]:
    """Return the last words of both sides, a line each, oldest first, under their heading."""
    said = [
        say(f"summary.said_by.{author}", text=excerpt(text, LONGEST))
        for author, text in reversed(every(_SAID, customer_id, latest))
    ]
    return [say("summary.last"), *said] if said else []


def _open_tickets(customer_id: int) -> list[str]:
    return [
        say(
            "summary.ticket",
            number=number,
            title=title,
            status=say(f"card.status_word.{status}"),
            owner=owner or say("card.unknown"),
        )
        for number, title, status, owner in every(_TICKETS, customer_id)
    ]
