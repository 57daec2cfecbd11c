"""Stage `command`: what agents ask for in a room, as `/name` in the app or `!name` in a message."""

from collections.abc import Callable
from dataclasses import replace

from brain import (
    allowed,
    closing,
    commands_help,
    desk,
    handoff,
    template_command,
    tickets,
    work,
)
from brain.models import Department
from brain.rocketchat.rooms import NEVER_RELAYED
from brain.room_messages import RESCUE
from brain.services import Services
from brain.transfer import Passed
from brain.wording import say
from brain.work import Task


def obey(task: Task, services: Services) -> None:
    """Do what a slash command asks for; every effect has an id made from the command's."""
    command = COMMANDS.get(task.payload["name"])
    refused = allowed.refusal(task, services)
    if command is None:
        _tell(task, services, commands_help.unknown(task.payload["name"]))
    elif commands_help.is_wanted(task.payload["args"]):
        _tell(task, services, commands_help.text())
    elif refused:
        _tell(task, services, say(refused))
    else:
        command(task, services)
    work.finish(task.id)


def _note(task: Task, services: Services, text: str) -> None:
    """Say in the room what came of it, for everybody who works there."""
    services.rooms.note(task.payload["room"], f"{NEVER_RELAYED}{task.key}", text)


def _tell(task: Task, services: Services, text: str) -> None:
    """Say it to who asked, where he asked; without the app, in the room."""
    where = task.payload.get("at") or task.payload["room"]
    from_app = "roles" in task.payload
    if not (from_app and services.door.whisper(where, _agent(task), text)):
        _note(task, services, text)


def _answer(task: Task, services: Services, done: desk.Done) -> None:
    """What was done concerns the room; what could not be done, or elsewhere, who asked for it."""
    say_it = _note if done.ok and not task.payload.get("at") else _tell
    say_it(task, services, done.text)


def create_ticket(task: Task, services: Services) -> None:
    """/crear-ticket [department] [title], or a form's fields: a ticket, told to the customer."""
    fields = task.payload.get("fields") or _fields_of_words(task.payload["args"])
    room_id, by = task.payload["room"], _agent(task)
    done = desk.open_ticket(
        room_id, fields["subject"], fields["department"], by, services, key=task.key
    )
    if fields.get("priority") == "alta" and done.number is not None:
        urgent = desk.mark_urgent(done.number, by, services, told=False)
        done = replace(done, text=f"{done.text}\n{urgent.text}")
    _answer(task, services, done)


def _fields_of_words(words: list[str]) -> dict[str, str]:
    args = list(words)
    known = {department.key for department in Department.select()}
    department = args.pop(0).lower() if args and args[0].lower() in known else ""
    return {"department": department, "subject": " ".join(args)}


def take(task: Task, services: Services) -> None:
    """/tomar [number], or a card's button: the ticket and its conversation are the agent's."""
    for number in _meant(task, services)[:1]:
        _answer(task, services, desk.take(number, _agent(task), services))


def close_ticket(task: Task, services: Services) -> None:
    """/cerrar-ticket [comment]: resolve the room's tickets, tell the customer, close the room.

    From a card only that ticket; the room closes with its last one.
    """
    room_id, by, said = task.payload["room"], _agent(task), " ".join(task.payload["args"])
    if "ticket" in task.payload:
        done = desk.resolve(task.payload["ticket"], by, services, said)
        if not done.ok:
            _tell(task, services, done.text)
        return
    comment = closing.comment_of(by, said)
    resolved = tickets.resolve_in_room(room_id, by=task.key)
    if resolved:
        closing.close_with(resolved, room_id, comment, services)
    else:
        closing.close_without_ticket(room_id, task.key, comment, services)


def send_template(task: Task, services: Services) -> None:
    """/plantilla [name] [values]: a template that WhatsApp has approved, also after 24 hours."""
    problem = template_command.send(task, services)
    if problem:
        _tell(task, services, problem)


def give_back(task: Task, services: Services) -> None:
    """/bot: the bot serves this room again."""
    room_id, by = task.payload["room"], _agent(task)
    _answer(task, services, desk.give_back_to_bot(room_id, by, services, key=task.key))


def summarize(task: Task, services: Services) -> None:
    """/resumen: who writes, the open tickets, the last words."""
    _note(task, services, desk.summary_of(task.payload["room"]))


def urgent(task: Task, services: Services) -> None:
    """/urgente [number], or a card's button: the room's tickets, or the one named, are urgent."""
    done = [desk.mark_urgent(number, _agent(task), services) for number in _meant(task, services)]
    if done:
        text = "\n".join(one.text for one in done)
        _answer(task, services, desk.Done(all(one.ok for one in done), text))


def link(task: Task, services: Services) -> None:
    """/vincular number: go on with that ticket of the same customer's in this room."""
    number = next(iter(allowed.numbers_in(task)), None)
    if number is None:
        _tell(task, services, say("desk.which_ticket"))
    else:
        _answer(task, services, desk.link(number, task.payload["room"], services))


def _meant(task: Task, services: Services) -> list[int]:
    """The ticket of the card, those that are named, or the room's; none is said to who asked."""
    if "ticket" in task.payload:
        return [task.payload["ticket"]]
    here = [ticket.number for ticket in tickets.open_in(task.payload["room"])]
    numbers = allowed.numbers_in(task) or here
    if not numbers:
        _tell(task, services, say("desk.no_ticket_here"))
    return numbers


def rescue(task: Task, services: Services) -> None:
    """The app's own: a room that went to people unanswered gets its ticket and its announcement."""
    title, words = desk.last_said(task.customer_id)
    state = services.rooms.state(task.payload["room"])
    request = tickets.Request(
        origin=f"command-{task.key}",
        customer_id=task.customer_id,
        room_id=task.payload["room"],
        department=tickets.department_of(state.department_id) or tickets.USUAL_DEPARTMENT,
        title=title,
        summary=say("ticket.by_rescue"),
        original_text=words,
        priority="normal",
    )
    made = tickets.create(request)
    passed = Passed(True, made.department)
    handoff.announce(made, passed, "", services, key=f"handoff-{made.number}")


def _agent(task: Task) -> str:
    return str(task.payload["user"])


COMMANDS: dict[str, Callable[[Task, Services], None]] = {
    "crear-ticket": create_ticket,
    "cerrar-ticket": close_ticket,
    "tomar": take,
    "plantilla": send_template,
    "bot": give_back,
    "resumen": summarize,
    "urgente": urgent,
    "vincular": link,
    RESCUE: rescue,
}
