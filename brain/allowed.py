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
        return None
    if not asker.is_agent:
        return "agent.not_an_agent"
    ticket = _ticket(task)
    if "ticket" in task.payload and ticket is None:
        return "agent.not_that_ticket"
    state = services.rooms.state(ticket.room_id if ticket else task.payload["room"])
    if asker.sees(state, services.rooms.agents_of):
        return None
    if ticket and _is_colleagues(task, ticket, asker, state, services):
        return None
    return "agent.not_allowed"


def _ticket(task: Task) -> Ticket | None:
    """The ticket that is named, where it is the customer's whose room it was asked for."""
    number = task.payload.get("ticket")
    found = tickets.find(int(number)) if isinstance(number, int) else None
    return found if found and found.customer_id == task.customer_id else None


def _is_colleagues(
    task: Task, ticket: Ticket, asker: Asker, state: RoomState, services: Services
) -> bool:
    may_help = task.payload["name"] in COLLEAGUES_MAY or state.serving is Serving.CLOSED
    department: Department | None = Department.get_or_none(Department.key == ticket.department)
    if not may_help or department is None or department.rocketchat_id is None:
        return False
    return asker.username in services.rooms.agents_of(department.rocketchat_id)
