"""The door without the app: the open routes of Omnichannel, as the visitor himself.

Messages take an `_id` of ours, made from the wamid, so a repeated one is refused and found. The
customer's lease lets one call at a time in; two at once would open two rooms.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import requests
import structlog

from brain.rocketchat.account import Away, Refused
from brain.rocketchat.door import Entered, Stumbled, Visitor, VisitorMessage
from brain.rocketchat.rooms import Rooms, RoomState, Serving, parse_time
from brain.rocketchat.visitor_api import VisitorApi
from brain.rocketchat.visitor_files import VisitorFiles

log = structlog.get_logger()

REMEMBERED = 5000  # visitors whose room is known without asking
# The visitor or the room is not what we remember: look anew.
GONE = frozenset({"room-closed", "invalid-room", "invalid-token"})

Departments = Callable[[], Sequence[str]]


@dataclass(frozen=True)
class Place:
    """The room of a visitor, and what he was called when we last looked."""

    room_id: str
    token: str
    known_as: tuple[str, str | None]


@dataclass(frozen=True)
class Standing:
    """A message that stands in a room."""

    message_id: str
    room_id: str
    at: datetime


class PlaceGone(Exception):
    """The room was closed in between, or the visitor taken away."""


def id_of(wamid: str) -> str:
    """Return the room message's id for what came under this wamid."""
    return "v-" + hashlib.sha256(wamid.encode()).hexdigest()[:24]


class RestDoor:
    """Puts one thing a visitor said into his one open room, once for each wamid.

    Args:
        api: the open routes.
        rooms: who serves a room, and what stands there.
        files: the visitor's upload.
        departments: ids of departments for customers that are not the bot's, the preferred first.
    """

    def __init__(
        self, api: VisitorApi, rooms: Rooms, files: VisitorFiles, departments: Departments
    ) -> None:
        self._api = api
        self._rooms = rooms
        self._files = files
        self._departments = departments
        self._places: dict[str, Place] = {}
        self._bot_id = ""

    def enter(self, message: VisitorMessage) -> Entered:
        """Put it into the room.

        Raises:
            Away: no usable answer; to be tried again with the same wamid.
            Refused: Rocket.Chat does not take this file.
        """
        token = message.visitor.token
        for _ in range(2):
            # Before a room is opened: the call may be one whose answer was lost.
            stands = None if token in self._places else self._find(id_of(message.wamid))
            if stands:
                return self._entered(stands, self._rooms.state(stands.room_id), opened=False)
            try:
                return self._enter(message)
            except PlaceGone:
                self._places.pop(token, None)
        raise Stumbled("the room is closed again and again")

    def health(self) -> dict[str, Any]:
        """Ask the server who we are. Raises as `enter` does."""
        return self._rooms.bridge.get("me")

    def _enter(self, message: VisitorMessage) -> Entered:
        visitor = message.visitor
        known = self._places.get(visitor.token)
        place = known or self._open(visitor, message.serve)
        if place.known_as != (visitor.name, visitor.phone):
            self._register(visitor)
        state = self._rooms.state(place.room_id)
        if state.serving is Serving.CLOSED:
            raise PlaceGone
        if message.serve == "people" and state.serving is Serving.BOT:
            state = self._pass_on(place.room_id)
        stands = self._say(place, message)
        self._remember(visitor, place)
        return self._entered(stands, state, opened=known is None)

    def _open(self, visitor: Visitor, serve: str) -> Place:
        """Return the visitor's open room, opened where there is none."""
        token = self._register(visitor)
        query = {"token": token} | ({"agentId": self._bot()} if serve == "bot" else {})
        try:
            room = self._api.call("GET", "livechat/room", params=query)["room"]
        except Refused as refused:
            raise Stumbled(f"no room: {refused.code}") from refused
        return Place(room["_id"], token, (visitor.name, visitor.phone))

    def _register(self, visitor: Visitor) -> str:
        """Save the visitor; return the token under which the server knows him.

        A new visitor is matched by phone too and would become whoever has that phone, under a
        foreign token: so he is registered without one first.
        """
        saved = self._save(token=visitor.token, name=visitor.name, username=visitor.token)
        phones = [phone.get("phoneNumber") for phone in saved.get("phone") or []]
        if visitor.phone and visitor.phone not in phones:
            saved = self._save(token=saved["token"], name=visitor.name, phone=visitor.phone)
        return str(saved["token"])

    def _save(self, **visitor: str) -> dict[str, Any]:
        try:
            answer = self._api.call("POST", "livechat/visitor", json={"visitor": visitor})
        except Refused as refused:
            raise Stumbled(f"no visitor: {refused.code}") from refused
        saved: dict[str, Any] = answer["visitor"]
        return saved

    def _bot(self) -> str:
        self._bot_id = self._bot_id or str(self._rooms.bot.get("me")["_id"])
        return self._bot_id

    def _pass_on(self, room_id: str) -> RoomState:
        """Give a room that the server's routing gave to the bot to people."""
        for department_id in self._departments():
            try:
                self._rooms.forward(room_id, department_id, "")
                break
            except Refused as refused:
                log.warning("door.not_passed_on", room=room_id, code=refused.code)
        return self._rooms.state(room_id)

    def _say(self, place: Place, message: VisitorMessage) -> Standing:
        """The file goes first, then the words."""
        file, words, message_id = message.file, _words(message), id_of(message.wamid)
        if file:
            self._files.put(place.room_id, place.token, file)
        if file and not words:
            shown = self._files.find(place.room_id, file.name)
            if shown is None:
                raise Away("rocketchat does not show the file yet")
            return _standing(shown)
        body = {"token": place.token, "rid": place.room_id, "msg": words, "_id": message_id}
        try:
            told = self._api.call("POST", "livechat/message", json=body).get("message")
        except Refused as refused:
            return self._settle(message_id, refused)
        # Older versions say yes to what they did not store, and show no message.
        return _standing(told) if told else self._settle(message_id, Refused("no message", 200))

    def _settle(self, message_id: str, refused: Refused) -> Standing:
        """A repeated message is refused like any other: what stands in a room is done."""
        stands = self._find(message_id)
        if stands:
            return stands
        if refused.code in GONE:
            raise PlaceGone from refused
        raise Stumbled(f"message refused: {refused.code}") from refused

    def _find(self, message_id: str) -> Standing | None:
        try:
            return _standing(self._rooms.bridge.get("chat.getMessage", msgId=message_id)["message"])
        except Refused as refused:
            if refused.status == requests.codes.unauthorized:
                raise
            return None

    def _entered(self, stands: Standing, state: RoomState, *, opened: bool) -> Entered:
        if state.id != stands.room_id:  # a repeated message stands where it was put first
            state = self._rooms.state(stands.room_id)
        return Entered(stands.room_id, stands.message_id, stands.at, opened, state.serving)

    def _remember(self, visitor: Visitor, place: Place) -> None:
        if len(self._places) >= REMEMBERED:
            self._places.clear()
        known_as = (visitor.name, visitor.phone)
        self._places[visitor.token] = Place(place.room_id, place.token, known_as)


def _words(message: VisitorMessage) -> str:
    said = [message.file.caption if message.file else "", message.text or ""]
    return "\n".join(dict.fromkeys(filter(None, said)))


def _standing(message: dict[str, Any]) -> Standing:
    return Standing(message["_id"], message["rid"], parse_time(message["ts"]))
