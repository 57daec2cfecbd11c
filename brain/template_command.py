"""/plantilla: send a customer a template that WhatsApp has approved, also after 24 hours."""

from dataclasses import dataclass

from brain import template_list, work
from brain.models import Room
from brain.rocketchat.rooms import RELAYED, Serving
from brain.services import Services
from brain.wording import say
from brain.work import Task
from whatsapp.templates import Template, as_read, unfit
from whatsapp.wording import template_problem

FIELD = "value-"  # a form's field that holds a parameter's value


@dataclass(frozen=True)
class Chosen:
    """A template with its parameters' values; `missing` names those without one."""

    template: Template
    values: dict[str, str]

    @property
    def missing(self) -> list[str]:
        """The parameters that nobody filled in."""
        names = [parameter.name for parameter in self.template.parameters]
        return [name for name in names if not self.values.get(name, "").strip()]


def send(task: Task, services: Services) -> str | None:
    """Write what the customer gets into the room and have it sent; return why not, in words."""
    chosen = _from_form(task) if "fields" in task.payload else _from_words(task)
    if chosen is None:
        return _offer()
    problem = _problem(chosen)
    if problem:
        return problem
    room_id = task.payload["room"]
    if services.rooms.state(room_id).serving is Serving.CLOSED:
        return say("template.room_closed")
    _send(task, chosen, services)
    return None


def _problem(chosen: Chosen) -> str | None:
    template = chosen.template
    if template.problem:
        return say(
            "template.unsendable", name=template.name, reason=template_problem(template.problem)
        )
    if chosen.missing:
        return say("template.missing", name=template.name, names=_holes(chosen.missing))
    wrong = unfit(template, chosen.values)
    return say("template.wrong", name=template.name, names=_holes(wrong)) if wrong else None


def _holes(names: list[str]) -> str:
    return ", ".join(f"{{{{{name}}}}}" for name in names)


def _send(task: Task, chosen: Chosen, services: Services) -> None:
    room_id, message_id = task.payload["room"], f"{RELAYED}template-{task.key}"
    text = as_read(chosen.template, chosen.values)
    posted = services.rooms.note(room_id, message_id, text)
    template = {"name": chosen.template.name, "language": chosen.template.language}
    payload = {
        "room": room_id,
        "author": "notice",
        "text": text,
        "template": template | {"values": chosen.values},
    }
    customer_id = Room.get_by_id(room_id).customer_id
    work.add(customer_id, "out", posted.id, payload, posted.at, known_better=True)


def _from_form(task: Task) -> Chosen | None:
    fields: dict[str, str] = task.payload["fields"]
    found = template_list.find(fields.get("template", ""), fields.get("language", ""))
    values = {
        name.removeprefix(FIELD): value for name, value in fields.items() if name.startswith(FIELD)
    }
    return Chosen(found, values) if found else None


def _from_words(task: Task) -> Chosen | None:
    """Read `!plantilla seguimiento María | la Ferretería`: a name, then values in their order."""
    name, *words = task.payload["args"] or [""]
    found = template_list.find(name)
    if found is None:
        return None
    values = [value.strip() for value in " ".join(words).split("|")]
    names = [parameter.name for parameter in found.parameters]
    return Chosen(found, dict(zip(names, values, strict=False)))


def _offer() -> str:
    """Say which templates there are and how one is sent."""
    templates = template_list.sendable()
    if not templates:
        return "\n".join([say("template.none"), *_left_out()])
    lines = [f"• *{template.name}*: {template.text}" for template in templates]
    return "\n".join([say("template.offer"), *lines, *_left_out()])


def _left_out() -> list[str]:
    return [
        say("template.unsendable", name=template.name, reason=reason)
        for template, reason in template_list.unsendable()
    ]
