"""After a restore: what the old system did between the backup and then is in the rooms only.

It goes for said. Nobody knows whether the last words reached WhatsApp, so that agents are told to
ask; a customer who heard nothing asks again, one who hears everything twice loses trust.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import peewee

from brain import work
from brain.models import Customer, database, one
from brain.rocketchat.rooms import CHANNEL, NEVER_RELAYED, RELAYED, Rooms, parse_time
from brain.room_messages import TOKEN
from brain.wording import say

PAGE = 100
_NUMBERED = re.compile(rf"{NEVER_RELAYED}card-(\d+)-(\d+)$")
_OUR_IDS = ("b-", RELAYED, NEVER_RELAYED)
_LATEST = "SELECT taken_at, restored_at FROM restoration ORDER BY id DESC LIMIT 1"
_UNSETTLED = "SELECT EXISTS (SELECT FROM restoration WHERE settled_at IS NULL)"
_ONWARDS = "UPDATE counter SET value = greatest(value, %s) WHERE name = 'ticket'"
_NEWER_CARD = """
UPDATE ticket SET version = %(version)s, shown = %(version)s
WHERE number = %(number)s AND version < %(version)s
"""


@dataclass(frozen=True)
class Gap:
    """From the backup to its restore, another system may have worked."""

    taken_at: datetime
    restored_at: datetime

    def covers(self, at: datetime) -> bool:
        """Tell whether what was written at that time is none of this system's business any more."""
        return at <= self.restored_at


NEVER = Gap(datetime.min.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC))


def note(taken_at: datetime, restored_at: datetime) -> None:
    """Remember that a backup was restored, and that the old system may have gone on meanwhile."""
    database.execute_sql(
        "INSERT INTO restoration (taken_at, restored_at) VALUES (%s, %s)", (taken_at, restored_at)
    )


def latest() -> Gap:
    """Return the latest gap, or one that covers nothing."""
    found = one(_LATEST)
    return Gap(*found) if found else NEVER


def settle(rooms: Rooms, gap: Gap, sweep: Callable[[], object]) -> None:
    """Once after a restore, before anything is done: learn from Rocket.Chat what was lost here.

    Args:
        sweep: reads all open rooms.

    Raises:
        Failure: Rocket.Chat is away; to be tried again, for new tickets need their numbers.
    """
    if not one(_UNSETTLED)[0]:
        return
    for number, version in _cards_since(rooms, gap.taken_at):
        database.execute_sql(_ONWARDS, (number,))
        database.execute_sql(_NEWER_CARD, {"number": number, "version": version})
    sweep()
    database.execute_sql("UPDATE restoration SET settled_at = now() WHERE settled_at IS NULL")


def _cards_since(rooms: Rooms, since: datetime) -> list[tuple[int, int]]:
    """Return number and version of the cards that the old system showed."""
    found: list[tuple[int, int]] = []
    offset = 0
    while True:
        query = {"roomName": CHANNEL, "offset": offset, "count": PAGE}
        page = rooms.bridge.get("channels.messages", **query)["messages"]
        numbered = [_NUMBERED.match(told["_id"]) for told in page]
        found += [(int(card[1]), int(card[2])) for card in numbered if card]
        if len(page) < PAGE or parse_time(page[-1]["ts"]) < since:
            return found
        offset += PAGE


def customer_of(listed: dict[str, Any], rooms: Rooms, gap: Gap) -> int | None:
    """Return the visitor of a room whom the old system met after the backup, as a customer again.

    Anybody may be a visitor under any token: the old system knows its own by having spoken there.
    """
    visitor = listed.get("v") or {}
    ours = TOKEN.fullmatch(str(visitor.get("token", "")))
    if gap is NEVER or not ours or not gap.covers(parse_time(listed["ts"])):
        return None
    customer_id, secret = int(ours[1]), ours[2]
    if Customer.get_or_none(Customer.id == customer_id) or not _spoke(listed["_id"], rooms):
        return None
    told = rooms.bridge.get("livechat/visitors.info", visitorId=visitor["_id"])["visitor"]
    phone = next((one["phoneNumber"] for one in told.get("phone") or []), None)
    Customer.insert(
        id=customer_id,
        secret=secret,
        phone=phone,
        name=told.get("name"),
        created_at=peewee.fn.now(),
    ).on_conflict_ignore().execute()
    known = Customer.get_or_none((Customer.phone == phone) | (Customer.id == customer_id))
    return known.id if known else None


def _spoke(room_id: str, rooms: Rooms) -> bool:
    """Tell whether bot or bridge wrote in a room, under ids that only we give."""
    users = {rooms.bot.user, rooms.bridge.user}
    return any(
        told["u"]["username"] in users and str(told["_id"]).startswith(_OUR_IDS)
        for told in rooms.messages(room_id, 0, PAGE)
    )


def answered_already(burst: list[work.Task], rooms: Rooms, gap: Gap) -> list[work.Task]:
    """Return those of a customer's messages after which the room has words of the store's."""
    old = [part for part in burst if gap.covers(part.order_at)]
    if not old:
        return []
    said = [
        parse_time(told["ts"])
        for told in rooms.messages(old[-1].payload["room"], 0, PAGE)
        if not told.get("t") and not told.get("token") and not _to_agents(told)
    ]
    latest = max(said, default=NEVER.restored_at)
    return [part for part in old if part.order_at < latest]


def _to_agents(told: dict[str, Any]) -> bool:
    return str(told["_id"]).startswith(NEVER_RELAYED)


def tell_agents(task: work.Task, gap: Gap, zone: ZoneInfo) -> None:
    """Tell the agents of a room, once, that words of theirs may not have reached the customer."""
    room_id = task.payload["room"]
    since, until = (at.astimezone(zone) for at in (gap.taken_at, gap.restored_at))
    text = say("agent.restored", since=f"{since:%d/%m %H:%M}", until=f"{until:%d/%m %H:%M}")
    key = f"{NEVER_RELAYED}restored-{room_id}-{gap.restored_at:%Y%m%d%H%M%S}"
    work.add(task.customer_id, "note", key, {"room": room_id, "text": text}, gap.restored_at)
