"""gunicorn's threads, which who speaks slowly, or says nothing, does not hold up.

A thread reads a request from its first byte to its last. Sixteen senders of a byte now and then
would else keep Meta out for as long as they like: no signature is looked at before the last byte.
"""

import selectors
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

READS_WITHIN_SECONDS = 30.0
READS_WITHIN_WHEN_CROWDED = 1.0
NEARLY_ALL = 0.9  # of the connections that are allowed
LOOKS_EVERY_SECONDS = 0.25


class GivingWay(ThreadWorker):  # type: ignore[misc]  # gunicorn tells no types
    """Ends what was read for too long: soon where nobody else gets in meanwhile."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self._read_since: dict[TConn, float] = {}
        self._requests: dict[TConn, Any] = {}
        self._looked_at = 0.0

    def enqueue_req(self, conn: TConn) -> None:
        """Give a connection to a thread; a new one only once its first byte is there."""
        if conn.initialized or conn.data_ready:
            super().enqueue_req(conn)
            return
        conn.sock.setblocking(False)
        conn.set_timeout()
        self.pending_conns.append(conn)
        speaks = partial(self.on_pending_socket_readable, conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, speaks)

    def handle(self, conn: TConn) -> Any:  # noqa: ANN401
        """Serve a connection, in a thread; remember since when it is read."""
        self._read_since[conn] = time.monotonic()
        try:
            return super().handle(conn)
        finally:
            self._read_since.pop(conn, None)
            self._requests.pop(conn, None)

    def handle_request(self, req: Any, conn: TConn) -> Any:  # noqa: ANN401
        """Answer a request whose head was read."""
        self._requests[conn] = req
        return super().handle_request(req, conn)

    def notify(self) -> None:
        """Show the arbiter that we live, as the main loop does at each turn; look who is slow."""
        super().notify()
        now = time.monotonic()
        if now - self._looked_at >= LOOKS_EVERY_SECONDS:
            self._looked_at = now
            self._end_slow(now)
            if self.nr_conns >= self.worker_connections * NEARLY_ALL:
                self._end_silent(now)

    def _end_slow(self, now: float) -> None:
        reading = list(self._slow(now))
        for conn in reading:
            with suppress(OSError):
                conn.sock.shutdown(socket.SHUT_RD)  # what reads it finds its end
        if reading:
            self.log.warning("ended %d requests that came too slowly", len(reading))

    def _slow(self, now: float) -> Iterator[TConn]:
        since = dict(self._read_since)
        crowded = len(since) >= self.cfg.threads
        patience = READS_WITHIN_WHEN_CROWDED if crowded else READS_WITHIN_SECONDS
        for conn, began in since.items():
            if now - began > patience and _is_read(self._requests.get(conn)):
                yield conn

    def _end_silent(self, now: float) -> None:
        """Connections that say nothing leave their places to others; the loop closes them."""
        for conn in (*self.pending_conns, *self.keepalived_conns):
            conn.timeout = now


def _is_read(request: Any) -> bool:  # noqa: ANN401
    """Tell whether something of a request is still to come: its head, or a rest of its body."""
    if request is None:
        return True
    reader = getattr(getattr(request, "body", None), "reader", None)
    return getattr(reader, "length", 1) != 0
