"""What comes while something else is being stored is stored together, with one commit for all."""

import threading
from collections import deque
from collections.abc import Callable, Sequence

import peewee
import psycopg
import structlog

from whatsapp.webhook import Item

log = structlog.get_logger()

Store = Callable[[Sequence[Item]], None]


class _Brought:
    """What one request brings, and what became of it."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.stored = False
        self.leads = False  # its thread is the one that stores, for itself and all who wait
        self.called = threading.Lock()  # held until the thread shall go on
        self.called.acquire()


class Together:
    """A `store` for many threads: a lone request is stored at once, a crowd in one statement.

    Each of a crowd would else pay for a statement, a commit and a flush to the disk of its own.
    Nobody goes on before the statement that holds his items is committed.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._somebody_leads = False
        self._waiting: deque[_Brought] = deque()

    def __call__(self, items: Sequence[Item]) -> None:
        """Keep the items, with those of whoever else waits.

        Raises:
            Exception: whatever the store raises for these items; they are not stored then.
        """
        mine = _Brought(items)
        self._line_up(mine)
        if not mine.leads:
            mine.called.acquire()
        if mine.leads:
            self._lead(mine)
        if not mine.stored:
            self._store(items)  # by itself: what another brought may be at fault

    def waiting(self) -> int:
        """Return how many requests wait for the statement that is under way."""
        return len(self._waiting)

    def _line_up(self, mine: _Brought) -> None:
        with self._lock:
            if self._somebody_leads:
                self._waiting.append(mine)
            else:
                self._somebody_leads = mine.leads = True

    def _lead(self, mine: _Brought) -> None:
        with self._lock:
            crowd = [mine, *self._waiting]
            self._waiting.clear()
        try:
            self._store_all(crowd)
        finally:
            self._let_another_lead()
            for one in crowd[1:]:
                one.called.release()

    def _store_all(self, crowd: Sequence[_Brought]) -> None:
        items = [item for one in crowd for item in one.items]
        try:
            self._store(items)
        except (peewee.PeeweeException, psycopg.Error) as error:
            if len(crowd) == 1:
                raise
            # One item may be at fault for all: each request tries again alone and hears of its own.
            # Without texts, which the database's message may quote.
            log.warning(
                "webhook.crowd_not_stored",
                requests=len(crowd),
                items=len(items),
                error=type(error).__name__,
                sqlstate=getattr(error, "sqlstate", None),
            )
        else:
            for one in crowd:
                one.stored = True

    def _let_another_lead(self) -> None:
        """Who has waited longest goes on with all who came meanwhile."""
        with self._lock:
            self._somebody_leads = bool(self._waiting)
            if self._waiting:
                next_one = self._waiting.popleft()
                next_one.leads = True
                next_one.called.release()
