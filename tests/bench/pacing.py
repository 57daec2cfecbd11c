"""Load that does not wait for answers, and load that does."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

Send = Callable[[int], Awaitable[bool]]


@dataclass(frozen=True)
class Arrival:
    """One request: when it was due, when it left, when it was answered, in seconds."""

    due: float
    left: float
    answered: float
    good: bool

    @property
    def milliseconds(self) -> float:
        """The time the sender waited, from when it was due: a late start is the system's fault."""
        return (self.answered - self.due) * 1000

    @property
    def late(self) -> float:
        """How many milliseconds the load generator itself was late."""
        return (self.left - self.due) * 1000


def offsets(rate: float, seconds: float) -> list[float]:
    """Return the seconds after the start at which requests are due: evenly, `rate` a second."""
    return [number / rate for number in range(round(rate * seconds))]


async def open_loop(due: list[float], send: Send) -> list[Arrival]:
    """Send each request when it is due, however many are still unanswered."""
    start = time.monotonic() + 0.05
    sending = []
    for number, offset in enumerate(due):
        await asyncio.sleep(max(0.0, start + offset - time.monotonic()))
        sending.append(asyncio.create_task(_timed(send, number, start + offset)))
    return list(await asyncio.gather(*sending))


async def closed_loop(connections: int, seconds: float, numbers: Iterator[int], send: Send) -> int:
    """Send as fast as answers come, on so many connections; return how many were answered well."""
    end = time.monotonic() + seconds

    async def keep_sending() -> int:
        good = 0
        while time.monotonic() < end:
            good += await send(next(numbers))
        return good

    return sum(await asyncio.gather(*(keep_sending() for _ in range(connections))))


async def _timed(send: Send, number: int, due: float) -> Arrival:
    left = time.monotonic()
    good = await send(number)
    return Arrival(due, left, time.monotonic(), good)
