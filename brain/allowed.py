"""Whether somebody may have a command obeyed: the app has looked, and so do we."""

from brain import tickets
from brain.asker import Asker
from brain.models import Department, Ticket
from brain.rocketchat.rooms import RoomState, Serving
from brain.services import Services
from brain.work import Task

# A colleague of the department may help with a ticket whose room another one serves.
COLLEAGUES_MAY = {"tomar", "urgente"}


def asker_of(task: Task) -> Asker:
    """Return who gave a command; a command that was written into the room tells no roles."""
    roles = task.payload.get("roles")
    return Asker(str(task.payload["user"]), None if roles is None else frozenset(roles))


def refusal(task: Task, services: Services) -> str | None:
    """Return why a command must not be obeyed, as a key of people.es_DO.toml; None if it may."""
    asker = asker_of(task)
    if asker.roles is None:
        return _refusal_elsewhere(asker, task, services)
    if not asker.is_agent:
        return "agent.not_an_agent"
    if "ticket" in task.payload and _of_card(task) is None:
        return "agent.not_that_ticket"
    named = _named(task)
    if named:
        may = all(_may(task, ticket, asker, services) for ticket in named)
    else:
        may = asker.sees(services.rooms.state(task.payload["room"]), services.rooms.agents_of)
    return None if may else "agent.not_allowed"


def _refusal_elsewhere(writer: Asker, task: Task, services: Services) -> str | None:
    """Who could write a command into a room may have it obeyed there, but not in any other."""
    elsewhere = [ticket for ticket in _named(task) if ticket.room_id != task.payload["room"]]
    if not elsewhere:
        return None
    role = "livechat-manager" if writer.username in services.rooms.managers() else "livechat-agent"
    known = Asker(writer.username, frozenset({role}))
    may = all(_may(task, ticket, known, services) for ticket in elsewhere)
    return None if may else "agent.not_allowed"


def numbers_in(task: Task) -> list[int]:
    """Return the tickets' numbers that stand in a command's words."""
    found = map(tickets.number_in, task.payload["args"])
    return [number for number in found if number is not None]


def _named(task: Task) -> list[Ticket]:
    """The tickets that a command names; without any it is about its room."""
    card = _of_card(task)
    if card:
        return [card]
    if task.payload["name"] not in COLLEAGUES_MAY:
        return []
    return [ticket for ticket in map(tickets.find, numbers_in(task)) if ticket]


def _of_card(task: Task) -> Ticket | None:
    """The card's ticket, where it is the customer's whose room it was pressed for."""
    number = task.payload.get("ticket")
    found = tickets.find(int(number)) if isinstance(number, int) else None
    return found if found and found.customer_id == task.customer_id else None


def _may(task: Task, ticket: Ticket, asker: Asker, services: Services) -> bool:
    state = services.rooms.state(ticket.room_id)
    if asker.sees(state, services.rooms.agents_of):
        return True
    return _is_colleagues(task, ticket, asker, state, services)


def _is_colleagues(
    task: Task, ticket: Ticket, asker: Asker, state: RoomState, services: Services
) -> bool:
    may_help = task.payload["name"] in COLLEAGUES_MAY or state.serving is Serving.CLOSED
    department: Department | None = Department.get_or_none(Department.key == ticket.department)
    if not may_help or department is None or department.rocketchat_id is None:
        return False
    return asker.username in services.rooms.agents_of(department.rocketchat_id)
