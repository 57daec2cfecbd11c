"""A customer's lease: one worker at a time works for a customer, and a dead one's lapses."""

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import peewee
import structlog

from brain.models import database, every, one

LAPSES_AFTER_SECONDS = 5
RENEW_EVERY_SECONDS = 1.0

log = structlog.get_logger()

# Nobody holds it: also where the machine's clock was set back since somebody did.
FREE = "(lease.until IS NULL OR lease.until NOT BETWEEN now() AND now() + interval '1 minute')"

_TAKE = f"""
INSERT INTO lease (customer_id, owner, until)
VALUES (%s, %s, now() + interval '{LAPSES_AFTER_SECONDS} s')
ON CONFLICT (customer_id) DO UPDATE SET owner = excluded.owner, until = excluded.until
    WHERE {FREE}
RETURNING customer_id
"""  # noqa: S608
_RENEW = f"""
UPDATE lease SET until = now() + interval '{LAPSES_AFTER_SECONDS} s'
WHERE owner = ANY(%s) RETURNING owner
"""  # noqa: S608
_RELEASE = "UPDATE lease SET owner = NULL, until = NULL WHERE customer_id = %s AND owner = %s"


class LeaseLost(Exception):
    """Somebody else may work for this customer now: stop before the next effect."""


class Lease:
    """A customer's lease while this process holds it."""

    def __init__(self, owner: str) -> None:
        self.owner = owner
        self.held_until = time.monotonic() + LAPSES_AFTER_SECONDS

    def check(self) -> None:
        """Raise LeaseLost unless the lease is surely still ours."""
        if time.monotonic() >= self.held_until:
            raise LeaseLost


class Leases:
    """The leases of this process, renewed together by one thread."""

    def __init__(self) -> None:
        self._held: dict[str, Lease] = {}
        self._lock = threading.Lock()

    @contextmanager
    def of(self, customer_id: int) -> Iterator[Lease | None]:
        """Hold the customer's lease, or yield None where somebody else has it."""
        lease = Lease(uuid.uuid4().hex)
        if one(_TAKE, customer_id, lease.owner) is None:
            yield None
            return
        with self._lock:
            self._held[lease.owner] = lease
        try:
            yield lease
        finally:
            with self._lock:
                del self._held[lease.owner]
            database.execute_sql(_RELEASE, (customer_id, lease.owner))

    def keep_renewing(self, stop: threading.Event) -> None:
        """Renew what is held each second until told to stop; for a thread of its own."""
        while not stop.wait(RENEW_EVERY_SECONDS):
            try:
                with database.connection_context():
                    self.renew()
            except peewee.PeeweeException as error:
                log.warning("lease.not_renewed", error=type(error).__name__)

    def renew(self) -> None:
        """Renew every lease held; one that was taken by another lapses here too."""
        with self._lock:
            owners = list(self._held)
        if not owners:
            return
        asked_at = time.monotonic()
        renewed = {row[0] for row in every(_RENEW, owners)}
        with self._lock:
            for owner in renewed & self._held.keys():
                self._held[owner].held_until = asked_at + LAPSES_AFTER_SECONDS
