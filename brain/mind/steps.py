"""The LlamaIndex Workflow of a turn, each step run beside the loop so that no database holds it.

Understanding, deciding and acting are one step: the engine costs a millisecond of processor time a
step, which is more than any of the three, and nothing waits between them.
"""

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


class ThoughtAlone(Event):
    trace: Any


class TurnFlow(Workflow):
    """understand, decide, act → a second look; the trace carries what each found."""

    def __init__(self, mind: Mind, pool: Executor, second: SecondLook | None) -> None:
        super().__init__(timeout=30)
        self._mind = mind
        self._pool = pool
        self._second = second

    async def think(self, trace: Trace) -> None:
        await self.run(start_event=TurnCame(trace=trace))

    @step
    async def think_alone(self, event: TurnCame) -> ThoughtAlone | StopEvent:
        await self._beside(self._understand_decide_act, event.trace)
        return ThoughtAlone(trace=event.trace) if self._second else StopEvent(result=None)

    @step
    async def look_again(self, event: ThoughtAlone) -> StopEvent:
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

    def _understand_decide_act(self, trace: Trace) -> None:
        self._mind.understand(trace)
        self._mind.decide(trace)
        self._mind.act(trace)

    async def _beside(self, work: Callable[[Trace], None], trace: Trace) -> None:
        await asyncio.get_running_loop().run_in_executor(self._pool, work, trace)
