"""Files too large for the app's door: the visitor's own upload, by REST.

Its route counts unauthenticated calls (10 a minute an address), so only files that the door does
not take go this way. It takes no id: a file is recognised by its name, which begins with the wamid.
"""

import requests

from brain.rocketchat.account import Away, Refused
from brain.rocketchat.door import File
from brain.rocketchat.rooms import Rooms

# What the app takes: the engine's pipe slows down with the square of a file's size.
DOOR_LIMIT = 5 * 1024 * 1024
TIMEOUT_SECONDS = 120
LOOK_BACK = 50


class VisitorFiles:
    """Uploads a customer's file into his open room, once for each name."""

    def __init__(self, url: str, session: requests.Session, rooms: Rooms) -> None:
        self._url = f"{url}/api/v1/livechat/upload"
        self._session = session
        self._rooms = rooms

    def put(self, room_id: str, token: str, file: File) -> None:
        """Upload the file unless it stands in the room already.

        Raises:
            Away: no usable answer, or the rate limiter; to be tried again.
            Refused: Rocket.Chat does not take this file.
        """
        if self._is_there(room_id, file.name):
            return
        try:
            answer = self._session.post(
                f"{self._url}/{room_id}",
                files={"file": (file.name, file.content, file.mime)},
                headers={"x-visitor-token": token},
                timeout=TIMEOUT_SECONDS,
            )
        except requests.RequestException as error:
            raise Away(f"rocketchat away: {type(error).__name__}") from error
        if answer.status_code == requests.codes.too_many_requests or answer.status_code >= 500:
            raise Away(f"rocketchat answered {answer.status_code}")
        if not answer.ok:
            raise Refused("upload", answer.status_code)

    def _is_there(self, room_id: str, name: str) -> bool:
        latest = self._rooms.messages(room_id, 0, LOOK_BACK)
        return any((told.get("file") or {}).get("name") == name for told in latest)
