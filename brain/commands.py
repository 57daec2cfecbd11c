"""Stage `command`: what agents ask for in a room, as `/name` in the app or `!name` in a message."""

from collections.abc import Callable

from brain import cards, handoff, history, tickets, work
from brain.models import Department
from brain.rocketchat.rooms import NEVER_RELAYED, Serving
from brain.room_messages import RESCUE
from brain.services import Services
from brain.wording import excerpt, say
from brain.work import Task

USUAL_DEPARTMENT = "servicio"


def obey(task: Task, services: Services) -> None:
    """Do what a slash command asks for; every effect has an id made from the command's."""
    command = COMMANDS.get(task.payload["name"])
    if command is None:
        _note(task, services, say("agent.command_unknown", name=task.payload["name"]))
    else:
        command(task, services)
    work.finish(task.id)


def _note(task: Task, services: Services, text: str) -> None:
    services.rooms.note(task.payload["room"], f"{NEVER_RELAYED}{task.key}", text)


def create_ticket(task: Task, services: Services) -> None:
    """/crear-ticket [department] [title]: a ticket for this room, told to the customer."""
    args = list(task.payload["args"])
    known = {department.key for department in Department.select()}
    department = args.pop(0).lower() if args and args[0].lower() in known else USUAL_DEPARTMENT
    name = tickets.department_name(department)
    request = _request(task, department, " ".join(args), say("ticket.by_agent", agent=_agent(task)))
    same = tickets.open_twin(request)
    if same:
        _note(task, services, say("agent.ticket_exists", number=same.number, department=name))
        return
    made = tickets.create(request)
    tickets.taken(task.payload["room"], _agent(task))
    cards.show(tickets.get(made.number), services.rooms, services.settings.zone)
    _note(task, services, say("agent.ticket_created", number=made.number, department=name))
    text = say("customer.ticket_created", number=made.number)
    handoff.tell_customer(made, f"created-{made.number}", text, services)


def rescue(task: Task, services: Services) -> None:
    """The app's own: a room that went to people unanswered gets its ticket and its announcement."""
    made = tickets.create(_request(task, USUAL_DEPARTMENT, "", say("ticket.by_rescue")))
    handoff.announce(made, True, "", services)


def _agent(task: Task) -> str:
    return str(task.payload["user"])


def _request(task: Task, department: str, title: str, summary: str) -> tickets.Request:
    said = [part.text for part in history.of(task.customer_id) if part.author == "customer"]
    return tickets.Request(
        origin=f"command-{task.key}",
        customer_id=task.customer_id,
        room_id=task.payload["room"],
        department=department,
        title=title or excerpt(said[-1] if said else say("ticket.default_title")),
        summary=summary,
        original_text="\n".join(said[-3:]),
        priority="normal",
    )


def close_ticket(task: Task, services: Services) -> None:
    """/cerrar-ticket [comment]: resolve the room's tickets, tell the customer, close the room."""
    room_id = task.payload["room"]
    resolved = tickets.resolve_in_room(room_id, by=task.key)
    for ticket in resolved:
        cards.refresh(ticket, services.rooms, services.settings.zone)
        text = say("customer.ticket_closed", number=ticket.number)
        handoff.tell_customer(ticket, f"closed-{ticket.number}", text, services)
    if not resolved:
        if services.rooms.state(room_id).serving is Serving.CLOSED:
            return  # somebody was quicker, and the customer was told then
        _say_goodbye(task, services)
    comment = " ".join(task.payload["args"]) or say("agent.closing_comment")
    services.rooms.close(room_id, comment)


def _say_goodbye(task: Task, services: Services) -> None:
    text = say("customer.closed_without_ticket")
    key = f"c-{task.key}"
    posted = services.rooms.note(task.payload["room"], key, text)
    payload = {"room": task.payload["room"], "author": "notice", "text": text}
    work.add(task.customer_id, "out", key, payload, posted.at)


COMMANDS: dict[str, Callable[[Task, Services], None]] = {
    "crear-ticket": create_ticket,
    "cerrar-ticket": close_ticket,
    RESCUE: rescue,
}
