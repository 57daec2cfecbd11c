"""What follows from a ticket's change: its card is drawn anew, and the customer hears of it.

Written in the transaction of the change, as rows; carried out by the worker's stages `card`,
`taken`, `moved` and `urgent`. The keys hold the ticket's version, so each change is shown and told
once.
"""

from datetime import datetime, timedelta

from brain import wake, work
from brain.models import Ticket

# Who takes a ticket mostly writes at once, which says more than a notice would: see notices.py.
TAKEN_IS_TOLD_AFTER = timedelta(seconds=60)


def changed(ticket: Ticket, at: datetime, *, mention: bool = False) -> None:
    """Have the card drawn anew; with `mention` the department's head is called beside it."""
    payload = {"ticket": ticket.number, "mention": mention}
    key = f"card-{ticket.number}-{ticket.version}"
    if work.add(ticket.customer_id, "card", key, payload, at):
        wake.customers([ticket.customer_id])


def taken(ticket: Ticket, at: datetime) -> None:
    """Somebody has the ticket now; the customer hears it unless that person writes soon."""
    changed(ticket, at)
    if ticket.taken_at == ticket.owned_at:
        _tell_customer(ticket, "taken", at, TAKEN_IS_TOLD_AFTER)


def urgent(ticket: Ticket, at: datetime, *, told: bool) -> None:
    """Somebody made the ticket urgent: its department's head is called, the customer told."""
    changed(ticket, at, mention=True)
    if told:
        _tell_customer(ticket, "urgent", at)


def moved(ticket: Ticket, at: datetime) -> None:
    """The ticket waits in another department now."""
    changed(ticket, at)
    _tell_customer(ticket, "moved", at)


def _tell_customer(ticket: Ticket, what: str, at: datetime, delay: timedelta = timedelta()) -> None:
    """A stage for each, for what waits would hold back what may be told now."""
    payload = {"ticket": ticket.number}
    key = f"{what}-{ticket.number}-{ticket.version}"
    if work.add(ticket.customer_id, what, key, payload, at, delay):
        wake.customers([ticket.customer_id])
