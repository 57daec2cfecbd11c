"""What a handoff says: to the agents all they need, to the customer what is true."""

from typing import Any

from brain import room_summary, tickets, when
from brain.models import Ticket
from brain.rocketchat.account import Refused
from brain.rocketchat.rooms import Serving
from brain.services import Services
from brain.transfer import CLOSED, Passed
from brain.wording import refusal, say

KEEP, CANCEL = "ticket-keep", "ticket-cancel"

Choices = list[dict[str, Any]]


def brief(ticket: Ticket) -> str:
    """Return the note that stands in the room: who, what, how urgent, and the last words."""
    lines = [
        say("agent.summary", number=ticket.number, summary=ticket.summary),
        room_summary.customer_line(ticket.customer_id),
        say("agent.priority", priority=say(f"card.priority_word.{ticket.priority}")),
        *room_summary.last_words(ticket.customer_id),
    ]
    return "\n".join(lines)


def trouble(ticket: Ticket, passed: Passed) -> str | None:
    """Return what the department's head must know of a handoff that went another way."""
    if not passed.refused or passed.refused[0][1] == CLOSED:
        return None
    wanted, code = passed.refused[0]
    names = {
        "number": ticket.number,
        "head": tickets.head_of(wanted) or say("card.everybody_here"),
        "wanted": tickets.department_name(wanted),
        "department": tickets.department_name(passed.department),
        "reason": refusal(code),
    }
    return say("agent.passed_elsewhere" if passed.to_people else "agent.not_passed", **names)


def announcement(ticket: Ticket, passed: Passed, services: Services) -> tuple[str, Choices]:
    """Return what the customer reads of the handoff, and what may be tapped."""
    number = ticket.number
    if passed.over_limit:
        return say("customer.handoff_limit", number=number), []
    if not passed.to_people:
        return say("customer.handoff_nobody", number=number), []
    told = say("customer.handoff", number=number)
    opening, now = services.opening(), services.now()
    if not opening.is_open(now):
        return f"{told}\n\n{closed_words(services)}", _choices(number)
    if _nobody_is_there(ticket, services):
        return f"{told}\n\n{say('customer.nobody_online')}", []
    return told, []


def closed_words(services: Services) -> str:
    """Say that nobody answers now, why on a holiday, and when somebody will."""
    opening, now = services.opening(), services.now()
    holiday, opens = opening.holiday(now), opening.next_opening(now)
    why = say("customer.closed_holiday", name=holiday.name) if holiday else say("customer.closed")
    return f"{why} {answers_when(services)}" if opens else why


def answers_when(services: Services) -> str:
    """Say when somebody will answer."""
    zone, now = services.settings.zone, services.now()
    opens = services.opening().next_opening(now)
    if opens is None or opens == now:
        return say("customer.answer_soon")
    words = services.mind.prompts.current()
    moment = when.tell(opens.astimezone(zone), now.astimezone(zone), words)
    return say("customer.answer_when", when=moment).removesuffix(".") + "."  # "7:30 a. m." ends it


def _choices(number: int) -> Choices:
    return [
        {"id": f"{KEEP}:{number}", "title": say("choices.keep")},
        {"id": f"{CANCEL}:{number}", "title": say("choices.cancel")},
    ]


def _nobody_is_there(ticket: Ticket, services: Services) -> bool:
    """Tell whether nobody who could take it is connected; where that cannot be known, no."""
    try:
        state = services.rooms.state(ticket.room_id)
        if state.serving is Serving.PERSON:
            return False
        return services.rooms.is_nobody_online(state.department_id)
    except Refused:
        return False
