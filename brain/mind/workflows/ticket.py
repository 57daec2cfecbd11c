"""Ticket status: tickets are the brain's own, so it passes in how one is looked up."""

from __future__ import annotations

from collections.abc import Callable

from brain.mind.values import HandOff, Outcome, Row
from brain.mind.workflows.request import Request

# (customer id, ticket number or None for the latest) -> what to say, or None where there is none
TicketLookup = Callable[[int, int | None], tuple[int, str] | None]


class Ticket:
    name = "ticket"
    description = "Estado de una solicitud o ticket del cliente."
    required: tuple[str, ...] = ()

    def __init__(self, look_up: TicketLookup | None = None) -> None:
        self._look_up = look_up

    def available(self) -> bool:
        return self._look_up is not None

    def run(self, request: Request) -> Outcome:
        number = next((int(d) for d in request.understood.slots.digits if len(d) <= 9), None)
        found = self._look_up(request.turn.customer_id, number) if self._look_up else None
        if found is None:
            reason = request.say("reasons.ticket")
            return Outcome(ok=False, handoff=HandOff("servicio", reason, "normal", ""))
        identifier, text = found
        return Outcome(ok=True, rows=(Row("ticket", identifier, {"text": text}),), text=text)
