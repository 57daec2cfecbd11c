"""The signature between the brain and the app (docs/protocol.md)."""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from enum import Enum
from typing import Any

from werkzeug.datastructures import Headers

TIMESTAMP = "X-Bridge-Timestamp"
SIGNATURE = "X-Bridge-Signature"
MAX_AGE_SECONDS = 300
LONGEST_TIMESTAMP = 12


class Verdict(Enum):
    """What a signature is worth, as the HTTP status it leads to."""

    GOOD = 200
    MISSING = 401
    WRONG = 403


def sign(secret: str, timestamp: str, text: bytes) -> str:
    """Return the signature of `text` sent at `timestamp` (Unix seconds, as written)."""
    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + text, hashlib.sha256)
    return f"sha256={digest.hexdigest()}"


def seal(secret: str, content: Mapping[str, Any], now: float) -> tuple[dict[str, str], bytes]:
    """Return headers and body of a signed request to the app."""
    text = json.dumps(content, ensure_ascii=False)
    timestamp = str(int(now))
    headers = {
        TIMESTAMP: timestamp,
        SIGNATURE: sign(secret, timestamp, text.encode()),
        "Content-Type": "application/json",
    }
    return headers, json.dumps({"signed": text}).encode()


def check(
    secrets: list[str],
    headers: Mapping[str, str] | Headers,
    raw: bytes,
    now: float | None = None,
) -> Verdict:
    """Judge a request that claims to come from the app, by its raw body.

    Args:
        secrets: any of them may have signed, so that one can be replaced by another.
    """
    timestamp, signature = headers.get(TIMESTAMP), headers.get(SIGNATURE)
    if not timestamp or not signature:
        return Verdict.MISSING
    if not _is_recent(timestamp, time.time() if now is None else now):
        return Verdict.WRONG
    given = signature.encode()
    same = any(hmac.compare_digest(sign(one, timestamp, raw).encode(), given) for one in secrets)
    return Verdict.GOOD if same else Verdict.WRONG


def _is_recent(timestamp: str, now: float) -> bool:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= LONGEST_TIMESTAMP):
        return False  # Python refuses to read a number of thousands of digits
    return abs(now - int(timestamp)) <= MAX_AGE_SECONDS
