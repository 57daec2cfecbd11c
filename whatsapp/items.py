"""Split a webhook's body into single things that can be stored, without losing any of them."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["message", "status", "other"]
Json = Mapping[str, Any]

_ENVELOPE = {"messaging_product", "metadata", "contacts", "errors"}


@dataclass(frozen=True)
class Item:
    """One message, one status, or one thing we do not know, ready to be stored."""

    phone_number_id: str
    key: str
    kind: Kind
    status: str
    sender: str
    payload: dict[str, Any]


def split(body: Json) -> list[Item]:
    """Return every message and status of a body; whatever is neither becomes an item too."""
    entries = body.get("entry")
    if not isinstance(entries, list):
        return [_other("", {}, dict(body))]
    return [item for entry in entries for item in _of_entry(entry)]


def _of_entry(entry: Any) -> Iterator[Item]:  # noqa: ANN401  whatever JSON holds
    changes = entry.get("changes") if isinstance(entry, dict) else None
    if not isinstance(changes, list):
        yield _other("", {}, {"entry": entry})
        return
    for change in changes:
        yield from _of_change(change)


def _of_change(change: Any) -> Iterator[Item]:  # noqa: ANN401
    value = change.get("value") if isinstance(change, dict) else None
    if not isinstance(value, dict):
        yield _other("", {}, {"change": change})
        return
    field = text_of(change.get("field"))
    if field not in {"messages", ""}:
        # The history of another device also carries messages: they must not look like new ones.
        yield _other(field, metadata_of(value), value)
        return
    yield from _of_value(field, value)


def _of_value(field: str, value: dict[str, Any]) -> Iterator[Item]:
    metadata = metadata_of(value)
    contacts = [one for one in _list(value, "contacts") if isinstance(one, dict)]
    lone = len(_list(value, "messages")) + len(_list(value, "statuses")) == 1
    common = {"field": field, "metadata": metadata}
    if value.get("errors"):
        common["errors"] = value["errors"]
    claimed: list[Json] = []
    for part, kind in (("messages", "message"), ("statuses", "status")):
        for thing in _list(value, part):
            if not isinstance(thing, dict):
                yield _other(field, metadata, {part: [thing]})
                continue
            mine = _contact_for(thing, contacts, lone)
            claimed.extend(mine)
            yield _known("message" if kind == "message" else "status", thing, mine, common)
    rest = _left_over(value, [one for one in contacts if one not in claimed])
    if rest:
        yield _other(field, metadata, rest)


def _known(kind: Kind, thing: dict[str, Any], contacts: list[Json], common: Json) -> Item:
    return Item(
        phone_number_id=text_of(common["metadata"].get("phone_number_id")),
        key=text_of(thing.get("id")) or digest(thing),
        kind=kind,
        status=text_of(thing.get("status")) if kind == "status" else "",
        sender=_sender(thing, contacts),
        payload={**common, "contacts": contacts, kind: thing},
    )


def _other(field: str, metadata: Json, value: dict[str, Any]) -> Item:
    return Item(
        phone_number_id=text_of(metadata.get("phone_number_id")),
        key=digest({"field": field, "value": value}),
        kind="other",
        status="",
        sender="",
        payload={"field": field, "metadata": metadata, "contacts": [], "value": value},
    )


def _left_over(value: dict[str, Any], strangers: list[Json]) -> dict[str, Any]:
    """Return what the items do not carry: unknown sections, and contacts of nobody."""
    known = {part for part in ("messages", "statuses") if isinstance(value.get(part), list)}
    spoken_for = any(value.get(part) for part in known)
    rest = {key: one for key, one in value.items() if key not in _ENVELOPE | known}
    if strangers:
        rest["contacts"] = strangers
    if value.get("errors") and not spoken_for:
        rest["errors"] = value["errors"]
    return rest


def _contact_for(thing: Json, contacts: list[dict[str, Any]], lone: bool) -> list[Json]:
    user, phone = identifiers(thing)
    for one in contacts:
        if user and text_of(one.get("user_id")) == user:
            return [one]
        if phone and digits(one.get("wa_id")) == phone:
            return [one]
    # One thing and one contact belong together even where Meta spells them differently.
    return list(contacts) if lone and len(contacts) == 1 else []


def _sender(thing: Json, contacts: list[Json]) -> str:
    user, phone = identifiers(thing)
    contact = contacts[0] if contacts else {}
    return user or text_of(contact.get("user_id")) or phone or digits(contact.get("wa_id"))


def identifiers(thing: Json) -> tuple[str, str]:
    """Return the BSUID and the phone's digits that a message or status names, "" where it does not.

    A change of identity is filed under the old one: that is the customer we know.
    """
    system = thing.get("system")
    former = system.get("previous_user_id") if isinstance(system, dict) else None
    user = former or thing.get("from_user_id") or thing.get("recipient_user_id")
    return text_of(user), digits(thing.get("from") or thing.get("recipient_id"))


def metadata_of(value: Json) -> dict[str, Any]:
    """Return the value's metadata, or nothing."""
    metadata = value.get("metadata")
    return metadata if isinstance(metadata, dict) else {}


def text_of(value: object) -> str:
    """Return a JSON string or whole number as text, anything else as ""."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def digits(value: object) -> str:
    """Return the digits of a phone number."""
    return "".join(filter(str.isdecimal, text_of(value)))


def digest(thing: object) -> str:
    """Name a thing by its content, so that a repeated delivery has the same name."""
    canonical = json.dumps(thing, sort_keys=True, separators=(",", ":"), default=str)
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()


def _list(value: Json, part: str) -> list[Any]:
    found = value.get(part)
    return found if isinstance(found, list) else []
