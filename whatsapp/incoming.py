"""Turn a stored message of a webhook into one value. Pure; unknown shapes never raise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from whatsapp.items import digits, text_of
from whatsapp.rendering import Rendered, render
from whatsapp.senders import Sender, sender_of, time_of
from whatsapp.shapes import part
from whatsapp.statuses import DeliveryError, StatusReport, parse_status

__all__ = [
    "DeliveryError",
    "IdentityChange",
    "Incoming",
    "Media",
    "Sender",
    "StatusReport",
    "parse",
    "parse_status",
]

MEDIA_KINDS = ("image", "audio", "video", "document", "sticker")
IDENTITY_CHANGES = ("user_changed_number", "user_changed_user_id")


@dataclass(frozen=True)
class Media:
    """A file that waits at Meta for seven days."""

    id: str
    kind: str
    mime: str
    filename: str | None
    caption: str | None
    sha256: str | None
    voice: bool


@dataclass(frozen=True)
class IdentityChange:
    """The same person under a new phone, and so under a new user id."""

    previous_bsuid: str | None
    previous_phone: str | None
    bsuid: str | None
    phone: str | None


@dataclass(frozen=True)
class Incoming:
    """One message of a customer.

    text: what the room shows; empty only for media without a caption.
    words: the part of it that the customer wrote, without our explanations.
    """

    wamid: str
    sender: Sender
    sent_at: datetime
    kind: str
    text: str
    words: str
    media: Media | None
    choice_id: str | None
    reply_to: str | None
    identity: IdentityChange | None


def parse(payload: Mapping[str, Any]) -> Incoming:
    """Return the message that an item of kind "message" carries."""
    message = part(payload, "message")
    media = _media(message)
    rendered = render(message, has_media=media is not None)
    return Incoming(
        wamid=text_of(message.get("id")),
        sender=sender_of(payload, message),
        sent_at=time_of(message),
        kind=_kind(message, rendered),
        text=rendered.text,
        words=rendered.words,
        media=media,
        choice_id=rendered.choice_id,
        reply_to=_reply_to(message),
        identity=_identity(message),
    )


def _kind(message: Mapping[str, Any], rendered: Rendered) -> str:
    if text_of(part(message, "system").get("type")) in IDENTITY_CHANGES:
        return "system_identity"
    return rendered.kind


def _media(message: Mapping[str, Any]) -> Media | None:
    kind = text_of(message.get("type"))
    file = part(message, kind)
    media_id = text_of(file.get("id"))
    if kind not in MEDIA_KINDS or not media_id:
        return None
    return Media(
        id=media_id,
        kind=kind,
        mime=text_of(file.get("mime_type")) or "application/octet-stream",
        filename=text_of(file.get("filename")) or None,
        caption=text_of(file.get("caption")) or None,
        sha256=text_of(file.get("sha256")) or None,
        voice=file.get("voice") is True,
    )


def _reply_to(message: Mapping[str, Any]) -> str | None:
    named = (
        part(message, "reaction").get("message_id")
        or part(message, "edit").get("original_message_id")
        or part(message, "revoke").get("original_message_id")
        or part(message, "context").get("id")
    )
    return text_of(named) or None


def _identity(message: Mapping[str, Any]) -> IdentityChange | None:
    system = part(message, "system")
    if text_of(system.get("type")) not in IDENTITY_CHANGES:
        return None
    return IdentityChange(
        previous_bsuid=text_of(system.get("previous_user_id")) or None,
        previous_phone=digits(message.get("from")) or None,
        bsuid=text_of(system.get("user_id")) or None,
        phone=digits(system.get("wa_id") or system.get("new_wa_id")) or None,
    )
