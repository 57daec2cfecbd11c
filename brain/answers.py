"""What a person in Rocket.Chat wants to see of a conversation, as values; the app has the words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from brain import customers, decisions_marked, said, template_list, tickets
from brain.models import Customer, Decision, Department, Room, Ticket, Work
from brain.privacy import notice
from brain.wording import excerpt, moment, say
from whatsapp import window
from whatsapp.templates import Template

Json = dict[str, Any]

SAID = 8
LONGEST_SUBJECT = 80
_SHOWN = ("before", "workflows", "workflow", "rows", "prompt_version", "tier", "model_calls",
          "guards", "timings_ms")  # fmt: skip


class NotFound(Exception):
    """There is no such thing; `what` is the code that the app knows."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True)
class Answers:
    """Answers questions about rooms of ours, from rows.

    Args:
        zone: the store's, for times that people read.
    """

    zone: ZoneInfo
    now: Callable[[], datetime]

    def summary(self, question: Json) -> Json:
        """Who writes, until when one may answer, the open tickets, the last words."""
        customer = _customer_of(question["room"])
        return {
            "customer": customers.called(customer),
            "phone": f"+{customer.phone}" if customer.phone else None,
            "window": self._window(customer),
            "tickets": [
                _ticket(ticket, question["room"])
                for ticket in tickets.open_of_customer(customer.id)
            ],
            "summary": _last_summary(customer),
            "said": [
                {"author": one.author, "text": notice.left_out(one.text), "at": self._time(one.at)}
                for one in said.lately(customer.id, latest=SAID)
            ],
        }

    def ticket_form(self, question: Json) -> Json:
        """The departments, and a subject to begin with."""
        return {
            "departments": [
                {"key": one.key, "name": one.name}
                for one in Department.select().order_by(Department.name)
            ],
            "department": tickets.USUAL_DEPARTMENT,
            "subject": excerpt(_words_of(question), LONGEST_SUBJECT),
        }

    def templates(self, question: Json) -> Json:
        """The templates that can be sent, and those that cannot with the reason."""
        return {
            "templates": [_template(template) for template in template_list.sendable()],
            "unsendable": [
                {"name": template.name, "language": template.language, "reason": reason}
                for template, reason in template_list.unsendable()
            ],
        }

    def decision(self, question: Json) -> Json:
        """Why the bot said what it said: the record of the turn behind a message."""
        found = _decision_behind(question["room"], question.get("message"))
        if found is None:
            raise NotFound("no-decision")
        data, action = found.data, found.data.get("action") or {}
        record = {name: data.get(name) for name in _SHOWN}
        return record | {
            "id": found.id,
            "prompt_version": _version(data),
            "at": self._time(found.created_at),
            "outcome": found.outcome,
            "action": found.action,
            "text": action.get("text") or "",
            "reason": action.get("reason") or "",
            "understood": _with_names(data.get("understood") or {}),
            "mark": decisions_marked.mark_of(found.id),
        }

    def mark_error(self, question: Json) -> Json:
        """An administrator says that a decision was a mistake."""
        found = Decision.get_or_none(
            Decision.id == question.get("decision"), Decision.room_id == question["room"]
        )
        if found is None:
            raise NotFound("no-decision")
        by, note = question["user"]["username"], str(question.get("note") or "")
        decisions_marked.mark(found.id, found.room_id, by, note)
        return {"marked": found.id}

    def _window(self, customer: Customer) -> Json:
        last = customer.last_incoming_at
        closes = self._time(window.closes_at(last)) if last else ""
        return {"open": window.is_open(last, self.now()), "closes": closes}

    def _time(self, at: datetime) -> str:
        return moment(at, self.zone)


def _customer_of(room_id: str) -> Customer:
    room: Room = Room.get_by_id(room_id)
    found: Customer = Customer.get_by_id(room.customer_id)
    return found


def _ticket(ticket: Ticket, room_id: str) -> Json:
    return {
        "number": ticket.number,
        "title": ticket.title,
        "status": say(f"card.status_word.{ticket.status}"),
        "department": tickets.department_name(ticket.department),
        "owner": ticket.owner or "",
        "here": ticket.room_id == room_id,
    }


def _template(template: Template) -> Json:
    return {
        "id": template.id,
        "name": template.name,
        "language": template.language,
        "text": template.text,
        "parameters": [
            {"name": one.name, "example": one.example, "kind": one.kind}
            for one in template.parameters
        ],
    }


def _last_summary(customer: Customer) -> str:
    """What the bot understood when it handed over last, as long as that ticket is open."""
    found = tickets.open_of_customer(customer.id)
    return found[-1].summary if found else ""


def _words_of(question: Json) -> str:
    """The words of the message that a ticket is to be about; else the customer's last ones."""
    customer = _customer_of(question["room"]).id
    named = Work.get_or_none(
        Work.key == question.get("message"),
        Work.stage << ("turn", "out"),
        Work.customer == customer,  # whoever sees the room may name another room's message
    )
    if named:
        return str(named.payload.get("text") or "")
    words = said.by_customer(customer, latest=SAID)
    return words[-1] if words else ""


def _decision_behind(room_id: str, message_id: str | None) -> Decision | None:
    """The decision that made a message, or that answered it; without one the room's latest."""
    here = Decision.select().where(Decision.room_id == room_id).order_by(Decision.id.desc())
    if not message_id:
        return _first(here)
    handed_over = _handed_over(message_id)
    if handed_over is not None:
        return _first(here.where(Decision.id == handed_over))
    answered = Decision.data["message_ids"].contains_any(message_id)
    return _first(here.where((Decision.reply_id == message_id) | answered))


def _version(data: Json) -> str:
    """The hash of the words of that turn, and what each of their files declares."""
    declared = {kind: str(v).partition("@")[0] for kind, v in (data.get("prompts") or {}).items()}
    told = ", ".join(f"{kind} {version}" for kind, version in sorted(declared.items()))
    return f"{data.get('prompt_version') or ''}{f' ({told})' if told else ''}"


def _with_names(understood: Json) -> Json:
    """Name the department that was asked for as people know it."""
    slots = understood.get("slots") or {}
    if not slots.get("department"):
        return understood
    name = tickets.department_name(slots["department"])
    return understood | {"slots": slots | {"department": name}}


def _first(decisions: Any) -> Decision | None:  # noqa: ANN401  a query
    found: Decision | None = decisions.first()
    return found


def _handed_over(message_id: str) -> int | None:
    """The decision behind the notice of a handoff, whose id carries the ticket's number."""
    for beginning in ("c-handoff-", "n-summary-"):
        number = message_id.removeprefix(beginning)
        if number != message_id and number.isdigit():
            ticket = tickets.find(tickets.number_in(number) or 0)
            origin = ticket.origin.removeprefix("decision-") if ticket else ""
            return int(origin) if origin.isdigit() else None
    return None
