"""Send to customers through pywa.

pywa's own `send_message` is not used: it takes a user id with letters for a group and puts it into
`to`, which Meta answers with 200 and drops; and it reads more of the answer than the id, so that a
message already sent could look like an error. Its `api` below has neither trouble.
"""

import logging
import os
from collections.abc import Mapping, Sequence
from typing import IO, Any

from pywa.client import WhatsApp as Pywa

from whatsapp.connected import Connected
from whatsapp.failures import SendFailed, unsendable
from whatsapp.graph import failures, open_client
from whatsapp.messages import (
    Address,
    Choice,
    Message,
    choices_message,
    file_kind,
    file_message,
    location_message,
    split_text,
    takes_caption,
    text_message,
    upload_mime,
)
from whatsapp.template_entries import approved
from whatsapp.templates import Template, template_message
from whatsapp.wording import failure_reason, say

__all__ = [
    "Address",
    "Choice",
    "SendFailed",
    "WhatsApp",
    "failure_reason",
    "split_text",
    "takes_caption",
]

UPLOAD_TIMEOUT = 60.0  # Meta answers an upload only after it has looked at the file
_INVALID = 100
TEMPLATE_FIELDS = ("name", "language", "status", "category", "components", "parameter_format")
MOST_PAGES = 20  # of a hundred: Meta allows a business 250 names, or 6,000


class WhatsApp(Connected):
    """The store's number. Methods may be called from several threads at once.

    api_version: of the Graph API, as "24.0".
    graph_url: Meta's, or of something that stands in for it.
    timeout: seconds for each step of a request.
    tracker: what the statuses of a message will carry (`biz_opaque_callback_data`).
    Every method raises SendFailed.
    """

    def __init__(
        self, phone_id: str, token: str, api_version: str, graph_url: str, timeout: float = 10.0
    ) -> None:
        _hush_pywa()
        self._phone_id = phone_id
        self._http = open_client(graph_url, timeout)
        self._api = Pywa(
            phone_id=phone_id, token=token, api_version=api_version, session=self._http
        ).api

    def send_text(self, to: Address, text: str, tracker: str, reply_to: str | None = None) -> str:
        """Send up to 4096 characters; return the wamid."""
        return self._send(to, text_message(text), tracker, reply_to)

    def send_choices(
        self, to: Address, text: str, choices: Sequence[Choice], tracker: str, button: str = ""
    ) -> str:
        """Send a text with things to tap; return the wamid."""
        button = button or say("choices", "button")
        return self._send(to, choices_message(text, choices, button), tracker)

    def send_location(
        self,
        to: Address,
        latitude: float,
        longitude: float,
        name: str,
        address: str,
        tracker: str,
    ) -> str:
        """Send a place on the map; return the wamid."""
        return self._send(to, location_message(latitude, longitude, name, address), tracker)

    def send_template(
        self, to: Address, template: Template, values: Mapping[str, str], tracker: str
    ) -> str:
        """Send a template, its parameters by name filled in; return the wamid."""
        return self._send(to, template_message(template, values), tracker)

    def templates(self, business_id: str) -> list[Template]:
        """Ask Meta for the business account's templates; return those that can be sent."""
        with failures(sending=False):
            return approved(self._entries(business_id))

    def _entries(self, business_id: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        after: dict[str, Any] = {}
        for _ in range(MOST_PAGES):
            page = self._api.get_templates(
                business_id, TEMPLATE_FIELDS, pagination={"limit": 100, **after}
            )
            found += page["data"]
            paging = page.get("paging", {})
            if "next" not in paging:
                break
            after = {"after": paging["cursors"]["after"]}
        return found

    def send_file(
        self, to: Address, body: IO[bytes], mime: str, filename: str, caption: str, tracker: str
    ) -> str:
        """Upload a file and send it as image, video, audio or document; return the wamid."""
        kind = file_kind(mime, body.seek(0, os.SEEK_END), caption)
        media_id = self._upload(body, upload_mime(mime), filename)
        return self._send(to, file_message(kind, media_id, filename, caption), tracker)

    def mark_read(self, wamid: str, typing: bool) -> None:
        """Show the customer the blue ticks and, for up to 25 seconds, that we are typing."""
        with failures(sending=False):
            if typing:
                self._api.set_indicator(self._phone_id, wamid, typ="text")
            else:
                self._api.mark_message_as_read(self._phone_id, wamid)

    def _send(
        self, to: Address, message: Message, tracker: str, reply_to: str | None = None
    ) -> str:
        with failures(sending=True):
            answer = self._api.send_message(
                sender=self._phone_id,
                to=to.phone or None,
                recipient=None if to.phone else to.bsuid,
                recipient_type="individual",
                typ=message.type,
                msg=dict(message.content),
                reply_to_message_id=reply_to,
                biz_opaque_callback_data=tracker,
            )
            return str(answer["messages"][0]["id"])

    def _upload(self, body: IO[bytes], mime: str, filename: str) -> str:
        body.seek(0)
        files = {
            "messaging_product": (None, "whatsapp"),
            "type": (None, mime),
            "file": (filename, body, mime),
        }
        try:
            with failures(sending=False):
                answer = self._api.send_raw_request(
                    "POST", f"/{self._phone_id}/media", files=files, timeout=UPLOAD_TIMEOUT
                )
                return str(answer["id"])
        except SendFailed as failed:
            if failed.code == _INVALID:
                raise unsendable("file_refused") from None
            raise


def _hush_pywa() -> None:
    """Below warnings pywa logs what is written to customers, and their numbers."""
    logger = logging.getLogger("pywa")
    logger.setLevel(max(logger.level, logging.WARNING))
