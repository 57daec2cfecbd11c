"""A task that takes long rests long: with thousands of open rooms the sweeps cost no more."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TIMES_AS_LONG = 9  # a tenth of the time at most


class Rest:
    """Knows of each task of this process when it may begin again."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}

    def is_over(self, task: str) -> bool:
        """Tell whether the task may begin."""
        return self._clock() >= self._until.get(task, 0.0)

    @contextmanager
    def after(self, task: str) -> Iterator[None]:
        """Do the task in this block; it rests afterwards."""
        began = self._clock()
        self._until[task] = float("inf")
        try:
            yield
        finally:
            ended = self._clock()
            self._until[task] = ended + TIMES_AS_LONG * (ended - began)
