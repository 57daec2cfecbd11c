"""Only the app's own words are taken for the app's."""

import json

import pytest
import requests
import responses

from brain.errors import Failure
from brain.rocketchat import signing
from brain.rocketchat.door import APP_ID, AppDoor
from brain.rocketchat.signing import Verdict

SECRET, NOW = "0123456789abcdef", 1_795_000_000.0
BODY = b'{"event": "ping"}'


def headers(**changed: str) -> dict[str, str]:
    timestamp = changed.pop("timestamp", str(int(NOW)))
    signature = changed.pop("signature", signing.sign(SECRET, timestamp, BODY))
    return {signing.TIMESTAMP: timestamp, signing.SIGNATURE: signature}


def test_a_signed_request_is_good() -> None:
    assert signing.check([SECRET], headers(), BODY, NOW) is Verdict.GOOD


@pytest.mark.parametrize("missing", [signing.TIMESTAMP, signing.SIGNATURE])
def test_a_request_without_a_signature_is_not_looked_at(missing: str) -> None:
    incomplete = headers()
    del incomplete[missing]
    assert signing.check([SECRET], incomplete, BODY, NOW) is Verdict.MISSING


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
    assert signing.check([SECRET], headers(**changed), BODY, NOW) is Verdict.WRONG


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_request_of_another_time_is_refused(seconds: int) -> None:
    assert signing.check([SECRET], headers(), BODY, NOW + seconds) is Verdict.WRONG


def test_a_changed_body_is_refused() -> None:
    assert signing.check([SECRET], headers(), BODY + b" ", NOW) is Verdict.WRONG


def test_what_is_sealed_for_the_app_is_signed_over_its_inner_text() -> None:
    made, body = signing.seal(SECRET, {"text": "ñandú"}, NOW)
    inner = json.loads(body)["signed"]
    assert json.loads(inner) == {"text": "ñandú"}
    assert made[signing.SIGNATURE] == signing.sign(SECRET, made[signing.TIMESTAMP], inner.encode())


def test_a_timestamp_of_thousands_of_digits_is_wrong_and_breaks_nothing() -> None:
    headers = {signing.TIMESTAMP: "9" * 5000, signing.SIGNATURE: "sha256=00"}
    assert signing.check([SECRET], headers, b"{}") is signing.Verdict.WRONG


def test_a_secret_is_replaced_without_a_moment_in_which_one_side_is_shut_out() -> None:
    new = "fedcba9876543210"
    assert signing.check([new, SECRET], headers(), BODY, NOW) is Verdict.GOOD
    assert signing.check([new], headers(), BODY, NOW) is Verdict.WRONG

    answers = responses.RequestsMock()
    url = "http://rocket.chat"

    def app_of_before(request: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        signed = str(json.loads(request.body or b"")["signed"]).encode()
        right = signing.sign(SECRET, str(int(NOW)), signed) == request.headers[signing.SIGNATURE]
        return (200, {}, '{"ok": true}') if right else (403, {}, '{"error": "signature-wrong"}')

    with answers:
        answers.add_callback("POST", f"{url}/api/apps/public/{APP_ID}/health", app_of_before)
        door = AppDoor(url, [new, SECRET], requests.Session(), lambda: NOW)
        assert door.health() == {"ok": True}
        with pytest.raises(Failure, match="signature-wrong"):
            AppDoor(url, [new], requests.Session(), lambda: NOW).health()
