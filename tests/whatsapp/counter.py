"""Our webhook, really listening."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server

from tests.whatsapp.meta import SECRET, VERIFY_TOKEN
from whatsapp.webhook import Item, mount

PATIENCE = 10.0


class Shelf:
    """A store that can be told to fail."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.broken_by: Exception | None = None

    def __call__(self, items: list[Item]) -> None:
        if self.broken_by:
            raise self.broken_by
        self.items.extend(items)


class Counter:
    """What has come in so far."""

    def __init__(self, shelf: Shelf, server: BaseWSGIServer) -> None:
        self._shelf = shelf
        self.url = f"http://127.0.0.1:{server.server_port}/whatsapp/webhook"

    def item(self, wamid: str, status: str = "") -> Item:
        return self.items(wamid, status, at_least=1)[0]

    def items(self, wamid: str, status: str = "", at_least: int = 1) -> list[Item]:
        """Wait for items of this message."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            found = [one for one in self._shelf.items if (one.key, one.status) == (wamid, status)]
            if len(found) >= at_least:
                return found
            time.sleep(0.01)
        raise AssertionError(f"{wamid} {status} did not come")


@contextmanager
def listening() -> Iterator[Counter]:
    shelf, app = Shelf(), Flask(__name__)
    mount(app, [SECRET], VERIFY_TOKEN, shelf)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Counter(shelf, server)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
