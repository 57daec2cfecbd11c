"""One customer who writes without end costs the others nothing: he enters the room in bundles."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from psycopg.types.json import Jsonb

from brain import customer_wrote, work
from brain.models import database, durably
from brain.work import Task
from whatsapp import incoming
from whatsapp.incoming import Incoming

A_MINUTE = 60.0
ALLOWED = 30  # messages a minute, more than anybody writes in earnest
MOST_MESSAGES = 100
MOST_LETTERS = 3500
PLAIN = "text"


class Floods:
    """Counts what customers write in a minute; for one process, several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._counts: Counter[int] = Counter()

    def is_in_flood(self, customer_id: int) -> bool:
        """Count one more message; tell whether there are too many."""
        if self._clock() - self._began > A_MINUTE:
            self._began, self._counts = self._clock(), Counter()
        self._counts[customer_id] += 1
        return self._counts[customer_id] > ALLOWED


def read(task: Task) -> Incoming:
    """Return what a row of the stage `in` brings; in a flood, the whole bundle as one message."""
    message = _message(task)
    if not task.payload.get("flood"):
        return message
    items = task.payload.get("bundle")
    if items is None:
        items = _gather(task, message)
    rest = [incoming.parse(customer_wrote.payload_of(item)) for item in items]
    return replace(
        message,
        text="\n".join([message.text, *(one.text for one in rest)]),
        words="\n".join([message.words, *(one.words for one in rest)]),
    )


def _gather(first: Task, message: Incoming) -> list[int]:
    """Put the texts that wait behind this one into its row, for good, and end their own rows.

    On disk before the room hears of it: a repeat must bring the very same words.
    """
    if message.kind != PLAIN:
        return []
    taken, letters = [], len(message.text)
    for waiting in work.pending(first.customer_id, first.stage)[1 : MOST_MESSAGES + 1]:
        one = _message(waiting)
        letters += len(one.text) + 1
        if one.kind != PLAIN or letters > MOST_LETTERS or waiting.attempts:
            break
        taken.append(waiting)
    items = [waiting.payload["item"] for waiting in taken]
    with durably():
        database.execute_sql(
            "UPDATE work SET payload = payload || %s WHERE id = %s",
            (Jsonb({"bundle": items}), first.id),
        )
        work.finish(*(waiting.id for waiting in taken), state="bundled")
    return items


def _message(task: Task) -> Incoming:
    return incoming.parse(customer_wrote.payload_of(task.payload["item"]))
