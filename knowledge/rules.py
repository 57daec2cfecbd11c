"""What must hold between the cells of one row."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from knowledge.tables import BRANCHES, OFFERS, Table
from knowledge.wording import say

Complaint: TypeAlias = tuple[str, str]


def complaints(table: Table, row: Mapping[str, Any]) -> list[Complaint]:
    """Give column and sentence of everything that does not fit together."""
    rule = _RULES.get(table.name)
    return rule(row) if rule else []


def sellable(stock: Decimal) -> Decimal:
    """Sold before it was received: shown as none, never as less than none."""
    return max(stock, Decimal(0))


def _offer(row: Mapping[str, Any]) -> list[Complaint]:
    found: list[Complaint] = []
    if row["valid_to"] < row["valid_from"]:
        first, last = row["valid_from"].isoformat(), row["valid_to"].isoformat()
        found.append(("valid_to", say("row.date_order", first=first, last=last)))
    if row["sku"] and row["offer_price"] is None:
        found.append(("offer_price", say("row.offer_price")))
    return found


def _branch(row: Mapping[str, Any]) -> list[Complaint]:
    if (row["latitude"] is None) == (row["longitude"] is None):
        return []
    return [("longitude", say("row.half_coordinates"))]


_RULES: Mapping[str, Callable[[Mapping[str, Any]], list[Complaint]]] = {
    OFFERS.name: _offer,
    BRANCHES.name: _branch,
}
