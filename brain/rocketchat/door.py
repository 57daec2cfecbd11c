"""The door through which a customer's words enter the room: the app's signed endpoint."""

import base64
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

import requests

from brain.errors import Failure
from brain.rocketchat import signing
from brain.rocketchat.account import Away, Refused
from brain.rocketchat.rooms import Serving, parse_time

APP_ID = "5b1f6c1e-3d0a-4f6e-9a3b-7c2d8e4f1a60"
TIMEOUT_SECONDS = 20


@dataclass(frozen=True)
class Visitor:
    """The customer as Rocket.Chat knows him."""

    token: str
    name: str
    phone: str | None
    username: str | None


@dataclass(frozen=True)
class File:
    """A file that the customer sent."""

    name: str
    mime: str
    body: IO[bytes]
    size: int
    caption: str


@dataclass(frozen=True)
class VisitorMessage:
    """One thing a visitor said. `serve` tells who gets the room if one is opened: bot or people."""

    wamid: str
    visitor: Visitor
    text: str | None
    file: File | None = None
    serve: str = "bot"


@dataclass(frozen=True)
class Entered:
    """What became of it: where it stands, and who serves there."""

    room_id: str
    message_id: str
    at: datetime
    opened: bool
    serving: Serving


class Stumbled(Away):
    """The app was reached, and Rocket.Chat did not do what it asked for."""


class AppDoor:
    """Puts one thing a visitor said into his one open room, once for each wamid.

    Args:
        url: the Rocket.Chat server.
        secrets: BRIDGE_SECRET, the one in use and those that are being replaced.
        session: connections to share.
        clock: Unix seconds.
    """

    def __init__(
        self,
        url: str,
        secrets: list[str],
        session: requests.Session,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._url = f"{url}/api/apps/public/{APP_ID}"
        self._secrets = secrets
        self._session = session
        self._clock = clock

    def enter(self, message: VisitorMessage) -> Entered:
        """Put it into the room.

        Raises:
            Away: no usable answer; to be tried again with the same wamid.
            Refused: the app says that it cannot work like this.
        """
        answer = self._post(
            "visitor-message",
            {
                "wamid": message.wamid,
                "visitor": vars(message.visitor),
                "serve": message.serve,
                "text": message.text,
                "file": _as_json(message.file),
            },
        )
        return _entered(answer)

    def whisper(self, room_id: str, username: str, text: str) -> None:
        """Show words in a room to one person only. Raises as `enter` does."""
        self._post("whisper", {"room": room_id, "username": username, "text": text})

    def health(self) -> dict[str, Any]:
        """Ask the app how it is. Raises as `enter` does."""
        return self._post("health", {})

    def _post(self, path: str, content: dict[str, Any]) -> dict[str, Any]:
        """Post it signed; where the app has the secret of before, signed with that."""
        for secret in self._secrets:
            status, found = self._post_signed(secret, path, content)
            if status != requests.codes.forbidden:
                break
        if status == requests.codes.ok and isinstance(found, dict):
            return found
        raise _refusal(status, found)

    def _post_signed(self, secret: str, path: str, content: dict[str, Any]) -> tuple[int, object]:
        headers, body = signing.seal(secret, content, self._clock())
        try:
            answer = self._session.post(
                f"{self._url}/{path}", data=body, headers=headers, timeout=TIMEOUT_SECONDS
            )
            return answer.status_code, answer.json()
        except requests.RequestException as error:
            raise Away(f"app away: {type(error).__name__}") from error


def _refusal(status: int, found: object) -> Failure:
    code = found.get("error") if isinstance(found, dict) else None
    if status in (requests.codes.bad_request, requests.codes.request_entity_too_large):
        return Refused(f"app: {code or status}", status)
    if code == "failed":
        return Stumbled(f"app failed: {found.get('message') if isinstance(found, dict) else ''}")
    return Away(f"app answered {status} {code or ''}".strip())


def _as_json(file: File | None) -> dict[str, str] | None:
    if file is None:
        return None
    file.body.seek(0)
    return {
        "name": file.name,
        "mime": file.mime,
        "base64": base64.b64encode(file.body.read()).decode(),
        "caption": file.caption,
    }


def _entered(answer: dict[str, Any]) -> Entered:
    served_by = answer.get("servedBy")
    serving = Serving.NOBODY
    if served_by:
        serving = Serving.BOT if served_by.get("isBot") else Serving.PERSON
    return Entered(
        answer["roomId"], answer["messageId"], parse_time(answer["ts"]), answer["opened"], serving
    )
