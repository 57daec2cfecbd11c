"""Find a customer by id, number or user id, with whoever turned out to be the same person."""

from brain.models import Customer, database, every
from brain.privacy.refusal import CustomerRefused
from brain.settings import SHORTEST_NUMBER

# Whatever belongs to a customer carries his id in this column; new tables are found by themselves.
_TABLES = """
SELECT table_name FROM information_schema.columns
WHERE table_schema = 'public' AND column_name = 'customer_id' ORDER BY 1
"""
_SAME = """
WITH RECURSIVE same AS (
    SELECT id FROM customer WHERE id = %s
    UNION SELECT customer.id FROM customer JOIN same ON customer.merged_into = same.id
) SELECT id FROM same
"""

# A number that changed hands names two people: what entered a room, and what tells of a message
# that went out, belongs to whose room it was. What Meta sent besides may name somebody anywhere.
_ITEMS = """
WITH entered AS (
    SELECT (payload ->> 'item')::bigint AS item, customer_id = ANY(%(ids)s) AS own
    FROM work WHERE stage = 'in' AND payload ->> 'item' IS NOT NULL
), sent AS (
    SELECT wamid, customer_id = ANY(%(ids)s) AS own
    FROM send JOIN work ON work.id = work_id WHERE wamid IS NOT NULL
)
SELECT id FROM webhook_item item
WHERE id IN (SELECT item FROM entered WHERE own)
   OR (kind = 'status' AND key IN (SELECT wamid FROM sent WHERE own))
   OR (sender = ANY(%(names)s)
       AND id NOT IN (SELECT item FROM entered WHERE NOT own)
       AND NOT (kind = 'status' AND key IN (SELECT wamid FROM sent WHERE NOT own)))
   OR (kind = 'other' AND payload::text LIKE ANY(%(mentions)s))
ORDER BY id
"""


def find(named: str) -> Customer:
    """Return the customer whom an operator names.

    Args:
        named: the id, the telephone number in any writing, or the WhatsApp user id.

    Raises:
        CustomerRefused: there is none.
    """
    digits = "".join(filter(str.isdigit, named))
    is_number = len(digits) >= SHORTEST_NUMBER  # ids do not get so long
    wanted = Customer.bsuid == named
    if digits == named.strip().lstrip("+") or is_number:
        wanted |= Customer.phone == digits if is_number else Customer.id == int(digits or 0)
    found = Customer.get_or_none(wanted)
    while found and found.merged_into:
        found = Customer.get_by_id(found.merged_into)
    if found is None or found.erased_at:
        raise CustomerRefused(
            "there is no such customer: give the id, the number with its country code "
            "(18095550101) or the WhatsApp user id (DO.…)"
        )
    customer: Customer = found
    return customer


def same_as(customer_id: int) -> list[Customer]:
    """Return the customer and all rows that were merged into theirs."""
    ids = [row[0] for row in every(_SAME, customer_id)]
    return list(Customer.select().where(Customer.id.in_(ids)).order_by(Customer.id))


def names_of(everyone: list[Customer]) -> list[str]:
    """Return what webhooks know a customer by."""
    return [name for one in everyone for name in (one.bsuid, one.phone) if name]


def items_of(everyone: list[Customer]) -> list[int]:
    """Return the ids of what webhooks brought from and about a customer."""
    names = names_of(everyone)
    values = {
        "ids": [one.id for one in everyone],
        "names": names,
        "mentions": [f'%"{name}"%' for name in names],
    }
    return [row[0] for row in database.execute_sql(_ITEMS, values).fetchall()]


def tables() -> list[str]:
    """Return the tables whose rows belong to a customer."""
    return [str(row[0]) for row in database.execute_sql(_TABLES).fetchall()]
