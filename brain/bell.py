"""The web process's bell: rings for what was stored, after the transaction and beside the request.

A notification inside the storing transaction would hold PostgreSQL's one lock for notifications
through the commit's fsync, so that commits queued one behind the other.
"""

import queue
import threading
import time
from collections.abc import Iterable

import peewee
import structlog

from brain import wake
from brain.models import database

PAUSE_SECONDS = 0.01  # after a ring: a lone webhook rings at once, a crowd rings together

log = structlog.get_logger()


class Bell:
    """Tells the workers of stored items, those that came meanwhile together."""

    def __init__(self) -> None:
        self._rung: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._keep_ringing, daemon=True, name="bell")
        self._thread.start()

    def ring(self, items: Iterable[int]) -> None:
        """Have these items looked at soon. If we die first, the workers' sweep finds them."""
        for item in items:
            self._rung.put(item)

    def _keep_ringing(self) -> None:
        while True:
            rung = [self._rung.get()]
            while not self._rung.empty():
                rung.append(self._rung.get())
            _wake(rung)
            time.sleep(PAUSE_SECONDS)


def _wake(rung: list[int]) -> None:
    try:
        with database.connection_context():
            wake.items(rung)
    except peewee.PeeweeException as error:
        log.warning("bell.not_heard", items=len(rung), error=type(error).__name__)
