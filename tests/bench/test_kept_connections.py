"""The load generator's HTTP, against a server of Python's own."""

import asyncio
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar

import pytest

from tests.bench.kept_connections import KeptConnections


class Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    clients: ClassVar[set[int]] = set()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        Echo.clients.add(self.client_address[1])
        self.send_response(int(self.headers["x-status"]))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    Echo.clients.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_one_connection_serves_many_requests(url: str) -> None:
    async def run() -> list[int]:
        async with KeptConnections(url) as connections:
            statuses = ("200", "401", "200")
            requests = [connections.request("/", b"body", x_status=one) for one in statuses]
            return [await connections.post(request) for request in requests]

    assert asyncio.run(run()) == [200, 401, 200]
    assert len(Echo.clients) == 1


class HangsUp(Echo):
    timeout = 0.05  # seconds that it waits for the next request


def test_a_connection_that_the_server_hung_up_is_not_used_again() -> None:
    async def run(url: str) -> list[int]:
        async with KeptConnections(url) as connections:
            request = connections.request("/", b"body", x_status="200")
            first = await connections.post(request)
            await asyncio.wait_for(_hung_up(connections), 10)
            return [first, await connections.post(request)]

    with ThreadingHTTPServer(("127.0.0.1", 0), HangsUp) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        assert asyncio.run(run(f"http://127.0.0.1:{server.server_port}")) == [200, 200]
        server.shutdown()


async def _hung_up(connections: KeptConnections) -> None:
    reader, _ = connections._free[0]
    while not reader.at_eof():
        await asyncio.sleep(0.01)


def test_nobody_there_is_no_answer() -> None:
    async def run() -> int:
        async with KeptConnections("http://127.0.0.1:9") as connections:
            return await connections.post(connections.request("/", b""))

    assert asyncio.run(run()) == 0
