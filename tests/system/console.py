"""A person at Rocket.Chat, over the REST paths its own client uses."""

from typing import Any

import requests

from brain.rocketchat.door import APP_ID
from tests.system.phone import PRIVATE
from tests.system.running import System, wait_until

Json = dict[str, Any]


class Agent:
    """An agent, or the administrator, at work."""

    def __init__(self, system: System, user: str, password: str | None = None) -> None:
        self.user = user
        self._api = f"{system.rocketchat_url}/api/v1/"
        self._session = requests.Session()
        login = {"user": user, "password": password or user}
        data = self._session.post(self._api + "login", json=login, timeout=10).json()["data"]
        self.id: str = data["userId"]
        self._session.headers.update(
            {"X-Auth-Token": data["authToken"], "X-User-Id": data["userId"]}
        )

    def shows(self, headers: dict[str, str]) -> None:
        """Show these headers from now on, a second factor for instance."""
        self._session.headers.update(headers)

    def get(self, method: str, **query: Any) -> Json:
        """GET a REST method."""
        answer = self._session.get(self._api + method, params=query, timeout=10)
        assert answer.ok, f"{method}: {answer.text}"
        found: Json = answer.json()
        return found

    def post(self, method: str, **body: Any) -> Json:
        """POST a REST method."""
        answer = self._session.post(self._api + method, json=body, timeout=10)
        assert answer.ok, f"{method}: {answer.text}"
        found: Json = answer.json()
        return found

    def put(self, method: str, **body: Any) -> Json:
        """PUT a REST method."""
        answer = self._session.put(self._api + method, json=body, timeout=10)
        assert answer.ok, f"{method}: {answer.text}"
        found: Json = answer.json()
        return found

    def queued(self) -> list[Json]:
        """Return what waits in the queues the agent may see."""
        found: list[Json] = self.get("livechat/inquiries.queuedForUser", count=500)["inquiries"]
        return found

    def takes(self, room_id: str) -> None:
        """Take the conversation as soon as it waits in the queue."""
        inquiry = wait_until(
            lambda: next((one for one in self.queued() if one["rid"] == room_id), None),
            f"room {room_id} is in {self.user}'s queue",
        )
        assert isinstance(inquiry, dict)
        self.post("livechat/inquiries.take", inquiryId=inquiry["_id"])

    def writes(self, room_id: str, text: str) -> str:
        """Write into a room; return the message's id."""
        PRIVATE.add(text)
        message = self.post("chat.sendMessage", message={"rid": room_id, "msg": text})["message"]
        return str(message["_id"])

    def sends_file(self, room_id: str, name: str, mime: str, content: bytes, text: str = "") -> str:
        """Send a file into a room, as the composer does; return the message's id."""
        url = f"{self._api}rooms.media/{room_id}"
        answer = self._session.post(url, files={"file": (name, content, mime)}, timeout=30)
        assert answer.ok, answer.text
        file_id = answer.json()["file"]["_id"]
        message = self.post(f"rooms.mediaConfirm/{room_id}/{file_id}", msg=text)["message"]
        return str(message["_id"])

    def file_in(self, message: Json) -> bytes:
        """Fetch the file of a message."""
        file = message["file"]
        url = self._api.removesuffix("api/v1/") + f"file-upload/{file['_id']}/{file['name']}"
        room = self.get("rooms.info", roomId=message["rid"])["room"]
        # As the room's visitor: by the server's defaults not even an administrator may.
        shown = {"rc_room_type": "l", "rc_rid": room["_id"], "rc_token": room["v"]["token"]}
        answer = self._session.get(url, timeout=30, cookies=shown)
        assert answer.ok, answer.text
        return answer.content

    def commands(self, room_id: str, command: str, params: str = "") -> None:
        """Run a slash command in a room."""
        self.post("commands.run", command=command, roomId=room_id, params=params, triggerId="t")

    def presses(self, action: str, value: str, room_id: str) -> None:
        """Press a button in a message of the app's, or of the brain's for the app."""
        self._interacts(
            type="blockAction",
            actionId=action,
            rid=room_id,
            mid="m",
            payload={"blockId": "b", "value": value},
            container={"type": "message", "id": "m"},
        )

    def presses_room_button(self, action: str, room_id: str) -> None:
        """Press one of the app's buttons for a room, also one that is not offered."""
        self._interacts(
            type="actionButton", actionId=action, rid=room_id, payload={"context": "roomAction"}
        )

    def _interacts(self, **interaction: Any) -> None:
        url = self._api.removesuffix("v1/") + f"apps/ui.interaction/{APP_ID}"
        answer = self._session.post(url, json=interaction | {"triggerId": "t"}, timeout=10)
        assert answer.ok, answer.text

    def channel(self) -> str:
        """Return the id of the agents' channel."""
        found: str = self.get("rooms.info", roomName="soporte-whatsapp")["room"]["_id"]
        return found

    def messages(self, room_id: str) -> list[Json]:
        """Return the livechat room's messages, the server's own too, oldest first."""
        found: list[Json] = self.get(f"_world/history/{room_id}", count=100)["messages"]
        return found[::-1]

    def cards(self) -> list[Json]:
        """Return the cards in #soporte-whatsapp, oldest first."""
        return self.all_cards(100)

    def all_cards(self, latest: int = 500) -> list[Json]:
        """Return the cards among so many of the channel's messages, oldest first."""
        query = {"roomName": "soporte-whatsapp", "count": latest}
        found: list[Json] = self.get("channels.messages", **query)["messages"]
        return [message for message in found[::-1] if message.get("attachments")]

    def card_with(self, words: str) -> Json:
        """Wait for the card that holds these words, or is this ticket's; return its attachment."""
        card = wait_until(
            lambda: next((one for one in self.cards() if _holds(one, words)), None),
            f"a card with {words!r}",
        )
        assert isinstance(card, dict)
        attachment: Json = card["attachments"][0]
        return attachment

    def rooms_of(self, name: str, *, open_only: bool = True) -> list[Json]:
        """Return the livechat rooms of a visitor by his name, newest last."""
        rooms = self.get("livechat/rooms", roomName=name, count=100)["rooms"]
        found = [room for room in rooms if room["fname"] == name]
        return [room for room in found if room.get("open") or not open_only]


def _holds(card: Json, words: str) -> bool:
    """A number is the ticket's: elsewhere it may be part of a telephone's or of a name."""
    if not words.isdigit():
        return words in str(card["attachments"])
    fields = card["attachments"][0].get("fields", ())
    return any(field["title"] == "Ticket" and field["value"] == words for field in fields)
