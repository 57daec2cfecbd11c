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


def tables() -> list[str]:
    """Return the tables whose rows belong to a customer."""
    return [str(row[0]) for row in database.execute_sql(_TABLES).fetchall()]
