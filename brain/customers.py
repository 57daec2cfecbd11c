"""Who writes: a customer is a row with a BSUID, an optional phone and a history."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal, TypeVar

import peewee

from brain import work
from brain.models import (
    Customer,
    Decision,
    IdentityChange,
    Room,
    Satisfaction,
    Ticket,
    Work,
    database,
    durably,
    every,
)
from brain.wording import say
from whatsapp.incoming import IdentityChange as Changed
from whatsapp.incoming import Sender

T = TypeVar("T")

TRIES = 3

# Read in every step of every turn: as plain SQL five times cheaper than as a query of the mapper's.
_FIELDS = tuple(Customer._meta.sorted_field_names)
_LOCK = "SELECT merged_into FROM customer WHERE id = %s FOR NO KEY UPDATE"
_BY_ID = f"SELECT {', '.join(_FIELDS)} FROM customer WHERE id = %s"  # noqa: S608
_BY = {
    name: f"SELECT {', '.join(_FIELDS)} FROM customer WHERE {name} = %s"  # noqa: S608
    for name in ("bsuid", "phone")
}
_BY_NAMES = f"SELECT {', '.join(_FIELDS)} FROM customer WHERE bsuid = %s OR phone = %s"  # noqa: S608
_HEARD_FROM = "UPDATE customer SET last_incoming_at = greatest(last_incoming_at, %s) WHERE id = %s"
# What is under way in the other room of somebody who turns out to be one person ends first.
JOIN_AFTER = timedelta(seconds=5)


def find_or_create(sender: Sender) -> Customer:
    """Return the customer behind a sender: BSUID first, then phone; merged when both appear."""
    return _known_as(sender) or _arbitrated(lambda: _resolve(sender))


def _arbitrated(change: Callable[[], T]) -> T:
    """Do it; where two workers meet the same ids the UNIQUE keys decide, the loser looks again."""
    for _ in range(TRIES - 1):
        try:
            with durably():
                return change()
        except peewee.IntegrityError:
            continue
    with durably():
        return change()


def by_id(customer_id: int) -> Customer:
    """Return a customer who is known to be there."""
    return _built(every(_BY_ID, customer_id)[0])


def _known_as(sender: Sender) -> Customer | None:
    """Return the customer of whom a webhook tells nothing new: the ordinary case, in one read."""
    told = {name: value for name, value in vars(sender).items() if value}
    found = [_built(row) for row in every(_BY_NAMES, sender.bsuid, sender.phone)]
    if len(found) == 1 and all(getattr(found[0], name) == told[name] for name in told):
        return found[0]
    return None


def _built(row: tuple[object, ...]) -> Customer:
    return Customer(**dict(zip(_FIELDS, row, strict=True)))


def _resolve(sender: Sender) -> Customer:
    by_bsuid = _by("bsuid", sender.bsuid)
    by_phone = _by("phone", sender.phone)
    if by_phone and _is_somebody_else(by_phone, sender.bsuid):
        _take_number_from(by_phone)
        by_phone = None
    if by_bsuid and by_phone and by_bsuid.id != by_phone.id:
        return _learn(merge(*_elder_first(by_bsuid, by_phone)), sender)
    known = by_bsuid or by_phone
    return _learn(known, sender) if known else _create(sender)


def _create(sender: Sender) -> Customer:
    made: Customer = Customer.create(**vars(sender), created_at=peewee.fn.now())
    return made


def _by(name: Literal["bsuid", "phone"], value: str | None) -> Customer | None:
    found = every(_BY[name], value) if value else []
    return _built(found[0]) if found else None


def _is_somebody_else(holder: Customer, bsuid: str | None) -> bool:
    """A number that comes with another BSUID has changed hands: a new phone means a new BSUID."""
    return bool(holder.bsuid and bsuid and holder.bsuid != bsuid)


def _take_number_from(holder: Customer) -> None:
    _note(holder, "number_left", holder.phone, None)
    Customer.update(phone=None).where(Customer.id == holder.id).execute()


def _elder_first(by_bsuid: Customer, by_phone: Customer) -> tuple[Customer, Customer]:
    """The one whose room a person has or waits for stays; otherwise the one known by BSUID."""
    waits = {row.customer_id for row in Ticket.select().where(Ticket.status != "resuelto")
             .where(Ticket.customer.in_([by_bsuid.id, by_phone.id]))}  # fmt: skip
    return (by_phone, by_bsuid) if waits == {by_phone.id} else (by_bsuid, by_phone)


def _learn(customer: Customer, sender: Sender) -> Customer:
    """Take over what the webhook says and we did not know, and remember what it replaces."""
    news = {
        name: value
        for name in ("bsuid", "phone", "username", "name")
        if (value := getattr(sender, name)) and value != getattr(customer, name)
    }
    for name, value in news.items():
        if name in ("bsuid", "phone") and getattr(customer, name):
            _note(customer, name, getattr(customer, name), value)
        setattr(customer, name, value)
    if news:
        Customer.update(**news).where(Customer.id == customer.id).execute()
    return customer


def change_identity(change: Changed) -> Customer | None:
    """Follow a customer to a new number or user id; None if we never knew them."""
    return _arbitrated(lambda: _follow(change))


def _follow(change: Changed) -> Customer | None:
    before = _by("bsuid", change.previous_bsuid) or _by("phone", change.previous_phone)
    after = _by("bsuid", change.bsuid) or _by("phone", change.phone)
    if after == before:
        after = None
    if after and _is_somebody_else(after, change.bsuid):
        _take_number_from(after)
        after = None
    if before is None:
        return after
    if after:
        before = merge(into=before, gone=after)
    return _learn(before, Sender(change.bsuid, change.phone, None, None))


def merge(into: Customer, gone: Customer) -> Customer:
    """Make two rows that turned out to be one person one: the first one's visitor stays."""
    still(gone.id)
    leave_rooms_of(gone, into.id, "merged")
    for rows in (Work, Decision, Ticket, Room, Satisfaction):
        rows.update(customer=into.id).where(rows.customer == gone.id).execute()
    _note(into, "merged", gone.token, into.token)
    Customer.update(bsuid=None, phone=None, merged_into=into.id).where(
        Customer.id == gone.id
    ).execute()
    if gone.last_incoming_at:
        heard_from(into.id, gone.last_incoming_at)
    bsuid, phone = into.bsuid or gone.bsuid, into.phone or gone.phone
    return _learn(into, Sender(bsuid, phone, gone.username, into.name or gone.name))


def called(customer: Customer) -> str:
    """Return how agents read who writes."""
    return customer.name or customer.username or say("visitor.unnamed")


def still(customer_id: int) -> int:
    """Lock a customer's row; return whose it is: theirs, or that of whom they turned out to be."""
    into = every(_LOCK, customer_id)[0][0]
    return still(into) if into else customer_id


def leave_rooms_of(gone: Customer, into_id: int, why: str) -> None:
    """Make due that whatever room is open for somebody who turned out to be another is left."""
    payload = {"token": gone.token}
    work.add(into_id, "join", f"{gone.token}-{why}", payload, delay=JOIN_AFTER)


def _note(customer: Customer, kind: str, old: str | None, new: str | None) -> None:
    IdentityChange.create(customer=customer.id, kind=kind, old=old, new=new, at=peewee.fn.now())


def heard_from(customer_id: int, at: datetime) -> None:
    """Remember when the customer last wrote: the 24-hour window counts from then."""
    database.execute_sql(_HEARD_FROM, (at, customer_id))
