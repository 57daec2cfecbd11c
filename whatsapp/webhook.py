"""Receive Meta's webhooks: verify the raw bytes, split, store everything, answer 200.

This is the hot path: nothing here parses a message or imports what sending needs, and requests are
Werkzeug's, for Flask's routing and contexts would cost as much as all of our own work.
"""

import hashlib
import hmac
import json
import math
import re
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from flask import Flask
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.wrappers import Request, Response

from whatsapp.items import Item, split

__all__ = ["Item", "is_signed_by", "mount", "read_body", "split"]

PATH = "/whatsapp/webhook"
# Bytes, Meta's own limit: https://developers.facebook.com/docs/graph-api/webhooks/getting-started
LARGEST_BODY = 3 * 1024 * 1024
_SIGNATURE = "X-Hub-Signature-256"
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

Store = Callable[[list[Item]], None]
log = structlog.get_logger()


def mount(app: Flask, secrets: Sequence[str], verify_token: str, store: Store) -> None:
    """Let the application answer at the webhook's address.

    secrets: the app's secrets; any may have signed, so that one can be replaced by another.
    store: keeps all items in one transaction, or raises.
    Raises ValueError where a secret or the verify token is missing: unsigned bodies are not read.
    """
    if isinstance(secrets, str):
        raise TypeError("secrets is a sequence of secrets, not one secret")  # each letter would do
    if not secrets or not all(secrets) or not verify_token:
        raise ValueError("the webhook needs the app secret and the verify token")
    keys = tuple(secret.encode() for secret in secrets)

    @Request.application
    def door(request: Request) -> Response | HTTPException:
        if request.environ["PATH_INFO"]:
            return NotFound()
        if request.method == "POST":
            return _receive(request, keys, store)
        if request.method in ("GET", "HEAD"):
            return _answer_challenge(request, verify_token)
        return MethodNotAllowed(["GET", "HEAD", "POST"])

    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {PATH: door})  # type: ignore[method-assign]


def _answer_challenge(request: Request, verify_token: str) -> Response:
    given = request.args.get("hub.verify_token", "")
    subscribing = request.args.get("hub.mode") == "subscribe"
    if not subscribing or not hmac.compare_digest(given.encode(), verify_token.encode()):
        return _say(403, "wrong verify token")
    return _say(200, request.args.get("hub.challenge", ""))


def _receive(request: Request, keys: Sequence[bytes], store: Store) -> Response:
    request.max_content_length = LARGEST_BODY  # reading more than this answers 413
    raw = request.get_data(cache=False)
    signature = request.headers.get(_SIGNATURE, "")
    if not signature:
        return _say(401, "signature missing")
    if not is_signed_by(keys, raw, signature):
        return _say(403, "signature wrong")
    try:
        items = split(read_body(raw))
    except (ValueError, RecursionError):
        return _say(400, "the body is not a JSON object")
    return _store(items, store)


def _store(items: list[Item], store: Store) -> Response:
    try:
        store(items)
    except Exception as error:  # noqa: BLE001  a traceback could quote what the customer wrote
        log.error(
            "webhook.not_stored",
            items=len(items),
            error=type(error).__name__,
            sqlstate=getattr(error, "sqlstate", None),
        )
        return _say(500, "not stored, come again")
    return _say(200, "")


def is_signed_by(keys: Sequence[bytes], raw: bytes, signature: str) -> bool:
    """Say whether one of the keys made this signature over exactly these bytes."""
    given = signature.encode()
    return any(hmac.compare_digest(b"sha256=" + _hexdigest(key, raw), given) for key in keys)


def _hexdigest(key: bytes, raw: bytes) -> bytes:
    return hmac.digest(key, raw, hashlib.sha256).hex().encode()


def read_body(raw: bytes) -> dict[str, Any]:
    """Return the body as something a database can keep, or raise ValueError."""
    body = json.loads(raw.decode(), parse_constant=_refuse, parse_float=_finite)
    if not isinstance(body, dict):
        raise ValueError("not an object")
    if rb"\u0000" in raw or rb"\ud" in raw or rb"\uD" in raw:
        return {_storable(key): _storable(value) for key, value in body.items()}
    return body


def _storable(value: Any) -> Any:  # noqa: ANN401
    """Replace what PostgreSQL's text cannot hold: NUL and halves of surrogate pairs.

    One such character would make the whole batch come again for seven days.
    """
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("\ufffd", value).replace("\0", "\ufffd")
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(one) for key, one in value.items()}
    return value


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _finite(number: str) -> float:
    value = float(number)
    if math.isinf(value):
        raise ValueError("a number too large to keep")
    return value


def _say(status: int, text: str) -> Response:
    return Response(text, status=status, mimetype="text/plain")
