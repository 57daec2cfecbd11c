"""How a worker hears wake-ups and looks: a listener, and threads that look once for each call."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import structlog

from brain.wake import CHANNEL

log = structlog.get_logger()

Look = Callable[[str], None]
HEARTBEAT_SECONDS = 5.0  # how long a listener waits before it sees whether it shall stop
RECONNECT_SECONDS = 0.5


class Lookout:
    """Threads that look. What is called for again before its turn has come is looked at once."""

    def __init__(self, look: Look, threads: int) -> None:
        self._look = look
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="look")
        self._called: set[str] = set()
        self._lock = threading.Lock()

    def call(self, what: str) -> None:
        """Have something looked at: "item 12", "customer 7" or "task sweep_rooms 123"."""
        with self._lock:
            if what in self._called:
                return
            self._called.add(what)
        self._pool.submit(self._run, what)

    def call_later(self, seconds: float, what: str) -> None:
        """Have something looked at after a while; the sweep covers a worker that dies before."""
        timer = threading.Timer(seconds, self.call, [what])
        timer.daemon = True
        timer.start()

    def waiting(self) -> int:
        """Return how many calls wait for their turn."""
        return len(self._called)

    def close(self) -> None:
        """Finish what is under way; what only waits is left to the next worker."""
        self._pool.shutdown(cancel_futures=True)

    def _run(self, what: str) -> None:
        with self._lock:
            self._called.discard(what)  # before the look: what comes from now on is a new call
        try:
            self._look(what)
        except Exception as error:  # noqa: BLE001  nothing is lost: the row is due until it is done
            log.error("look.broke", what=what, error=type(error).__name__)


def keep_listening(uri: str, call: Look, stop: threading.Event) -> None:
    """Pass on every wake-up until told to stop; for a thread of its own."""
    while not stop.is_set():
        try:
            with psycopg.connect(uri, autocommit=True) as connection:
                connection.execute(f"LISTEN {CHANNEL}")
                _listen(connection, call, stop)
        except psycopg.Error as error:
            log.warning("listener.lost", error=type(error).__name__)
            stop.wait(RECONNECT_SECONDS)


def _listen(connection: "psycopg.Connection[object]", call: Look, stop: threading.Event) -> None:
    while not stop.is_set():
        for heard in connection.notifies(timeout=HEARTBEAT_SECONDS):
            call(heard.payload)
            if stop.is_set():
                return
