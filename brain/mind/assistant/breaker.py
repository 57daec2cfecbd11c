"""A circuit breaker: a model that failed several times is left alone for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog

log = structlog.get_logger()

FAILURES = 3
REST = 30.0  # seconds


class Breaker:
    """Closed lets calls through, open lets none, and after a rest one may try."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        failures: int = FAILURES,
        rest: float = REST,
    ) -> None:
        self._clock = clock
        self._most = failures
        self._rest = rest
        self._failures = 0
        self._until = 0.0

    @property
    def open(self) -> bool:
        return self._failures >= self._most and self._clock() < self._until

    def allows(self) -> bool:
        """Tell whether a call may be made; after a rest, one is let through to try."""
        if self._failures < self._most:
            return True
        if self._clock() < self._until:
            return False
        self._until = self._clock() + self._rest  # the others wait for what this one finds
        return True

    def succeeded(self) -> None:
        if self._failures >= self._most:
            log.info("model.back")
        self._failures = 0

    def failed(self) -> None:
        self._failures += 1
        if self._failures == self._most:
            log.warning("model.resting", seconds=self._rest)
        if self._failures >= self._most:
            self._until = self._clock() + self._rest
