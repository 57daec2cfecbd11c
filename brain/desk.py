"""What people do with tickets, from a card's button, a command or a form.

Every function may be called again with the same arguments: its changes are guarded UPDATEs, its
words carry ids made from the ticket's version or from `key`, the id of what asked for it. It
returns `Done`, whose `text` is for the person who asked (Spanish, from people.es_DO.toml). Call
them in the worker, while holding the customer's lease (stage `command`).

Raises:
    Failure: Rocket.Chat did not answer; call again.
"""

from dataclasses import dataclass

from brain import closing, handoff, said, ticket_news, tickets
from brain.models import Department, Room, Ticket, database
from brain.rocketchat.account import Refused
from brain.rocketchat.rooms import RoomState, Serving
from brain.room_summary import summary_of
from brain.services import Services
from brain.wording import excerpt, refusal, say

__all__ = [
    "Done",
    "give_back_to_bot",
    "link",
    "mark_urgent",
    "open_ticket",
    "resolve",
    "summary_of",
    "take",
]


@dataclass(frozen=True)
class Done:
    """What came of it: whether it is so now, the words for whoever asked, and the ticket."""

    ok: bool
    text: str
    number: int | None = None


def take(number: int, agent: str, services: Services) -> Done:
    """Give a ticket to an agent, and its room too where it is open.

    The room is taken from the queue or from the bot; one that another person serves is left.

    Args:
        agent: user name in Rocket.Chat.
    """
    ticket = tickets.find(number)
    if ticket is None or ticket.status == "resuelto":
        return _nothing_to_do(ticket, number)
    state = services.rooms.state(ticket.room_id)
    if state.serving is Serving.PERSON and state.agent != agent:
        return Done(False, say("desk.somebody_has_it", number=number, agent=state.agent), number)
    refused = _take_room(state, agent, services)
    if refused:
        return Done(False, say("desk.not_given", number=number, reason=refused), number)
    now = services.now()
    with database.atomic():
        for changed in tickets.taken(ticket.room_id, agent, now):
            ticket_news.taken(tickets.get(changed), now)
    words = "desk.taken_closed" if state.serving is Serving.CLOSED else "desk.taken"
    return Done(True, say(words, number=number), number)


def _take_room(state: RoomState, agent: str, services: Services) -> str | None:
    """Give the room to the agent; return why that could not be, in words."""
    try:
        if state.serving is Serving.NOBODY:
            services.rooms.take(state.id, agent)
        elif state.serving is Serving.BOT:
            services.rooms.give_to(state.id, agent, say("agent.taken_comment"))
    except Refused as refused:
        if services.rooms.state(state.id).agent != agent:
            return refusal(refused.code)
    return None


def mark_urgent(number: int, by: str, services: Services, *, told: bool = True) -> Done:
    """Give a ticket high priority: its card turns red and its department's head is mentioned.

    Args:
        told: whether the customer hears of it; of a ticket just made he hears enough.
    """
    ticket = tickets.find(number)
    if ticket is None or ticket.status == "resuelto":
        return _nothing_to_do(ticket, number)
    with database.atomic():
        if tickets.mark_urgent(number):
            ticket_news.urgent(tickets.get(number), services.now(), told=told)
    return Done(True, say("desk.urgent", number=number, agent=by), number)


def resolve(number: int, by: str, services: Services, comment: str = "") -> Done:
    """Resolve a ticket: the customer is told, and its room closes once none of it is open.

    Args:
        by: user name of who resolves it.
        comment: what the room says of its closing.
    """
    ticket = tickets.find(number)
    if ticket is None or (ticket.status == "resuelto" and ticket.resolved_by != by):
        return _nothing_to_do(ticket, number)
    with database.atomic():
        if tickets.resolve(number, by):
            ticket_news.changed(tickets.get(number), services.now())
    words = closing.comment_of(by, comment)
    closing.after_resolving(tickets.get(number), words, services)
    return Done(True, say("desk.resolved", number=number), number)


def give_back_to_bot(room_id: str, by: str, services: Services, *, key: str) -> Done:
    """Give a room back to the bot; its open tickets stay open, and the customer is told.

    Args:
        key: the id of what asked for it; the notice to the customer carries it.
    """
    state = services.rooms.state(room_id)
    if state.serving is Serving.CLOSED:
        return Done(False, say("desk.room_closed"))
    if state.serving is not Serving.BOT:
        try:
            comment = say("agent.bot_comment", agent=by)
            services.rooms.give_to(room_id, services.rooms.bot.user, comment)
        except Refused as refused:
            if services.rooms.state(room_id).serving is not Serving.BOT:
                return Done(False, say("desk.not_to_bot", reason=refusal(refused.code)))
    customer_id = Room.get_by_id(room_id).customer_id
    handoff.say_to(customer_id, room_id, f"bot-{key}", say("customer.bot_again"), services)
    still = ", ".join(str(ticket.number) for ticket in tickets.open_in(room_id))
    return Done(True, say("desk.bot_again_open" if still else "desk.bot_again", numbers=still))


def open_ticket(
    room_id: str, subject: str, department: str, by: str, services: Services, *, key: str
) -> Done:
    """Make a ticket for a room, or name the open one of this subject; the customer is told.

    Args:
        subject: its title; empty for the beginning of what the customer said last.
        department: a department's key; an unknown one is the usual one's.
        key: the id of what asked for it: one ticket each.
    """
    customer_id = Room.get_by_id(room_id).customer_id
    request = _request(customer_id, room_id, subject, department, by, key)
    names = {"department": tickets.department_name(request.department)}
    same = tickets.open_twin(request)
    if same:
        return Done(True, say("agent.ticket_exists", number=same.number, **names), same.number)
    made = tickets.create(request)
    _whoever_serves_has_it(made, services)
    handoff.show_card(tickets.get(made.number), services)
    text = say("customer.ticket_created", number=made.number)
    handoff.tell_customer(made, f"created-{made.number}", text, services)
    return Done(True, say("agent.ticket_created", number=made.number, **names), made.number)


def _whoever_serves_has_it(made: Ticket, services: Services) -> None:
    """A ticket made in a room that a person serves is that person's; nobody needs to be told."""
    state = services.rooms.state(made.room_id)
    if state.serving is Serving.PERSON and state.agent:
        tickets.taken(made.room_id, state.agent, services.now())


def _request(
    customer_id: int, room_id: str, subject: str, department: str, by: str, key: str
) -> tickets.Request:
    title, words = last_said(customer_id)
    known = Department.get_or_none(Department.key == department.lower())
    return tickets.Request(
        origin=f"command-{key}",
        customer_id=customer_id,
        room_id=room_id,
        department=known.key if known else tickets.USUAL_DEPARTMENT,
        title=subject or title,
        summary=say("ticket.by_agent", agent=by),
        original_text=words,
        priority="normal",
    )


def last_said(customer_id: int) -> tuple[str, str]:
    """Return the title for a ticket that nobody named, and the customer's last words."""
    words = said.by_customer(customer_id)
    return excerpt(words[-1] if words else say("ticket.default_title")), "\n".join(words[-3:])


def link(number: int, room_id: str, services: Services) -> Done:
    """Go on with a ticket of the same customer's in this room."""
    ticket = tickets.find(number)
    if ticket is None or ticket.status == "resuelto":
        return _nothing_to_do(ticket, number)
    if Room.get_by_id(room_id).customer_id != ticket.customer_id:
        return Done(False, say("desk.of_another", number=number), number)
    tickets.link(number, room_id)
    _whoever_serves_has_it(tickets.get(number), services)
    ticket_news.changed(tickets.get(number), services.now())
    return Done(True, say("desk.linked", number=number), number)


def _nothing_to_do(ticket: Ticket | None, number: int) -> Done:
    if ticket is None:
        return Done(False, say("desk.unknown", number=number))
    return Done(False, say("desk.resolved_already", number=number), number)
