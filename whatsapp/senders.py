"""Who wrote, or whom a status is about, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from whatsapp.items import digits, identifiers, text_of
from whatsapp.shapes import first, part

_MILLISECONDS = 10**11  # as seconds this is the year 5138


@dataclass(frozen=True)
class Sender:
    """Who wrote: a business-scoped user id, a phone, or both."""

    bsuid: str | None
    phone: str | None
    username: str | None
    name: str | None


def sender_of(payload: Mapping[str, Any], thing: Mapping[str, Any]) -> Sender:
    """Return who a message is from, or whom a status is about."""
    contact = first(payload, "contacts")
    profile = part(contact, "profile")
    user, phone = identifiers(thing)
    return Sender(
        bsuid=user or text_of(contact.get("user_id")) or None,
        phone=phone or digits(contact.get("wa_id")) or None,
        username=text_of(profile.get("username") or contact.get("username")) or None,
        name=text_of(profile.get("name")) or None,
    )


def time_of(thing: Mapping[str, Any]) -> datetime:
    """Return when something happened; the beginning of time where Meta did not say."""
    stamp = text_of(thing.get("timestamp"))
    seconds = int(stamp) if stamp.isascii() and stamp.isdecimal() and len(stamp) < 15 else 0
    if seconds >= _MILLISECONDS:
        seconds //= 1000
    return datetime.fromtimestamp(seconds, UTC)
