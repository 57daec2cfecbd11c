"""Take a room from the bot and give it to people: the right department, or whoever stands in."""

from dataclasses import dataclass

import structlog

from brain import tickets
from brain.models import Department, Ticket
from brain.rocketchat.account import Refused
from brain.rocketchat.rooms import OVER_LIMIT, Rooms, Serving
from brain.wording import say

log = structlog.get_logger()

SAME_DEPARTMENT = "error-forwarding-chat-same-department"
CLOSED = "room-closed"


@dataclass(frozen=True)
class Passed:
    """What became of it.

    Args:
        to_people: whether people have the room, or its queue has.
        department: the key of the department that the ticket is with now.
        refused: what the wanted department, and those that stand in, could not take it for:
            (key, code).
    """

    to_people: bool
    department: str
    refused: tuple[tuple[str, str], ...] = ()

    @property
    def over_limit(self) -> bool:
        """Whether the licence lets nobody have the room."""
        return not self.to_people and any(code == OVER_LIMIT for _, code in self.refused)


def to_people(ticket: Ticket, rooms: Rooms) -> Passed:
    """Give the ticket's room to its department, to one that stands in, or to the general queue.

    The room's own state tells whether it happened, so this may be repeated.
    """
    state = rooms.state(ticket.room_id)
    if state.serving is Serving.CLOSED:
        return Passed(False, ticket.department, ((ticket.department, CLOSED),))
    if state.serving is not Serving.BOT:
        return Passed(True, ticket.department)
    refused: list[tuple[str, str]] = []
    for department in who_may_take(ticket.department):
        tickets.direct(ticket.number, department.key)  # before events tell of it
        code = _give(ticket, department, state.department_id, rooms)
        if code is None:
            return Passed(True, department.key, tuple(refused))
        refused.append((department.key, code))
        if code in (OVER_LIMIT, CLOSED):
            break
    else:
        if _to_general_queue(ticket, rooms):
            return Passed(True, ticket.department, tuple(refused))
    tickets.direct(ticket.number, ticket.department)
    return Passed(False, ticket.department, tuple(refused))


def who_may_take(key: str) -> list[Department]:
    """Return the wanted department, those that stand in for it, then all others, in their order.

    Of several that share one in Rocket.Chat only the first: what it refuses once it refuses again.
    """
    known = {row.key: row for row in Department.select().order_by(Department.position)}
    ordered: dict[str, Department] = {}
    wanted: str | None = key
    while wanted in known and wanted not in ordered:
        ordered[wanted] = known[wanted]
        wanted = known[wanted].fallback
    apart: dict[str, Department] = {}
    for row in {**ordered, **known}.values():
        if row.rocketchat_id:
            apart.setdefault(row.rocketchat_id, row)
    return list(apart.values())


def _give(ticket: Ticket, department: Department, now_in: str | None, rooms: Rooms) -> str | None:
    """Give the room to a department; return why not, as a code."""
    department_id = str(department.rocketchat_id)
    problem = rooms.why_not(department_id)
    if problem:
        return problem
    # The server would take it from a person, too: who took it a moment ago keeps it.
    if rooms.state(ticket.room_id).serving is not Serving.BOT:
        return _unless_it_happened(ticket, rooms, CLOSED)
    try:
        if department_id == now_in:
            rooms.to_queue(ticket.room_id, department_id)
        else:
            comment = say("agent.transfer_comment", number=ticket.number, title=ticket.title)
            rooms.forward(ticket.room_id, department_id, comment)
    except Refused as refused:
        log.warning("handoff.refused", ticket=ticket.number, code=refused.code)
        if refused.code == SAME_DEPARTMENT:  # it came there since we looked
            return _give(ticket, department, department_id, rooms)
        return _unless_it_happened(ticket, rooms, refused.code)
    return _unless_it_happened(ticket, rooms, "transfer failed")


def _unless_it_happened(ticket: Ticket, rooms: Rooms, code: str) -> str | None:
    serving = rooms.state(ticket.room_id).serving
    if serving is Serving.CLOSED:
        return CLOSED
    return code if serving is Serving.BOT else None


def _to_general_queue(ticket: Ticket, rooms: Rooms) -> bool:
    try:
        rooms.to_queue(ticket.room_id, None)
    except Refused as refused:
        log.error("handoff.failed", ticket=ticket.number, code=refused.code)
    return rooms.state(ticket.room_id).serving in (Serving.NOBODY, Serving.PERSON)
