"""A file that goes into a room is read while it is sent, and never stands in memory whole."""

import io
import threading
from collections.abc import Iterator
from email.parser import BytesParser
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from brain.rocketchat.door import File
from brain.rocketchat.file_form import FileForm
from brain.rocketchat.visitor_api import VisitorApi

NAME = 'wamid.1-Lista "nueva"\r\n ñ.pdf'


class Listening(BaseHTTPRequestHandler):
    """Keeps what it was sent."""

    heard: tuple[str, bytes] = ("", b"")

    def do_POST(self) -> None:
        told = self.headers["Content-Type"], self.rfile.read(int(self.headers["Content-Length"]))
        Listening.heard = told
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Listening) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()
        thread.join()


class Body(io.BytesIO):
    """A file that knows the most that was asked of it at once."""

    most = 0

    def read(self, size: int | None = -1) -> bytes:
        found = super().read(size)
        Body.most = max(Body.most, len(found))
        return found


def test_a_file_arrives_whole_under_its_name(server: str) -> None:
    content = bytes(range(256)) * 4096
    form = FileForm("file", File(NAME, "application/pdf", Body(content), len(content), ""))
    with requests.Session() as session:
        headers = {"Content-Type": form.content_type}
        VisitorApi(server, session).call("POST", "livechat/upload/r", data=form, headers=headers)
    kind, raw = Listening.heard
    told = BytesParser(policy=default).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + raw)
    _, part = told.walk()
    assert part.get_payload(decode=True) == content
    assert part.get_content_type() == "application/pdf"
    assert "Lista %22nueva%22" in raw.decode("utf-8", "replace")
    assert Body.most < len(content) / 4
