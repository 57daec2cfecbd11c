"""What the brain does in rooms: reads who serves, speaks as the bot, notes as the bridge."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import Any

import requests

from brain.rocketchat.account import Account, Away, Refused
from whatsapp.spilled import Spilled

RELAYED = "c-"  # the bridge's words to the customer
NEVER_RELAYED = "n-"  # the bridge's words to agents
OVER_LIMIT = "error-mac-limit-reached"  # the licence's contacts of this month are used up
NO_PARTS: Mapping[str, Any] = MappingProxyType({})
_MENTION = re.compile(r"@(?=[\w.-])")
CHANNEL = "soporte-whatsapp"  # where the cards are


def without_mentions(text: str) -> str:
    """Return a text that reads the same and in which nobody is called by @."""
    return _MENTION.sub("@\u2060", text)


class Serving(Enum):
    """Who serves a room, read from it and never copied."""

    BOT = "bot"
    PERSON = "person"
    NOBODY = "nobody"
    CLOSED = "closed"


@dataclass(frozen=True)
class RoomState:
    """A room as Rocket.Chat has it just now."""

    id: str
    serving: Serving
    agent: str | None
    department_id: str | None
    closed_by: str | None = None


@dataclass(frozen=True)
class Posted:
    """A message that stands in a room."""

    id: str
    at: datetime
    in_room: bool = True  # over the licence's limit the server lets no words of ours into rooms


class NotServing(Exception):
    """The bot's words were refused: it no longer serves, or the room is closed."""


def parse_time(value: Any) -> datetime:  # noqa: ANN401  ISO text, or {"$date": milliseconds}
    """Read a time of Rocket.Chat's into aware UTC."""
    if isinstance(value, dict):
        return datetime.fromtimestamp(value["$date"] / 1000, UTC)
    return datetime.fromisoformat(str(value).replace("Z", "+00:00")).astimezone(UTC)


def file_of(message: dict[str, Any]) -> dict[str, Any] | None:
    """Return a message's file as the protocol's events tell it."""
    file = message.get("file")
    if not file:
        return None
    path = f"/file-upload/{file['_id']}/{file['name']}"
    return {"id": file["_id"], "name": file["name"], "type": file.get("type"), "url": path}


class Rooms:
    """The livechat rooms over REST.

    Args:
        bot: the account that serves customers.
        bridge: the manager's account, for everything that is not the bot's own words.
    """

    def __init__(self, bot: Account, bridge: Account) -> None:
        self.bot = bot
        self.bridge = bridge

    def state(self, room_id: str) -> RoomState:
        """Read who serves the room."""
        room = self.bridge.get("rooms.info", roomId=room_id)["room"]
        agent = (room.get("servedBy") or {}).get("username")
        closer = (room.get("closedBy") or {}).get("username")
        serving = self._serving(room, agent)
        return RoomState(room_id, serving, agent, room.get("departmentId"), closer)

    def _serving(self, room: dict[str, Any], agent: str | None) -> Serving:
        if not room.get("open"):
            return Serving.CLOSED
        if agent is None:
            return Serving.NOBODY
        return Serving.BOT if agent == self.bot.user else Serving.PERSON

    def exists(self, room_id: str) -> bool:
        """Tell whether the server still has the room."""
        try:
            self.state(room_id)
        except Refused as refused:
            if refused.status == requests.codes.unauthorized:
                raise
            return False
        return True

    def file(self, room_id: str, path: str, folder: Path | None = None) -> Spilled:
        """Fetch a file that stands in a room, in the name of the room's visitor; to be closed.

        By the server's defaults no manager may, but only the members of a room, and its visitor.

        Args:
            folder: where a large one lies meanwhile.
        """
        room = self.bridge.get("rooms.info", roomId=room_id)["room"]
        shown = {"rc_room_type": "l", "rc_rid": room_id, "rc_token": room["v"]["token"]}
        kept = Spilled(folder)
        try:
            self.bridge.download(path, shown, kept)
        except Exception:
            kept.close()
            raise
        return kept

    def say(self, room_id: str, message_id: str, text: str, *, guarded: bool) -> Posted:
        """Write as the bot. Over the licence's limit the words stand nowhere: see `in_room`.

        Args:
            guarded: whether the app's guard stands before the room. The server itself lets an
                agent without a department write into a queue, so without the guard we look just
                before.

        Raises:
            NotServing: the server or the app's guard refused, for the bot does not serve the room.
            Away: to be tried again with the same id.
        """
        if not guarded and self.state(room_id).serving is not Serving.BOT:
            raise NotServing("passed on meanwhile")
        message = {"_id": message_id, "rid": room_id, "msg": text}
        try:
            return _posted(self.bot.post("chat.sendMessage", message=message))
        except Refused as refused:
            posted = self.find(message_id)
            if posted:
                return posted
            if refused.code == OVER_LIMIT:
                return Posted(message_id, datetime.now(UTC), in_room=False)
            if self.state(room_id).serving is Serving.BOT:
                raise Away(refused.reason) from refused
            raise NotServing(refused.code) from refused

    def note(
        self,
        room_id: str,
        message_id: str,
        text: str,
        *,
        calls: bool = False,
        parts: Mapping[str, Any] = NO_PARTS,
    ) -> Posted:
        """Write as the bridge, once for each id; the id's prefix says whether it is relayed.

        Args:
            calls: what looks like a mention is one. Elsewhere words of a customer's may stand in
                it, and nobody outside calls everybody in a channel.
            parts: of the message besides its text: attachments, blocks.
        """
        if message_id.startswith(NEVER_RELAYED) and not calls:
            text = without_mentions(text)
        message = {"_id": message_id, "rid": room_id, "msg": text, **parts}
        try:
            return _posted(self.bridge.post("chat.sendMessage", message=message))
        except Refused:
            stands = self._standing(message_id)
            if stands is None:
                raise
            if stands["u"]["username"] == self.bridge.user:
                return _posted({"message": stands})
            # Somebody was there first: ids of ours can be guessed, and anybody may choose one.
            return self.note(room_id, self.bridge.unguessable(message_id), text, parts=parts,
                             calls=calls)  # fmt: skip

    def find(self, message_id: str) -> Posted | None:
        """Return the message if it stands in its room."""
        stands = self._standing(message_id)
        return _posted({"message": stands}) if stands else None

    def _standing(self, message_id: str) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = self.bridge.get("chat.getMessage", msgId=message_id)["message"]
            return found
        except Refused as refused:
            if refused.status == requests.codes.unauthorized:
                raise
            return None

    def forward(self, room_id: str, department_id: str, comment: str) -> None:
        """Give the room to a department. Raises Refused with the server's code."""
        answer = self.bridge.post(
            "livechat/room.forward", roomId=room_id, departmentId=department_id, comment=comment
        )
        if answer.get("success") is False:
            raise Refused("transfer failed", 400)

    def to_queue(self, room_id: str, department_id: str | None) -> None:
        """Take the room from whoever serves it into a queue. Raises Refused with the code."""
        body = {"roomId": room_id} | ({"departmentId": department_id} if department_id else {})
        if self.bridge.post("livechat/inquiries.returnAsInquiry", **body).get("result") is False:
            raise Refused("transfer failed", 400)

    def why_not(self, department_id: str) -> str | None:
        """Return the code of why a department can take no rooms; the server itself takes them."""
        found = self._department(department_id).get("department")
        if not found:
            return "error-invalid-department"
        return None if found.get("enabled", True) else "department-disabled"

    def is_nobody_online(self, department_id: str | None) -> bool:
        """Tell whether none of the department's agents (of all, without one) is there now.

        Raises:
            Refused: the bridge may not look.
        """
        members = self._department(department_id).get("agents") if department_id else None
        among = {member["agentId"] for member in members or ()}
        found = self.bridge.every("livechat/users/agent", "users")
        people = [user for user in found if user["username"] != self.bot.user]
        return not any(_is_there(user) for user in people if not among or user["_id"] in among)

    def _department(self, department_id: str) -> dict[str, Any]:
        return self.bridge.get(f"livechat/department/{department_id}")

    def take(self, room_id: str, username: str) -> None:
        """Give a room that waits in a queue to somebody. Raises Refused with the server's code."""
        inquiry = self.bridge.get("livechat/inquiries.getOne", roomId=room_id).get("inquiry")
        if inquiry is None:
            raise Refused("error-invalid-inquiry", 400)
        user_id = self._id_of(username)
        self.bridge.post("livechat/inquiries.take", inquiryId=inquiry["_id"], userId=user_id)

    def give_to(self, room_id: str, username: str, comment: str) -> None:
        """Pass a room that somebody serves on to another. Raises Refused with the server's code."""
        body = {"roomId": room_id, "userId": self._id_of(username), "comment": comment}
        if self.bridge.post("livechat/room.forward", **body).get("success") is False:
            raise Refused("transfer failed", 400)

    def _id_of(self, username: str) -> str:
        return str(self.bridge.get("users.info", username=username)["user"]["_id"])

    def close(self, room_id: str, comment: str) -> None:
        """Close the room; one that is closed already stays so."""
        try:
            self.bridge.post("livechat/room.closeByUser", rid=room_id, comment=comment)
        except Refused:
            if self.state(room_id).serving is not Serving.CLOSED:
                raise

    def agents_of(self, department_id: str) -> set[str]:
        """Return the user names of a department's agents."""
        return self._names(f"livechat/department/{department_id}/agents", "agents")

    def managers(self) -> set[str]:
        """Return the user names of those who may see every room."""
        return self._names("livechat/users/manager", "users")

    def _names(self, method: str, key: str) -> set[str]:
        return {str(user["username"]) for user in self.bridge.every(method, key)}

    def messages(self, room_id: str, offset: int, count: int) -> list[dict[str, Any]]:
        """Return a page of the room's history, newest first."""
        answer = self.bridge.get(f"livechat/{room_id}/messages", offset=offset, count=count)
        found: list[dict[str, Any]] = answer["messages"]
        return found

    def open_rooms(self, offset: int, count: int) -> dict[str, Any]:
        """Return a page of the open livechat rooms."""
        return self.bridge.get("livechat/rooms", open="true", offset=offset, count=count)

    def open_of(self, token: str) -> list[str]:
        """Return the open rooms of a visitor."""
        found = self.bridge.get(f"livechat/visitor/{token}/room")["rooms"]
        return [str(room["_id"]) for room in found if room.get("open", True)]

    def send_card(
        self,
        channel_id: str,
        message_id: str,
        text: str,
        card: dict[str, Any],
        blocks: list[dict[str, Any]] | None = None,
    ) -> Posted:
        """Write a card with coloured fields, and buttons if any, into a channel, once an id."""
        pressed = {"blocks": blocks} if blocks else {}
        return self.note(channel_id, message_id, text, parts={"attachments": [card], **pressed})

    def delete(self, room_id: str, message_id: str) -> bool:
        """Take a message of the bridge's away; False where the server lets it stand."""
        try:
            self.bridge.post("chat.delete", roomId=room_id, msgId=message_id)
        except Refused:
            return self.find(message_id) is None
        return True


def _is_there(user: dict[str, Any]) -> bool:
    """Who says nothing of where they are counts as there."""
    if user.get("statusLivechat", "available") != "available":
        return False
    return bool(user.get("status", "online") != "offline")


def _posted(answer: dict[str, Any]) -> Posted:
    message = answer["message"]
    return Posted(message["_id"], parse_time(message["ts"]))
