"""The LlamaIndex Workflow of a turn, each step run beside the loop so that no database holds it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any

from workflows import Workflow, step
from workflows.events import Event, StartEvent, StopEvent

if TYPE_CHECKING:
    from brain.mind.flow import Mind, Trace


class TurnCame(StartEvent):
    trace: Any


class Understood(Event):
    trace: Any


class Decided(Event):
    trace: Any


class TurnFlow(Workflow):
    """understand → decide → act; the trace carries what each step found."""

    def __init__(self, mind: Mind, pool: Executor) -> None:
        super().__init__(timeout=30)
        self._mind = mind
        self._pool = pool

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
    async def act(self, event: Decided) -> StopEvent:
        await self._beside(self._mind.act, event.trace)
        return StopEvent(result=None)

    async def _beside(self, work: Callable[[Trace], None], trace: Trace) -> None:
        await asyncio.get_running_loop().run_in_executor(self._pool, work, trace)
