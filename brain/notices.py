"""Stages `taken`, `moved`, `urgent`: the customer hears of a ticket, once, while it is true."""

from brain import handoff, tickets, work
from brain.models import Ticket, one
from brain.services import Services
from brain.wording import say
from brain.work import Task

_WROTE = """
SELECT EXISTS (SELECT FROM work WHERE customer_id = %s AND stage = 'out' AND order_at >= %s
    AND payload ->> 'author' = 'agent' AND payload ->> 'room' = %s)
"""


def write(task: Task, services: Services) -> None:
    """Tell the customer of a change, unless it holds no longer or a person's words told of it."""
    ticket = tickets.get(task.payload["ticket"])
    if _is_worth_telling(ticket, task):
        department = tickets.department_name(ticket.department)
        text = say(f"customer.ticket_{task.stage}", number=ticket.number, department=department)
        handoff.tell_customer(ticket, task.key, text, services)
    work.finish(task.id)


def _is_worth_telling(ticket: Ticket, task: Task) -> bool:
    if ticket.status == "resuelto":
        return False
    if task.stage == "urgent":
        return True
    if task.stage == "moved":
        return ticket.waiting_since is not None
    # Not since it was taken: what was written in the same second may have reached us before that.
    wrote = one(_WROTE, task.customer_id, ticket.created_at, ticket.room_id)[0]
    return ticket.waiting_since is None and not wrote
