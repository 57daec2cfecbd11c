"""Stage `command`: what agents ask for in a room, as `/name` in the app or `!name` in a message."""

from collections.abc import Callable

from brain import closing, desk, handoff, history, tickets, work
from brain.models import Department
from brain.rocketchat.rooms import NEVER_RELAYED
from brain.room_messages import RESCUE
from brain.services import Services
from brain.wording import excerpt, say
from brain.work import Task

USUAL_DEPARTMENT = desk.USUAL_DEPARTMENT


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
    room_id, by = task.payload["room"], _agent(task)
    done = desk.open_ticket(room_id, " ".join(args), department, by, services, key=task.key)
    _note(task, services, done.text)


def close_ticket(task: Task, services: Services) -> None:
    """/cerrar-ticket [comment]: resolve the room's tickets, tell the customer, close the room."""
    room_id = task.payload["room"]
    comment = " ".join(task.payload["args"]) or say("agent.closing_comment")
    resolved = tickets.resolve_in_room(room_id, by=task.key)
    if resolved:
        closing.close_with(resolved, room_id, comment, services)
    else:
        closing.close_without_ticket(room_id, task.key, comment, services)


def give_back(task: Task, services: Services) -> None:
    """/bot: the bot serves this room again."""
    room_id, by = task.payload["room"], _agent(task)
    _note(task, services, desk.give_back_to_bot(room_id, by, services, key=task.key).text)


def summarize(task: Task, services: Services) -> None:
    """/resumen: who writes, the open tickets, the last words."""
    _note(task, services, desk.summary_of(task.payload["room"]))


def urgent(task: Task, services: Services) -> None:
    """/urgente [number]: the room's tickets, or the one named, are urgent."""
    for number in _numbers(task):
        desk.mark_urgent(number, _agent(task), services)
    _note(task, services, _said_of(task, "desk.urgent"))


def link(task: Task, services: Services) -> None:
    """/vincular number: go on with that ticket of the same customer's in this room."""
    number = next((int(word) for word in task.payload["args"] if word.isdigit()), None)
    if number is None:
        _note(task, services, say("desk.which_ticket"))
        return
    _note(task, services, desk.link(number, task.payload["room"], services).text)


def _numbers(task: Task) -> list[int]:
    named = [int(word) for word in task.payload["args"] if word.isdigit()]
    return named or [ticket.number for ticket in tickets.open_in(task.payload["room"])]


def _said_of(task: Task, words: str) -> str:
    numbers = _numbers(task)
    if not numbers:
        return say("desk.no_ticket_here")
    return "\n".join(say(words, number=number, agent=_agent(task)) for number in numbers)


def rescue(task: Task, services: Services) -> None:
    """The app's own: a room that went to people unanswered gets its ticket and its announcement."""
    said = [part.text for part in history.of(task.customer_id) if part.author == "customer"]
    request = tickets.Request(
        origin=f"command-{task.key}",
        customer_id=task.customer_id,
        room_id=task.payload["room"],
        department=USUAL_DEPARTMENT,
        title=excerpt(said[-1] if said else say("ticket.default_title")),
        summary=say("ticket.by_rescue"),
        original_text="\n".join(said[-3:]),
        priority="normal",
    )
    handoff.announce(tickets.create(request), True, "", services)


def _agent(task: Task) -> str:
    return str(task.payload["user"])


COMMANDS: dict[str, Callable[[Task, Services], None]] = {
    "crear-ticket": create_ticket,
    "cerrar-ticket": close_ticket,
    "bot": give_back,
    "resumen": summarize,
    "urgente": urgent,
    "vincular": link,
    RESCUE: rescue,
}
