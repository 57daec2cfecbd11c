"""Carry out what the plan says, at its time."""

import threading
import time
from collections import Counter
from contextlib import suppress
from typing import Any

import psycopg
import requests

from tests.chaos.plan import Strike
from tests.chaos.supervised import SupervisedSystem
from tests.system import rows

# What a clock that is set back leaves in the future, and of which rows.
WAITS = {
    "work": (("created_at", "tried_at", "due_at"), "state = 'due'"),
    "lease": (("until", "paid_until"), "until IS NOT NULL OR paid_until IS NOT NULL"),
    "send": (("intended_at",), "state = 'intended'"),
    "webhook_item": (("received_at",), "sorted_at IS NULL"),
    "tick": (("claimed_at",), "claimed_at IS NOT NULL"),
    "process": (("beat_at",), "true"),
}
TRIES = 40  # to reach a world whose process is just starting


class Striker:
    """A thread that strikes as planned, and knows when the last blow fell."""

    def __init__(self, system: SupervisedSystem, plan: list[Strike]) -> None:
        self._system = system
        self._plan = plan
        self.struck: Counter[str] = Counter()
        self.blows: list[tuple[float, str]] = []  # moment, victim
        self.over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._began = time.monotonic()
        self._thread.start()

    @property
    def last_blow(self) -> float:
        """The moment of the last one."""
        return self.blows[-1][0]

    def _run(self) -> None:
        try:
            for strike in self._plan:
                time.sleep(max(0.0, self._began + strike.at - time.monotonic()))
                self._strike(strike)
        finally:
            self.over.set()

    def _strike(self, strike: Strike) -> None:
        getattr(self, f"_{strike.kind}")(strike.what)
        named = strike.kind in ("kill", "send")
        name = f"{strike.kind} {strike.what}" if named else strike.kind
        self.struck[name] += 1
        self.blows.append((time.monotonic(), name))

    def _kill(self, name: str) -> None:
        self._system.strike_dead(name)

    def _send(self, respond: str) -> None:
        self._tell(self._system.meta_url, {"match": {"action": "send"}, "respond": respond})

    def _away(self, seconds: float) -> None:
        """The host answers nobody; killed meanwhile, it is back sooner."""
        self._tell(self._system.rocketchat_url, {"kind": "down", "seconds": seconds})

    def _deaf(self, times: int) -> None:
        fault = {"kind": "drop-events", "match": "IPostMessageSent", "times": times}
        self._tell(self._system.rocketchat_url, fault)

    def _full(self, seconds: float) -> None:
        self._system.fill_disk()
        threading.Timer(seconds, self._system.empty_disk).start()

    def _jump(self, seconds: float) -> None:
        url = f"{self._system.meta_url}/_world/clock"
        requests.post(url, json={"advance_s": seconds}, timeout=10)

    def _back(self, seconds: float) -> None:
        """The clock is set back: all that waits by it lies in the future now."""
        for _ in range(TRIES):
            with suppress(psycopg.OperationalError, TimeoutError):
                for table, (times, which) in WAITS.items():
                    later = ", ".join(f"{time} = {time} + interval '{seconds} s'" for time in times)
                    rows.every(self._system, f"UPDATE {table} SET {later} WHERE {which}")  # noqa: S608
                return
            time.sleep(0.25)

    @staticmethod
    def _tell(world: str, fault: dict[str, Any]) -> None:
        for _ in range(TRIES):
            with suppress(requests.RequestException):
                requests.post(f"{world}/_world/faults", json=fault, timeout=10)
                return
            time.sleep(0.25)
