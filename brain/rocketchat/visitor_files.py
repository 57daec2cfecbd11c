"""Files by the visitor's own upload, by REST: those too large for the app's door, or without it.

The route takes no id: a file is recognised by its name, which begins with the wamid.
"""

from typing import Any

from brain.rocketchat.account import Refused
from brain.rocketchat.door import File
from brain.rocketchat.file_form import FileForm
from brain.rocketchat.rooms import Rooms
from brain.rocketchat.visitor_api import VisitorApi

# What the app takes: the engine's pipe slows down with the square of a file's size.
DOOR_LIMIT = 5 * 1024 * 1024
TIMEOUT_SECONDS = 120
LOOK_BACK = 50


class VisitorFiles:
    """Uploads a customer's file into his open room, once for each name."""

    def __init__(self, api: VisitorApi, rooms: Rooms) -> None:
        self._api = api
        self._rooms = rooms

    def put(self, room_id: str, token: str, file: File) -> None:
        """Upload the file unless it stands in the room already.

        Raises:
            Away: no usable answer, or the rate limiter; to be tried again.
            Refused: Rocket.Chat does not take this file.
        """
        if self.find(room_id, file.name):
            return
        form = FileForm("file", file)
        try:
            self._api.call(
                "POST",
                f"livechat/upload/{room_id}",
                data=form,
                headers={"x-visitor-token": token, "Content-Type": form.content_type},
                timeout=TIMEOUT_SECONDS,
            )
        except Refused as refused:
            raise Refused("upload", refused.status, refused.code) from refused

    def find(self, room_id: str, name: str) -> dict[str, Any] | None:
        """Return the message that shows the file, if it stands in the room."""
        latest = self._rooms.messages(room_id, 0, LOOK_BACK)
        return next((told for told in latest if (told.get("file") or {}).get("name") == name), None)
