"""Sort what webhooks brought: messages become work of their customer, statuses settle sends."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog

from brain import customers, delivery, work
from brain.models import database, every, one
from brain.privacy import forgotten
from whatsapp import incoming

log = structlog.get_logger()

InFlood = Callable[[int], bool]
GATHERS_FOR = timedelta(seconds=5)  # what comes in a flood, before it enters the room together


def never_in_flood(customer_id: int) -> bool:
    """Nobody writes too much."""
    return False


# Claimed and marked in one statement; what cannot be sorted is rolled back with it.
_CLAIM = f"""
WITH mine AS ({{mine}})
UPDATE webhook_item SET sorted_at = now() FROM mine WHERE webhook_item.id = mine.id
RETURNING webhook_item.id, kind, payload,
    EXISTS (SELECT FROM forgotten_item WHERE digest = {forgotten.DIGEST})
"""  # noqa: S608
# Waits for whoever sorts the same sender: messages of one second keep the order they came in.
_OF_SENDER = _CLAIM.format(
    mine="""
SELECT id FROM webhook_item
WHERE sorted_at IS NULL AND sender = (SELECT sender FROM webhook_item WHERE id = %s)
  AND (kind <> 'status' OR status = 'failed')
ORDER BY id LIMIT 200 FOR UPDATE"""
)
_STATUSES = _CLAIM.format(
    mine="""
SELECT id FROM webhook_item
WHERE sorted_at IS NULL AND kind = 'status' ORDER BY id LIMIT 500 FOR UPDATE SKIP LOCKED"""
)


def sort_sender_of(item_id: int, number: str, in_flood: InFlood = never_in_flood) -> set[int]:
    """Sort everything unsorted of that item's sender; return the customers with new work.

    Args:
        number: the id of our number at Meta. An app may have several, and what was written to
            another would be answered from ours.
        in_flood: tells of a customer whether he writes too much: his messages wait for company.
    """
    with database.atomic():
        return _sort(_claimed(_OF_SENDER, item_id), number, in_flood)


def sort_statuses() -> set[int]:
    """Sort the statuses nobody was woken for; return the customers with new work."""
    with database.atomic():
        return _sort(_claimed(_STATUSES))


def unsorted_since(seconds: float) -> list[int]:
    """Return one item a sender of those whose wake-up must have been lost."""
    return [
        row[0]
        for row in every(
            """SELECT min(id) FROM webhook_item
               WHERE sorted_at IS NULL AND kind <> 'status'
                 AND (received_at < now() - make_interval(secs => %s)
                      OR received_at > now() + interval '5 s')
               GROUP BY sender ORDER BY min(id) LIMIT 500""",
            seconds,
        )
    ]


def _claimed(sql: str, *parameters: int) -> list[Any]:
    """Return id, kind and payload of what is ours to sort, in the order it came in."""
    claimed = sorted(every(sql, *parameters), key=lambda item: item[0])
    forgotten.throw_away([item_id for item_id, _, _, is_forgotten in claimed if is_forgotten])
    return [item[:3] for item in claimed if not item[3]]


def _sort(
    items: list[Any], number: str | None = None, in_flood: InFlood = never_in_flood
) -> set[int]:
    touched: set[int] = set()
    reports, statuses = [], []
    for item_id, kind, payload in items:
        if kind == "message" and _is_to_another(payload, number):
            log.warning("webhook.other_number", item=item_id)
        elif kind == "message":
            touched |= _sort_message(item_id, payload, in_flood)
        elif kind == "status":
            reports.append(incoming.parse_status(payload))
            statuses.append(item_id)
        else:
            log.warning("webhook.other", item=item_id, field=payload.get("field"))
    touched |= delivery.settle(reports)
    forgotten.throw_away_statuses_of_strangers(statuses)
    return touched


def _is_to_another(payload: dict[str, Any], ours: str | None) -> bool:
    to = (payload.get("metadata") or {}).get("phone_number_id")
    return bool(ours and to) and str(to) != ours


def _sort_message(item_id: int, payload: dict[str, Any], in_flood: InFlood) -> set[int]:
    message = incoming.parse(payload)
    if message.identity:
        customer = customers.change_identity(message.identity)
        if customer is None:
            return set()
    else:
        customer = customers.find_or_create(message.sender)
        customers.heard_from(customer.id, message.sent_at)
    if in_flood(customer.id):
        row = {"item": item_id, "flood": True}
        work.add(customer.id, "in", message.wamid, row, message.sent_at, GATHERS_FOR)
        return set()  # the sweep will find them
    work.add(customer.id, "in", message.wamid, {"item": item_id}, message.sent_at)
    return {customer.id}


def payload_of(item_id: int) -> dict[str, Any]:
    """Return a stored item's payload."""
    found: dict[str, Any] = one("SELECT payload FROM webhook_item WHERE id = %s", item_id)[0]
    return found
