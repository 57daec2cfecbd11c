"""Everything that is kept about one customer, as he may ask to see it."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from brain.models import Customer, database, every
from brain.privacy import finding
from brain.rocketchat.account import Refused
from brain.rocketchat.rooms import Rooms, file_of
from knowledge.cells import phone_key

PAGE = 100
Json = dict[str, Any]

_SENT = "SELECT to_jsonb(send) FROM send JOIN work ON work.id = work_id WHERE customer_id = ANY(%s)"
_ITEMS = "SELECT to_jsonb(webhook_item) FROM webhook_item WHERE id = ANY(%s) ORDER BY id"
_ROOMS = "SELECT id FROM room WHERE customer_id = ANY(%s) ORDER BY opened_at"
_SECRET = {"secret"}  # opens the rooms to whoever has it
_TOKEN = re.compile(r"\b(wa-[0-9]{1,18})-[0-9a-f]{32}")


def export(customer: Customer, rooms: Rooms, at: datetime) -> Json:
    """Return what is kept, by table, and what was said, by room.

    Raises:
        Away: Rocket.Chat did not answer.
    """
    everyone = finding.same_as(customer.id)
    ids = [one.id for one in everyone]
    found = {
        "exported_at": at.isoformat(timespec="seconds"),
        "customer": [_without_secret(one) for one in everyone],
        "tables": {table: _rows(table, ids) for table in finding.tables()}
        | {
            "send": _column(_SENT, ids),
            "webhook_item": _column(_ITEMS, finding.items_of(everyone)),
        },
        "accounts": _accounts(everyone),
        "rooms": [_room(row[0], rooms) for row in every(_ROOMS, ids)],
    }
    whole: Json = _without_tokens(found)
    return whole


def _without_tokens(value: Any) -> Any:  # noqa: ANN401  JSON
    """Leave out a visitor's secret wherever it stands: who was merged is named by his token."""
    if isinstance(value, str):
        return _TOKEN.sub(r"\1", value)
    if isinstance(value, list):
        return [_without_tokens(one) for one in value]
    if isinstance(value, dict):
        return {name: _without_tokens(one) for name, one in value.items()}
    return value


def _without_secret(customer: Customer) -> Json:
    return {name: _plain(value) for name, value in customer.__data__.items() if name not in _SECRET}


def _rows(table: str, ids: list[int]) -> list[Json]:
    return _column(f"SELECT to_jsonb(t) FROM {table} t WHERE customer_id = ANY(%s)", ids)  # noqa: S608


def _column(sql: str, *values: Any) -> list[Json]:  # noqa: ANN401
    return [row[0] for row in database.execute_sql(sql, values).fetchall()]


def _accounts(everyone: list[Customer]) -> list[Json]:
    """Return the accounts in the store's tables that name one of the customer's numbers."""
    keys = {phone_key(one.phone) for one in everyone if one.phone}
    found = _column("SELECT to_jsonb(a) FROM store_account a")
    return [row for row in found if keys & set(map(phone_key, str(row.get("phone")).split("|")))]


def _room(room_id: str, rooms: Rooms) -> Json:
    try:
        return {"id": room_id, "messages": [_told(one) for one in _history(room_id, rooms)]}
    except Refused as refused:
        return {"id": room_id, "gone": refused.code}


def _history(room_id: str, rooms: Rooms) -> Iterator[Json]:
    """Yield the room's messages, newest first, as the server pages them."""
    offset = 0
    while page := rooms.messages(room_id, offset, PAGE):
        yield from page
        offset += len(page)


def _told(message: Json) -> Json:
    file = file_of(message)
    told = {
        "id": message["_id"],
        "at": message["ts"],
        "by": message["u"]["username"],
        "text": message.get("msg"),
    }
    return told | ({"file": file["url"]} if file else {})


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
