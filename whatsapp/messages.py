"""The shape and the limits of what can be sent. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from whatsapp.failures import unsendable
from whatsapp.wording import say

META = "https://graph.facebook.com"
# Characters, counts and bytes: https://developers.facebook.com/docs/whatsapp/cloud-api/reference
TEXT_LIMIT = 4096
BODY_LIMIT = 1024  # of a text with choices, and of a caption
FILENAME_LIMIT = 240
BUTTONS, BUTTON_TITLE = 3, 20
ROWS, ROW_TITLE, ROW_DESCRIPTION = 10, 24, 72
MB = 1024 * 1024
SIZE_LIMITS = {"image": 5 * MB, "audio": 16 * MB, "video": 16 * MB, "document": 100 * MB}
_NATIVE = {
    "image/jpeg": "image",
    "image/png": "image",
    "video/mp4": "video",
    "video/3gpp": "video",
    "audio/aac": "audio",
    "audio/amr": "audio",
    "audio/mpeg": "audio",
    "audio/mp4": "audio",
    "audio/ogg": "audio",
    "image/webp": "sticker",
}
_PLAIN = {"text/csv", "text/markdown", "text/tab-separated-values"}  # Meta knows only text/plain


@dataclass(frozen=True)
class Address:
    """Whom a message goes to. The phone is preferred: then Meta keeps telling it to us."""

    bsuid: str | None
    phone: str | None

    def __post_init__(self) -> None:
        if not self.bsuid and not self.phone:
            raise ValueError("an address needs a phone or a user id")


@dataclass(frozen=True)
class Choice:
    """One thing to tap."""

    id: str
    title: str
    description: str = ""


@dataclass(frozen=True)
class Message:
    """A type of the Graph API and its content."""

    type: str
    content: Mapping[str, Any]


def text_message(text: str) -> Message:
    """Return a plain text; raises SendFailed where it cannot be one message."""
    if not text.strip():
        raise unsendable("empty")
    if len(text) > TEXT_LIMIT:
        raise unsendable("too_long")
    return Message("text", {"body": text, "preview_url": False})


def choices_message(text: str, choices: Sequence[Choice], button: str) -> Message:
    """Return buttons if they fit, else a list, else a text that says all of it."""
    if not choices or not text.strip():
        return text_message(text)
    if len(text) > BODY_LIMIT or len(choices) > ROWS:
        return text_message("\n".join((text, "", *map(_line, choices))))
    fit = all(len(one.title) <= BUTTON_TITLE and not one.description for one in choices)
    if len(choices) <= BUTTONS and fit and len({one.title for one in choices}) == len(choices):
        return _interactive("button", text, {"buttons": [_button(one) for one in choices]})
    section = {"title": say("choices", "section"), "rows": [_row(one) for one in choices]}
    return _interactive("list", text, {"button": _cut(button, BUTTON_TITLE), "sections": [section]})


def location_message(latitude: float, longitude: float, name: str, address: str) -> Message:
    """Return a place on the map."""
    named = {"name": name, "address": address}
    content = {key: value for key, value in named.items() if value}
    return Message("location", {"latitude": latitude, "longitude": longitude, **content})


def takes_caption(mime: str) -> bool:
    """Say whether words can go along with such a file; with audio they cannot."""
    return _kind_of(mime) != "audio"


def file_kind(mime: str, size: int, caption: str) -> str:
    """Return how a file is best sent; raises SendFailed where WhatsApp takes it in no way."""
    kind = _kind_of(mime)
    if not size:
        raise unsendable("empty")
    if kind == "sticker":
        raise unsendable("file_refused")
    if size > SIZE_LIMITS[kind]:
        # Meta measures by the file's own type, so a large photo is no document either.
        raise unsendable("file_too_large")
    if caption and kind == "audio":
        raise unsendable("caption_of_audio")
    if len(caption) > BODY_LIMIT:
        raise unsendable("caption_too_long")
    return kind


def upload_mime(mime: str) -> str:
    """Return the type under which Meta takes a file."""
    return "text/plain" if _bare(mime) in _PLAIN else mime


def file_message(kind: str, media_id: str, filename: str, caption: str) -> Message:
    """Return an uploaded file."""
    content = {"id": media_id}
    if caption:
        content["caption"] = caption
    if kind == "document":
        content["filename"] = filename[-FILENAME_LIMIT:] or say("files", "unnamed")
    return Message(kind, content)


def split_text(text: str, limit: int = TEXT_LIMIT) -> list[str]:
    """Return the text in parts that fit a message each, cut at a paragraph, a line or a word."""
    parts, rest = [], text.strip()
    while len(rest) > limit:
        at = _cut_at(rest, limit)
        parts.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [*parts, rest] if rest else parts


def _kind_of(mime: str) -> str:
    return _NATIVE.get(_bare(mime), "document")


def _bare(mime: str) -> str:
    return mime.partition(";")[0].strip().lower()


def _cut_at(text: str, limit: int) -> int:
    for gap, least in (("\n\n", limit // 2), ("\n", limit // 2), (" ", 1)):
        at = text.rfind(gap, least, limit + 1)
        if at > 0:
            return at
    return limit


def _interactive(kind: str, text: str, action: dict[str, Any]) -> Message:
    return Message("interactive", {"type": kind, "body": {"text": text}, "action": action})


def _button(choice: Choice) -> dict[str, Any]:
    return {"type": "reply", "reply": {"id": choice.id, "title": choice.title}}


def _row(choice: Choice) -> dict[str, str]:
    title = _cut(choice.title, ROW_TITLE)
    whole = choice.title if title != choice.title else ""
    description = ". ".join(filter(None, (whole, choice.description)))
    row = {"id": choice.id, "title": title}
    return {**row, "description": _cut(description, ROW_DESCRIPTION)} if description else row


def _line(choice: Choice) -> str:
    if not choice.description:
        return say("choices", "line", title=choice.title)
    return say("choices", "line_described", title=choice.title, description=choice.description)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
