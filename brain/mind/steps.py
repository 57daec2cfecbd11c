"""The LlamaIndex Workflow of a turn, each step run beside the loop so that no database holds it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any

import structlog
from workflows import Workflow, step
from workflows.events import Event, StartEvent, StopEvent

log = structlog.get_logger()

if TYPE_CHECKING:
    from brain.mind.assistant.second_look import SecondLook
    from brain.mind.flow import Mind, Trace


class TurnCame(StartEvent):
    trace: Any


class Understood(Event):
    trace: Any


class Decided(Event):
    trace: Any


class Acted(Event):
    trace: Any


class TurnFlow(Workflow):
    """understand → decide → act → a second look; the trace carries what each step found."""

    def __init__(self, mind: Mind, pool: Executor, second: SecondLook | None) -> None:
        super().__init__(timeout=30)
        self._mind = mind
        self._pool = pool
        self._second = second

    async def think(self, trace: Trace) -> None:
        await self.run(start_event=TurnCame(trace=trace))

    @step
    async def understand(self, event: TurnCame) -> Understood:
        await self._beside(self._mind.understand, event.trace)
        return Understood(trace=event.trace)

    @step
    async def decide(self, event: Understood) -> Decided:
        self._mind.decide(event.trace)
        return Decided(trace=event.trace)

    @step
    async def act(self, event: Decided) -> Acted | StopEvent:
        await self._beside(self._mind.act, event.trace)
        return Acted(trace=event.trace) if self._second else StopEvent(result=None)

    @step
    async def look_again(self, event: Acted) -> StopEvent:
        if self._second:
            began = time.perf_counter()
            try:
                await self._second.take(event.trace)
            except Exception:  # whatever it is, the reply of before stands
                log.exception("mind.second_look")
            if event.trace.model_calls:
                spent = (time.perf_counter() - began) * 1000
                event.trace.timings["second_look"] = round(spent, 2)
        return StopEvent(result=None)

    async def _beside(self, work: Callable[[Trace], None], trace: Trace) -> None:
        await asyncio.get_running_loop().run_in_executor(self._pool, work, trace)
