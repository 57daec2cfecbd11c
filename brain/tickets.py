"""Tickets: requests that need a person, numbered without gaps, outliving their rooms.

Every change is one guarded UPDATE: it says whose change it was and changes nothing when repeated.
A change that people see raises `version`; what follows from it is told in `brain/ticket_news.py`.
"""

import re
from dataclasses import dataclass
from datetime import datetime

import peewee

from brain.models import Department, Ticket, TicketRoom, database, durably, every, one
from brain.wording import say

_WHOLE = re.compile(r"[0-9]{1,18}")  # so many digits the column holds

USUAL_DEPARTMENT = "servicio"  # the key of who takes what is nobody else's in particular

_NUMBER = "UPDATE counter SET value = value + 1 WHERE name = 'ticket' RETURNING value"
_IN_ROOM = "number IN (SELECT number FROM ticket_room WHERE room_id = %s)"
# An event that comes late, or twice, tells of an owner before the one of now: it changes nothing.
_TAKE = f"""
UPDATE ticket SET owner = %s, owned_at = %s, taken_at = coalesce(taken_at, %s),
    waiting_since = NULL, stale = 0, version = version + 1,
    status = CASE WHEN priority = 'alta' THEN 'urgente' ELSE 'pendiente' END
WHERE {_IN_ROOM} AND status <> 'resuelto' AND coalesce(owned_at < %s, true)
  AND (owner IS DISTINCT FROM %s OR waiting_since IS NOT NULL)
RETURNING number
"""  # noqa: S608
# Whoever took it after it was passed on keeps it; `owned_at` is also when the last owner lost it.
_MOVE = """
UPDATE ticket SET department = %(department)s, version = version + 1, stale = 0,
    owned_at = greatest(owned_at, %(at)s),
    owner = CASE WHEN owned_at >= %(at)s THEN owner END,
    waiting_since = CASE WHEN owned_at >= %(at)s THEN waiting_since ELSE %(at)s END,
    status = CASE WHEN priority = 'alta' THEN 'urgente'
                  WHEN owned_at >= %(at)s THEN status ELSE 'nuevo' END
WHERE number IN (SELECT number FROM ticket_room WHERE room_id = %(room)s)
  AND status <> 'resuelto' AND department <> %(department)s
RETURNING number
"""
_RELEASE = f"""
UPDATE ticket SET owner = NULL, owned_at = %s, waiting_since = %s, stale = 0, version = version + 1,
    status = CASE WHEN priority = 'alta' THEN 'urgente' ELSE 'nuevo' END
WHERE {_IN_ROOM} AND status <> 'resuelto' AND owner IS NOT NULL AND owned_at < %s
RETURNING number
"""  # noqa: S608
_WAIT_AGAIN = """
UPDATE ticket SET owner = NULL, owned_at = now(), waiting_since = now(), stale = 0,
    version = version + 1,
    status = CASE WHEN priority = 'alta' THEN 'urgente' ELSE 'nuevo' END
WHERE number = %s AND status <> 'resuelto' AND waiting_since IS NULL
"""
_RESOLVED = (
    "status = 'resuelto', resolved_at = now(), resolved_by = %s, waiting_since = NULL, "
    "version = version + 1"
)
_RESOLVE = f"UPDATE ticket SET {_RESOLVED} WHERE number = %s AND status <> 'resuelto'"  # noqa: S608
_RESOLVE_IN_ROOM = f"UPDATE ticket SET {_RESOLVED} WHERE {_IN_ROOM} AND status <> 'resuelto'"  # noqa: S608
_WITHDRAW = (
    f"UPDATE ticket SET {_RESOLVED} "  # noqa: S608
    "WHERE number = %s AND status <> 'resuelto' AND waiting_since IS NOT NULL"
)
_URGENT = """
UPDATE ticket SET priority = 'alta', status = 'urgente', version = version + 1
WHERE number = %s AND status <> 'resuelto' AND priority <> 'alta'
"""
_ANSWERED = f"""
UPDATE ticket SET first_answer_at = %s
WHERE {_IN_ROOM} AND first_answer_at IS NULL AND status <> 'resuelto'
"""  # noqa: S608


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
            waiting_since=peewee.fn.now(),
        )
        link(made.number, request.room_id)
        return get(made.number)


def direct(number: int, department: str) -> None:
    """Note the department that a ticket is being given to, before anybody is told of it."""
    Ticket.update(department=department).where(Ticket.number == number).execute()


def link(number: int, room_id: str) -> None:
    """Note that a ticket is spoken of in this room; it is the ticket's room from now on."""
    TicketRoom.insert(
        number=number, room_id=room_id, linked_at=peewee.fn.now()
    ).on_conflict_ignore().execute()
    Ticket.update(room_id=room_id).where(Ticket.number == number).execute()


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


def number_in(text: str) -> int | None:
    """Read a number that may be a ticket's; None where it is none, or larger than any."""
    return int(text) if _WHOLE.fullmatch(text) else None


def find(number: int) -> Ticket | None:
    """Return a ticket as it stands now, or None where there is no such number."""
    found: Ticket | None = Ticket.get_or_none(Ticket.number == number)
    return found


def open_in(room_id: str) -> list[Ticket]:
    """Return the room's tickets that are not resolved, oldest first."""
    numbers = TicketRoom.select(TicketRoom.number).where(TicketRoom.room_id == room_id)
    query = Ticket.select().where(Ticket.number.in_(numbers), Ticket.status != "resuelto")
    return list(query.order_by(Ticket.number))


def open_of_customer(customer_id: int) -> list[Ticket]:
    """Return the customer's tickets that are not resolved, oldest first."""
    mine = Ticket.select().where(Ticket.customer == customer_id, Ticket.status != "resuelto")
    return list(mine.order_by(Ticket.number))


def open_of(room_id: str, department: str) -> Ticket | None:
    """Return the room's latest open ticket with this department."""
    found = [ticket for ticket in open_in(room_id) if ticket.department == department]
    return found[-1] if found else None


def resolve(number: int, by: str) -> bool:
    """Resolve a ticket; tell whether this changed it."""
    return _changed(_RESOLVE, by, number)


def withdraw(number: int, by: str) -> bool:
    """Resolve a ticket that nobody has taken; tell whether this changed it."""
    return _changed(_WITHDRAW, by, number)


def resolve_in_room(room_id: str, by: str) -> list[Ticket]:
    """Resolve the room's tickets; return those that the command `by` resolved, now or before."""
    _changed(_RESOLVE_IN_ROOM, by, room_id)
    return list(Ticket.select().where(Ticket.resolved_by == by).order_by(Ticket.number))


def mark_urgent(number: int) -> bool:
    """Give a ticket high priority; tell whether this changed it."""
    return _changed(_URGENT, number)


def wait_again(number: int) -> bool:
    """Put a ticket that somebody had back among those that wait; tell whether this changed it."""
    return _changed(_WAIT_AGAIN, number)


def taken(room_id: str, agent: str, at: datetime) -> list[int]:
    """Note who has the room's tickets since then; return the numbers for which this is new."""
    return [row[0] for row in every(_TAKE, agent, at, at, room_id, at, agent)]


def moved(room_id: str, department: str, at: datetime) -> list[int]:
    """Note the department that the room's tickets wait in now; return those for which it is new."""
    told = {"department": department, "at": at, "room": room_id}
    return [row[0] for row in database.execute_sql(_MOVE, told).fetchall()]


def released(room_id: str, at: datetime) -> list[int]:
    """Note that nobody has the room's tickets any more; return those for which it is new."""
    return [row[0] for row in every(_RELEASE, at, at, room_id, at)]


def answered(room_id: str, at: datetime) -> None:
    """Note when a person's first words went out, for the room's tickets that had none."""
    _changed(_ANSWERED, at, room_id)


def _changed(sql: str, *values: object) -> bool:
    return bool(database.execute_sql(sql, values).rowcount)


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


def department_of(rocketchat_id: str | None) -> str | None:
    """Return the key of the one department of ours with this id in Rocket.Chat.

    None where it is not ours, and where several of ours share it: then it tells nothing.
    """
    if not rocketchat_id:
        return None
    found = [
        row.key for row in Department.select().where(Department.rocketchat_id == rocketchat_id)
    ]
    return found[0] if len(found) == 1 else None


def head_of(key: str) -> str | None:
    """Return the user name of a department's head, where the store named one."""
    found: Department | None = Department.get_or_none(Department.key == key)
    return found.head if found else None
