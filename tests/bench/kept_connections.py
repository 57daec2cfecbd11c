"""HTTP over kept connections, as little of it as a load generator needs.

A client that costs much would be measured along with the server: both share the machine.
"""

import asyncio
from types import TracebackType
from urllib.parse import urlsplit

OK = 200
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class KeptConnections:
    """As many connections to one server as are needed at once, each used again and again."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self._host, self._port = address.hostname or "127.0.0.1", address.port or 80
        self._free: list[Connection] = []

    async def __aenter__(self) -> "KeptConnections":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for _, writer in self._free:
            writer.close()
        self._free.clear()

    def request(self, path: str, body: bytes, **headers: str) -> bytes:
        """Return the bytes of a POST, to be made before the clock runs."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"POST {path} HTTP/1.1", f"host: {self._host}:{self._port}"]
        lines += ["content-type: application/json", f"content-length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in named.items()]
        return "\r\n".join([*lines, "", ""]).encode() + body

    async def post(self, request: bytes) -> int:
        """Send a request; return the status, or 0 where no answer came."""
        try:
            reader, writer = self._kept() or await self._connect()
            writer.write(request)
            status, keep = await _answer(reader)
        except (OSError, EOFError, ValueError):
            return 0
        if keep:
            self._free.append((reader, writer))
        else:
            writer.close()
        return status

    def _kept(self) -> Connection | None:
        """The connection used last, but for those that the server has hung up since."""
        while self._free:
            reader, writer = self._free.pop()
            if not reader.at_eof():
                return reader, writer
            writer.close()
        return None

    async def _connect(self) -> Connection:
        return await asyncio.open_connection(self._host, self._port)


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bool]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    await reader.readexactly(int(headers["content-length"]))
    return int(head.split(" ", 2)[1]), headers.get("connection") != "close"
