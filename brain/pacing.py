"""What WhatsApp allows, kept before it has to say no.

To one customer: a burst, then one message each six seconds; kept on disk, beside the lease, so that
all workers know it. From the number: so many a second, which the workers share out among them.
"""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

from brain.errors import Failure
from brain.models import one

SECONDS_A_MESSAGE = 6
BURST = 44  # WhatsApp lends 45; one is kept back for what the way there takes
AHEAD_SECONDS = (BURST - 1) * SECONDS_A_MESSAGE
NEVER_AHEAD = "interval '10 minutes'"  # more than that only where the clock was set back
LONGEST_PAUSE_SECONDS = 0.5  # what a thread waits out; above that the row does
WORKER_IS_ALIVE_SECONDS = 10

_WAIT = f"""
SELECT extract(epoch FROM paid_until - now())::float - {AHEAD_SECONDS}
FROM lease WHERE customer_id = %s
"""  # noqa: S608
_WORKERS = f"""
SELECT count(*) FROM process
WHERE name LIKE 'worker:%%' AND beat_at > now() - interval '{WORKER_IS_ALIVE_SECONDS} s'
"""  # noqa: S608


def seconds_to_wait(customer_id: int) -> float:
    """Return how long until the customer may be sent another message."""
    row = one(_WAIT, customer_id)
    return max(0.1, row[0] if row and row[0] else 0.0)


class Throughput:
    """This process's share of the messages that the store's number may send in a second.

    Args:
        a_second: what the number may do, in and out together. Half of it is for sending.
    """

    def __init__(
        self,
        a_second: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._outgoing = a_second / 2
        self._gap = 1 / self._outgoing
        self._clock = clock
        self._sleep = sleep
        self._free_at = clock()
        self._lock = threading.Lock()

    def share(self, workers: int) -> None:
        """Divide what the number may do among so many workers."""
        self._gap = max(1, workers) / self._outgoing

    def share_with_all(self) -> None:
        """Divide it among the workers that are alive."""
        self.share(one(_WORKERS)[0])

    def pause(self, seconds: float) -> None:
        """Send nothing for a while: WhatsApp said that the number does too much."""
        with self._lock:
            self._free_at = max(self._free_at, self._clock() + seconds)

    def take(self) -> None:
        """Wait for the turn to send.

        Raises:
            Failure: the turn is not soon; the row waits.
        """
        with self._lock:
            now = self._clock()
            wait = self._free_at - now
            if wait > LONGEST_PAUSE_SECONDS:
                raise too_much(wait)
            self._free_at = max(self._free_at, now) + self._gap
        if wait > 0:
            self._sleep(wait)


def too_much(seconds: float) -> Failure:
    """Return the failure of a row that has to wait for WhatsApp's limits."""
    return Failure("whatsapp's limit", after=timedelta(seconds=seconds))
