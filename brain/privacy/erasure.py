"""Erase one customer: first in Rocket.Chat, then here. Each step may be repeated.

What makes things happen once stays, as a hash: a webhook that Meta repeats next week must not bring
the customer back. The id of a message would tell his number to whoever decodes it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from brain.cards import card_id, channel_id
from brain.errors import Failure
from brain.lease import Leases
from brain.models import Customer, Ticket, database, durably, every, one
from brain.privacy import finding, forgotten
from brain.privacy.refusal import CustomerRefused
from brain.rocketchat.account import Refused
from brain.rocketchat.rooms import NEVER_RELAYED, Rooms
from brain.wording import say

# A ticket's number stays, for there are no gaps; who saw which account is the account holder's to
# know. Both name nobody any more.
KEPT = {"ticket", "account_access", "lease"}

_TICKETS = """
UPDATE ticket SET title = '', summary = '', original_text = '', status = 'resuelto',
    resolved_at = coalesce(resolved_at, now()), waiting_since = NULL
WHERE customer_id = ANY(%s)
"""
_ITEMS = f"""
WITH gone AS (DELETE FROM webhook_item WHERE id = ANY(%s) RETURNING *)
INSERT INTO forgotten_item (digest) SELECT {forgotten.DIGEST} FROM gone ON CONFLICT DO NOTHING
"""  # noqa: S608
_CUSTOMERS = """
UPDATE customer SET bsuid = NULL, phone = NULL, username = NULL, name = NULL, secret = NULL,
    last_incoming_at = NULL, erased_at = now()
WHERE id = ANY(%s)
"""
_NOTES = """
SELECT key FROM work WHERE customer_id = ANY(%s) AND stage IN ('note', 'card')
"""
BUSY = "the customer is being answered just now: try again in a minute"
_BUSY = "SELECT EXISTS (SELECT FROM work WHERE customer_id = ANY(%s) AND state = 'due')"
# What came in while his rooms were erased is answered, not erased unread.
_WROTE = """
SELECT EXISTS (SELECT FROM work WHERE customer_id = ANY(%s) AND stage = 'in' AND state = 'due'
        AND created_at > now() - interval '1 minute')
    OR EXISTS (SELECT FROM webhook_item WHERE id = ANY(%s) AND kind = 'message'
        AND sorted_at IS NULL AND received_at > now() - interval '1 minute')
"""
STANDING = (
    "{} message(s) about the customer stand in the agents' channel and Rocket.Chat does not let "
    "them be deleted: see Workspace > Settings > Message > Allow Message Deleting, and after how "
    "many minutes it is blocked, then repeat this"
)
_LOCK = "SELECT id FROM customer WHERE id = ANY(%s) ORDER BY id FOR UPDATE"


@dataclass(frozen=True)
class Erased:
    """What was, or would be, erased: rows by table, rooms, cards."""

    rows: dict[str, int]
    rooms: int
    cards: int


def count(customer: Customer) -> Erased:
    """Tell what would be erased."""
    everyone = finding.same_as(customer.id)
    ids = [each.id for each in everyone]
    rows = {table: _count(f"{table} WHERE customer_id = ANY(%s)", ids) for table in _own_tables()}
    rows["webhook_item"] = len(finding.items_of(everyone))
    rows["ticket"] = _count("ticket WHERE customer_id = ANY(%s)", ids)
    return Erased(rows, _count("room WHERE customer_id = ANY(%s)", ids), rows["ticket"])


def erase(customer: Customer, rooms: Rooms, now: datetime) -> Erased:
    """Erase a customer's rooms, visitor and cards in Rocket.Chat, and what is kept here.

    Raises:
        CustomerRefused: something is being done for him just now.
        Failure: Rocket.Chat did not do its part; nothing was erased here, so repeat it.
    """
    everyone = finding.same_as(customer.id)
    ids = [each.id for each in everyone]
    with _to_ourselves(customer):
        _refuse_while_busy(ids, customer, now)
        found = count(customer)
        _close_rooms(ids, rooms)
        for each in everyone:
            _remove_visitor(each.token, rooms)
        _remove_cards(ids, rooms)
        _erase_rows(everyone)
    return found


@contextmanager
def _to_ourselves(customer: Customer) -> Iterator[None]:
    """Hold the customer's lease, as who works for him does: nothing is done for him meanwhile."""
    leases, over = Leases(), threading.Event()
    renewing = threading.Thread(target=leases.keep_renewing, args=(over,), daemon=True)
    renewing.start()
    try:
        with leases.of(customer.id) as lease:
            if lease is None:
                raise CustomerRefused(BUSY)
            yield
    finally:
        over.set()
        renewing.join()


def _refuse_while_busy(ids: list[int], customer: Customer, now: datetime) -> None:
    heard = customer.last_incoming_at
    if one(_BUSY, ids)[0] and heard and heard > now - timedelta(minutes=1):
        raise CustomerRefused(BUSY)


def _close_rooms(ids: list[int], rooms: Rooms) -> None:
    for (room_id,) in every("SELECT id FROM room WHERE customer_id = ANY(%s) AND open", ids):
        try:
            rooms.close(room_id, say("privacy.erased"))
        except Refused as refused:
            if rooms.exists(room_id):
                raise Failure(f"room {room_id} cannot be closed: {refused.code}") from refused


def _remove_visitor(token: str, rooms: Rooms) -> None:
    """The server removes the visitor's rooms, messages and files with him."""
    answer = rooms.bridge.raw("DELETE", f"/api/v1/livechat/visitor/{token}")
    if not answer.ok and "invalid-token" not in answer.text:
        raise Failure(f"the visitor cannot be removed: HTTP {answer.status_code}")


def _remove_cards(ids: list[int], rooms: Rooms) -> None:
    """Cards and notes about him in the agents' channel are the bridge's own messages.

    Raises:
        Failure: the workspace does not let them be deleted, for good or after some minutes.
    """
    channel = channel_id(rooms)
    found = [
        card_id(ticket.number, version)
        for ticket in Ticket.select().where(Ticket.customer.in_(ids))
        for version in range(1, ticket.version + 1)
    ]
    for (key,) in every(_NOTES, ids):
        found.append(key if key.startswith(NEVER_RELAYED) else f"{NEVER_RELAYED}call-{key}")
    left = [message_id for message_id in found if not rooms.delete(channel, message_id)]
    if left:
        raise Failure(STANDING.format(len(left)), permanent=True)


def _erase_rows(everyone: list[Customer]) -> None:
    ids = [each.id for each in everyone]
    with durably():
        database.execute_sql(_LOCK, (ids,))
        items = finding.items_of(everyone)
        if one(_WROTE, ids, items)[0]:
            raise CustomerRefused("the customer wrote meanwhile: repeat this in a minute")
        database.execute_sql(_ITEMS, (items,))
        database.execute_sql(_TICKETS, (ids,))
        for table in _own_tables():
            database.execute_sql(f"DELETE FROM {table} WHERE customer_id = ANY(%s)", (ids,))  # noqa: S608
        database.execute_sql(_CUSTOMERS, (ids,))


def _own_tables() -> list[str]:
    return [table for table in finding.tables() if table not in KEPT]


def _count(what: str, *values: Any) -> int:  # noqa: ANN401
    found: int = one(f"SELECT count(*) FROM {what}", *values)[0]  # noqa: S608
    return found
