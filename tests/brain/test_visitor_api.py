"""The open routes of Omnichannel: what their refusals mean, the rate limiter's above all."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from brain.rocketchat.account import Away, Refused
from brain.rocketchat.visitor_api import VisitorApi

NOW = 1_795_000_000.0


class Answering(BaseHTTPRequestHandler):
    """Answers as the test says."""

    status, headers_told, body = 200, dict[str, str](), ""

    def do_GET(self) -> None:
        self.send_response(self.status)
        for name, value in self.headers_told.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.body.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Answering) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()
        thread.join()


def asked(server: str, status: int, body: object, **headers: str) -> dict[str, object]:
    Answering.status, Answering.headers_told = status, headers
    Answering.body = body if isinstance(body, str) else json.dumps(body)
    with requests.Session() as session:
        return VisitorApi(server, session, lambda: NOW).call("GET", "livechat/room")


def test_an_answer_is_returned(server: str) -> None:
    assert asked(server, 200, {"room": {"_id": "r"}}) == {"room": {"_id": "r"}}


@pytest.mark.parametrize(
    ("reset", "seconds"), [(NOW + 12, 12), (NOW + 4000, 60), (NOW - 5, 0.5), (None, None)]
)
def test_the_rate_limiter_is_obeyed(
    server: str, reset: float | None, seconds: float | None
) -> None:
    headers = {"X-RateLimit-Reset": str(int(reset * 1000))} if reset else {}
    with pytest.raises(Away) as raised:
        asked(server, 429, {"success": False}, **headers)
    assert raised.value.after == (timedelta(seconds=seconds) if seconds else None)
    assert not raised.value.permanent


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"success": False, "error": "room-closed"}, "room-closed"),
        ({"error": "Sorry [x]", "errorType": "no-agent-online"}, "no-agent-online"),
        ({"reason": "error-type-not-allowed", "success": False}, "error-type-not-allowed"),
        ("<html>", "status 400"),
    ],
)
def test_a_refusal_carries_its_code(server: str, body: object, code: str) -> None:
    with pytest.raises(Refused) as raised:
        asked(server, 400, body)
    assert raised.value.code == code


@pytest.mark.parametrize(("status", "body"), [(500, "{}"), (502, "<html>"), (200, "<html>")])
def test_what_cannot_be_used_is_tried_again(server: str, status: int, body: str) -> None:
    with pytest.raises(Away):
        asked(server, status, body)


def test_a_server_that_is_not_there_is_away() -> None:
    with requests.Session() as session, pytest.raises(Away):
        VisitorApi("http://127.0.0.1:9", session).call("GET", "livechat/room")
