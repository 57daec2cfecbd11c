"""Omnichannel's outgoing webhook, which tells of rooms where the app does not run.

It carries a fixed token and no signature, and what it tells is put into the app's own events
(docs/protocol.md), so that both ways end in the same place.
"""

import hashlib
import hmac
from datetime import datetime
from typing import Any

from brain.rocketchat.rooms import file_of

Json = dict[str, Any]

PATH = "/rocketchat/omnichannel"
TOKEN_HEADER = "X-RocketChat-Livechat-Token"  # noqa: S105  the header's name

SESSIONS = {
    "LivechatSessionTaken": "assigned",
    "LivechatSessionForwarded": "transferred",
    "LivechatSession": "closed",
}


def token_for(secret: str) -> str:
    """Return the webhook's token, made from BRIDGE_SECRET and telling nothing about it."""
    return hmac.new(secret.encode(), b"omnichannel webhook", hashlib.sha256).hexdigest()


def is_ours(secrets: list[str], given: str | None) -> bool:
    """Tell whether a request carries our token, in a time that tells nothing about it."""
    carried = (given or "").encode()
    return any(hmac.compare_digest(token_for(one).encode(), carried) for one in secrets)


def events_in(
    body: Any,  # noqa: ANN401  whatever was posted
    bot_user: str,
    now: datetime,
) -> list[Json]:
    """Return what the webhook tells, as events of the protocol; nothing for what we do not need.

    Args:
        now: when it came; the server does not say when a room was passed on.

    Raises:
        KeyError, TypeError, AttributeError: it is not one of Omnichannel's.
    """
    room = _room(body, bot_user)
    if room is None:
        return []
    if body["type"] == "Message":
        return [
            _message(told, room, bot_user)
            for told in body["messages"]
            if not told.get("closingMessage")
        ]
    name = SESSIONS.get(body["type"])
    return [_session(name, body, room, now)] if name else []


def _room(body: Json, bot_user: str) -> Json | None:
    token = (body.get("visitor") or {}).get("token")
    if not token or not body.get("_id"):  # such as the sample of the server's own test
        return None
    serves = body.get("agent") or body.get("servedBy")
    served_by = None
    if serves:
        username = serves["username"]
        served_by = {"id": serves.get("_id"), "username": username, "isBot": username == bot_user}
    department = {"id": body["departmentId"]} if body.get("departmentId") else None
    return {
        "id": body["_id"],
        "visitor": {"token": token},
        "servedBy": served_by,
        "department": department,
    }


def _message(told: Json, room: Json, bot_user: str) -> Json:
    username = told["username"]
    kind = "visitor"
    if told.get("agentId"):
        kind = "bot" if username == bot_user else "agent"
    message = {
        "id": told["_id"],
        "text": told.get("msg"),
        "ts": told["ts"],
        "sender": {"username": username, "kind": kind},
        "edited": bool(told.get("editedAt")),
        "file": file_of(told),
    }
    return {"event": "message", "id": told["_id"], "ts": told["ts"], "room": room,
            "message": message}  # fmt: skip


def _session(name: str, body: Json, room: Json, now: datetime) -> Json:
    who = (room["servedBy"] or {}).get("username", "")
    since = (body.get("servedBy") or {}).get("ts") if name == "assigned" else None
    at = body.get("closedAt") or since or now.isoformat()
    return {"event": name, "id": f"{name}:{room['id']}:{who}", "ts": at, "room": room}
