"""One call of a model: in time, at most twice, and not at all while it is out of order."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from brain.mind.assistant.breaker import Breaker
from brain.mind.assistant.tools import Refused

T = TypeVar("T")
AT_ONCE = 2  # more would only slow each other down
WORTH = 1.0  # seconds that must be left for a second try


@dataclass
class Calls:
    """Makes calls, and keeps the record of this turn's: never a word of what was said."""

    breaker: Breaker
    gate: asyncio.Semaphore
    limit: float
    model: str
    made: list[dict[str, Any]] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        return self.limit - (time.monotonic() - self.began)

    async def make(self, purpose: str, call: Callable[[], Awaitable[T]]) -> T | None:
        """Give what the call gives; None where the model is down, late, or answers nonsense."""
        for _ in range(2):
            if self.left < WORTH:
                return None
            if not self.breaker.allows():
                self._note(purpose, "resting", 0.0)
                return None
            result = await self._try(purpose, call)
            if result is not None:
                return result
        return None

    async def _try(self, purpose: str, call: Callable[[], Awaitable[T]]) -> T | None:
        began = time.monotonic()
        outcome, result = "ok", None
        try:
            async with asyncio.timeout(max(self.left, 0.0)):
                async with self.gate:
                    result = await call()
        except TimeoutError:
            outcome = "late"
        except Refused as refusal:
            outcome = f"refused: {refusal}"
        except Exception as error:  # noqa: BLE001 - a client of any kind; tier 1 answers instead
            outcome = f"failed: {type(error).__name__}"
        self._note(purpose, outcome, time.monotonic() - began)
        self._tell(outcome)
        return result

    def _tell(self, outcome: str) -> None:
        # Nonsense is no reason to leave a server alone: it answered.
        if outcome == "late" or outcome.startswith("failed"):
            self.breaker.failed()
        else:
            self.breaker.succeeded()

    def _note(self, purpose: str, outcome: str, seconds: float) -> None:
        record = {"model": self.model, "for": purpose, "outcome": outcome}
        self.made.append({**record, "ms": round(seconds * 1000, 1)})
