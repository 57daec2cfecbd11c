"""What an agent can press on a ticket's card, where the app is there to hear it."""

from functools import lru_cache
from typing import Any

from brain.models import Ticket
from brain.rocketchat.door import APP_ID
from brain.rocketchat.either_door import Way
from brain.rocketchat.rooms import Rooms
from brain.services import Services
from brain.wording import say

Json = dict[str, Any]


def blocks_of(ticket: Ticket, headline: str, services: Services) -> list[Json] | None:
    """Return the card's headline and buttons; None where no app runs, so that it stays plain.

    Rocket.Chat's clients show a message's blocks instead of its words, above its attachments: so
    the headline is a block as well.
    """
    if services.door.look() is not Way.APP:
        return None
    heading = {"type": "section", "text": {"type": "mrkdwn", "text": headline}}
    buttons = {"type": "actions", "elements": _buttons(ticket, services.rooms)}
    return [heading | {"appId": APP_ID}, buttons | {"appId": APP_ID}]


def link_to_room(ticket: Ticket, rooms: Rooms) -> str:
    """Return the way to the conversation where there are no buttons."""
    return f"[{say('card.button.room')}]({_address(ticket, rooms)})"


def _address(ticket: Ticket, rooms: Rooms) -> str:
    return f"{site_url(rooms)}/live/{ticket.room_id}"


def _buttons(ticket: Ticket, rooms: Rooms) -> list[Json]:
    room = _button("room", _address(ticket, rooms), ticket)
    if ticket.status == "resuelto":
        return [room]
    take = _button("take", None, ticket, style="primary")
    urgent = _button("urgent", None, ticket, style="danger", secondary=True)
    close = _button("close", None, ticket)
    return [
        *([take] if ticket.waiting_since else []),
        room,
        *([] if ticket.priority == "alta" else [urgent]),
        close,
    ]


def _button(name: str, url: str | None, ticket: Ticket, **more: object) -> Json:
    return {
        "type": "button",
        "actionId": f"card-{name}",
        "appId": APP_ID,
        "text": {"type": "plain_text", "text": say(f"card.button.{name}")},
        "value": f"{ticket.number}|{ticket.room_id}",
        **({"url": url} if url else {}),
        **more,
    }


@lru_cache(maxsize=8)
def site_url(rooms: Rooms) -> str:
    """Return the address under which people's browsers reach Rocket.Chat; ours may be another."""
    found = rooms.bridge.get("settings.public", _id="Site_Url")["settings"]
    named = {entry["_id"]: entry.get("value") for entry in found}
    return str(named.get("Site_Url") or "").rstrip("/")
