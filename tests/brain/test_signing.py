"""Only the app's own words are taken for the app's."""

import json

import pytest

from brain.rocketchat import signing
from brain.rocketchat.signing import Verdict

SECRET, NOW = "0123456789abcdef", 1_795_000_000.0
BODY = b'{"event": "ping"}'


def headers(**changed: str) -> dict[str, str]:
    timestamp = changed.pop("timestamp", str(int(NOW)))
    signature = changed.pop("signature", signing.sign(SECRET, timestamp, BODY))
    return {signing.TIMESTAMP: timestamp, signing.SIGNATURE: signature}


def test_a_signed_request_is_good() -> None:
    assert signing.check(SECRET, headers(), BODY, NOW) is Verdict.GOOD


@pytest.mark.parametrize("missing", [signing.TIMESTAMP, signing.SIGNATURE])
def test_a_request_without_a_signature_is_not_looked_at(missing: str) -> None:
    incomplete = headers()
    del incomplete[missing]
    assert signing.check(SECRET, incomplete, BODY, NOW) is Verdict.MISSING


@pytest.mark.parametrize(
    "changed",
    [
        {"signature": "sha256=" + "0" * 64},
        {"signature": signing.sign("another secret..", str(int(NOW)), BODY)},
        {"signature": "sha256=ñ"},
        {"timestamp": "soon", "signature": signing.sign(SECRET, "soon", BODY)},
        {"timestamp": "-5"},
    ],
)
def test_a_wrong_signature_is_refused(changed: dict[str, str]) -> None:
    assert signing.check(SECRET, headers(**changed), BODY, NOW) is Verdict.WRONG


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_request_of_another_time_is_refused(seconds: int) -> None:
    assert signing.check(SECRET, headers(), BODY, NOW + seconds) is Verdict.WRONG


def test_a_changed_body_is_refused() -> None:
    assert signing.check(SECRET, headers(), BODY + b" ", NOW) is Verdict.WRONG


def test_what_is_sealed_for_the_app_is_signed_over_its_inner_text() -> None:
    made, body = signing.seal(SECRET, {"text": "ñandú"}, NOW)
    inner = json.loads(body)["signed"]
    assert json.loads(inner) == {"text": "ñandú"}
    assert made[signing.SIGNATURE] == signing.sign(SECRET, made[signing.TIMESTAMP], inner.encode())


def test_a_timestamp_of_thousands_of_digits_is_wrong_and_breaks_nothing() -> None:
    headers = {signing.TIMESTAMP: "9" * 5000, signing.SIGNATURE: "sha256=00"}
    assert signing.check("0123456789abcdef", headers, b"{}") is signing.Verdict.WRONG
