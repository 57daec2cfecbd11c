"""Tickets: requests that need a person, numbered without gaps, outliving their rooms."""

from dataclasses import dataclass

import peewee

from brain.models import Department, Ticket, durably, one
from brain.wording import say

_NUMBER = "UPDATE counter SET value = value + 1 WHERE name = 'ticket' RETURNING value"


@dataclass(frozen=True)
class Request:
    """What a ticket is made of. `origin` is the message or command it comes from: one each."""

    origin: str
    customer_id: int
    room_id: str
    department: str
    title: str
    summary: str
    original_text: str
    priority: str


def create(request: Request) -> Ticket:
    """Return the ticket of this origin, making it if there is none.

    The counter's row is locked until the insert commits, so a number is neither skipped nor twice.
    """
    found: Ticket | None = Ticket.get_or_none(Ticket.origin == request.origin)
    if found:
        return found
    with durably():
        made = Ticket.create(
            number=one(_NUMBER)[0],
            origin=request.origin,
            customer=request.customer_id,
            room_id=request.room_id,
            department=request.department,
            title=request.title,
            summary=request.summary,
            original_text=request.original_text,
            priority=request.priority,
            status="urgente" if request.priority == "alta" else "nuevo",
            created_at=peewee.fn.now(),
        )
        return get(made.number)


def open_twin(request: Request) -> Ticket | None:
    """Return the room's open ticket of this title and department that something else made."""
    found: Ticket | None = Ticket.get_or_none(
        Ticket.room_id == request.room_id,
        Ticket.department == request.department,
        Ticket.title == request.title,
        Ticket.status != "resuelto",
        Ticket.origin != request.origin,
    )
    return found


def get(number: int) -> Ticket:
    """Return a ticket as it stands now."""
    found: Ticket = Ticket.get_by_id(number)
    return found


def resolve_in_room(room_id: str, by: str) -> list[Ticket]:
    """Resolve the room's tickets; return those that the command `by` resolved, now or before."""
    Ticket.update(status="resuelto", resolved_at=peewee.fn.now(), resolved_by=by).where(
        Ticket.room_id == room_id, Ticket.status != "resuelto"
    ).execute()
    return list(Ticket.select().where(Ticket.resolved_by == by).order_by(Ticket.number))


def taken(room_id: str, agent: str) -> list[int]:
    """Note who took the room's tickets; return the numbers that were not taken before."""
    rows = (
        Ticket.update(owner=agent, taken_at=peewee.fn.now(), status="pendiente")
        .where(Ticket.room_id == room_id, Ticket.status != "resuelto", Ticket.taken_at.is_null())
        .returning(Ticket.number)
        .execute()
    )
    return [row.number for row in rows]


def look_up(customer_id: int, number: int | None) -> tuple[int, str] | None:
    """Say how a customer's own ticket goes: the one named, or the latest; None if there is none."""
    mine = Ticket.select().where(Ticket.customer == customer_id)
    if number is not None:
        mine = mine.where(Ticket.number == number)
    ticket = mine.order_by(Ticket.number.desc()).first()
    if ticket is None:
        return None
    state = "taken" if ticket.owner and ticket.status != "resuelto" else ticket.status
    names = {"number": ticket.number, "department": department_name(ticket.department)}
    return ticket.number, say(f"ticket.goes.{state}", **names)


def department_name(key: str) -> str:
    """Return how people call a department."""
    found: Department | None = Department.get_or_none(Department.key == key)
    return found.name if found else key
