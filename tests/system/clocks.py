"""Clocks, moved: the world's, and the one that has the rooms read again."""

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import requests

from brain.wake import CHANNEL
from tests.system import rows
from tests.system.running import System, wait_until

_STRIKE = """
WITH new AS (
    INSERT INTO tick (task, tick) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING task, tick
)
SELECT pg_notify(%s, 'task ' || task || ' ' || tick) FROM new
"""
_ticks = itertools.count(1)  # the clock's own are far above


@contextmanager
def long_ago(system: System, hours: float) -> Iterator[None]:
    """Until the end of the block Rocket.Chat believes that it is so many hours earlier."""
    url, seconds = f"{system.rocketchat_url}/_world/clock", int(hours * 3600)
    requests.post(url, json={"advance_s": -seconds}, timeout=10).raise_for_status()
    try:
        yield
    finally:
        requests.post(url, json={"advance_s": seconds}, timeout=10).raise_for_status()


@contextmanager
def swept_often(system: System) -> Iterator[None]:
    """Until the end of the block the rooms are read again every second."""
    over = threading.Event()

    def strike() -> None:
        while not over.wait(1):
            rows.every(system, _STRIKE, "sweep_rooms", next(_ticks), CHANNEL)

    striking = threading.Thread(target=strike)
    striking.start()
    try:
        yield
    finally:
        over.set()
        striking.join()


def twenty_seconds_pass(system: System, ticket: str) -> None:
    """Let a ticket be old enough for the sweep to look where its room is."""
    older = "UPDATE ticket SET created_at = created_at - interval '20 s' WHERE number = %s"
    rows.every(system, older, ticket)


def struck(system: System, task: str) -> None:
    """Have a task of the clock's done twice, so that once it was begun and ended after the call.

    A task that took long rests, and hears of no tick meanwhile.
    """
    first = next(_ticks)
    begun = "SELECT count(*) FROM tick WHERE task = %s AND tick >= %s AND claimed_at IS NOT NULL"

    def twice() -> bool:
        rows.every(system, _STRIKE, task, next(_ticks), CHANNEL)
        return bool(rows.one(system, begun, task, first)[0] >= 2)

    wait_until(twice, f"{task} was done", 60, every=0.5)
