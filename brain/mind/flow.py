"""One turn as a LlamaIndex Workflow: understand, decide, act.

`workflows` is LlamaIndex's own workflow engine (llama_index.core.workflow only re-exports it);
imported by itself it spares each worker 60 MB.
"""

from __future__ import annotations

import asyncio
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

import peewee
import structlog

from brain.mind.act import Acted, act
from brain.mind.attention import attended
from brain.mind.clocked import ClockedIndex
from brain.mind.decide import Plan, decide
from brain.mind.decision import decision_of
from brain.mind.going_on import gone_on
from brain.mind.intents import IntentModel
from brain.mind.lexicon import Lexicon, load_with
from brain.mind.memory import remembered
from brain.mind.mentions import Index
from brain.mind.naming import Kit, place_words
from brain.mind.prompts import PromptManager, Prompts
from brain.mind.salvage import gives_up, others
from brain.mind.understand import understand
from brain.mind.values import Thought, Turn, Understanding
from brain.mind.workflows.account import Account, WrongTries
from brain.mind.workflows.catalogue import Catalogue
from brain.mind.workflows.offers import Offers
from brain.mind.workflows.policies import Policies, Retrieve, retrieve
from brain.mind.workflows.quotation import Quotation
from brain.mind.workflows.request import Request, Special, like_any_other
from brain.mind.workflows.stock import Stock
from brain.mind.workflows.store import Store
from brain.mind.workflows.ticket import Ticket, TicketLookup
from brain.mind.workflows.vacancies import Vacancies
from brain.mind.written_down import consult
from knowledge import reading
from knowledge.models import database
from knowledge.passage_search import FoundPassage
from knowledge.search import ProductIndex, current_index

if TYPE_CHECKING:
    from brain.mind.assistant.second_look import SecondLook
    from brain.mind.assistant.settings import ModelSettings
    from brain.mind.steps import TurnFlow

log = structlog.get_logger()

T = TypeVar("T")
_LIMIT = 30.0  # seconds for one turn


@dataclass(repr=False)
class Trace:
    """What one turn gathers on its way; without a repr, which the engine would make and log."""

    turn: Turn
    words: Prompts
    timings: dict[str, float] = field(default_factory=dict)
    index: Index | None = None
    kit: Kit | None = None
    read: Understanding | None = None
    plan: Plan | None = None
    acted: Acted | None = None
    tier: int = 1
    picks: list[str] = field(default_factory=list)
    guards: list[str] = field(default_factory=list)
    model_calls: list[dict[str, Any]] = field(default_factory=list)

    def timed(self, name: str, work: Callable[[], T]) -> T:
        began = time.perf_counter()
        result = work()
        self.timings[name] = round((time.perf_counter() - began) * 1000, 2)
        return result


class Mind:
    """Thinks about turns; cheap to make, `warm()` loads and trains, `think()` from any thread."""

    def __init__(
        self,
        timezone: ZoneInfo,
        index: Callable[[], Index] = current_index,
        own: Path | None = None,
        tickets: TicketLookup | None = None,
        passages: Retrieve = retrieve,
        model: ModelSettings | None = None,
        special: Special = like_any_other,
        learnt: Path | None = None,
        wrong_tries: WrongTries | None = None,
    ) -> None:
        self._timezone = timezone
        self._index = index
        self._own = own
        self._learnt = learnt
        self.passages = passages
        self._model = model
        self._special = special
        self.prompts = PromptManager(own=own)
        self.catalogue = Catalogue(
            (
                Stock(),
                Offers(),
                Account(wrong_tries),
                Quotation(),
                Store(),
                Vacancies(),
                Policies(passages),
                Ticket(tickets),
            )
        )
        self._lock = threading.Lock()
        self._known_index: Index = ProductIndex.build(())
        self._known_places: tuple[frozenset[str], ...] = ()
        self._ready: _Ready | None = None

    def warm(self) -> None:
        """Load the lexicon and the classifier and start the loop; later calls do nothing."""
        with self._lock:
            if self._ready is None:
                lexicon = load_with(self._own)
                if self.prompts.problem:
                    self.prompts.tell()
                intents = IntentModel(lexicon, self._learnt)
                self._ready = _Ready.start(self, lexicon, intents, self._model)

    def think(self, turn: Turn) -> Thought:
        """Think about one turn, from any thread; blocks until the thought is there."""
        self.warm()
        ready = self._ready
        if ready is None:
            raise RuntimeError("the mind is closed")
        turn = attended(turn)
        turn = replace(turn, state=remembered(turn, ready.lexicon))
        trace = Trace(turn, self.prompts.current())
        began = time.perf_counter()
        asyncio.run_coroutine_threadsafe(ready.flow.think(trace), ready.loop).result(_LIMIT)
        trace.timings["all"] = round((time.perf_counter() - began) * 1000, 2)
        return _thought(trace)

    def close(self) -> None:
        with self._lock:
            ready, self._ready = self._ready, None
        if ready is not None:
            ready.stop()

    # The steps, each plain and synchronous

    def understand(self, trace: Trace) -> None:
        ready = self._ready
        if ready is None:
            raise RuntimeError("the mind is closed")
        trace.index = self._current_index()
        searched = ClockedIndex(trace.index)
        kit = Kit(ready.lexicon, ready.model, searched, *self._known_places)
        trace.kit = kit
        weekday = self._weekday(trace.turn)
        read = trace.timed("understand", partial(understand, trace.turn, kit, weekday))
        trace.timings["products"] = searched.ms
        look = partial(self._written, trace.turn)
        found = [] if trace.turn.choice_id else trace.timed("documents", look)
        read = consult(read, found, trace.turn.text, ready.lexicon)
        trace.read = gone_on(read, trace.turn.text, trace.turn.state, ready.lexicon, self._search)

    def _weekday(self, turn: Turn) -> int:
        return turn.now.astimezone(self._timezone).weekday()

    def _written(self, turn: Turn) -> Sequence[FoundPassage]:
        return self._search(turn.text)

    def _search(self, question: str) -> Sequence[FoundPassage]:
        try:
            with database.connection_context():
                return self.passages(question)
        except peewee.DatabaseError:
            return []  # the workflow that reads the table says so

    def decide(self, trace: Trace) -> None:
        if trace.read is not None:
            trace.plan = trace.timed("decide", partial(decide, trace.turn, trace.read))

    def act(self, trace: Trace) -> None:
        if trace.plan is None:
            return
        trace.acted = trace.timed("act", partial(self._carried_out, trace, trace.plan))
        if not trace.turn.choice_id and gives_up(trace.plan, trace.acted):
            trace.timed("salvage", partial(self._salvage, trace))

    def _carried_out(self, trace: Trace, plan: Plan) -> Acted:
        return act(plan, self.catalogue, partial(self.request, trace))

    def _salvage(self, trace: Trace) -> None:
        """Try what else the turn may mean; the first reading that is answered is taken."""
        if trace.read is None or trace.kit is None:
            return
        before = trace.read
        again = partial(understand, kit=trace.kit, weekday=self._weekday(trace.turn))
        for another in others(trace.turn, before, trace.kit, again):
            trace.read = another.read
            plan = decide(trace.turn, another.read)
            acted = self._carried_out(trace, plan)
            if another.is_served(plan, acted):
                trace.plan, trace.acted = plan, acted
                trace.guards.append(f"salvaged: {another.name}")
                return
        trace.read = before

    @property
    def lexicon(self) -> Lexicon:
        if self._ready is None:
            raise RuntimeError("the mind is closed")
        return self._ready.lexicon

    def request(self, trace: Trace, intent: str) -> Request:
        turn = trace.turn
        seed = zlib.crc32("".join(turn.message_ids).encode())
        now = turn.now.astimezone(self._timezone)
        if trace.read is None:
            raise RuntimeError("nothing was understood yet")
        index = trace.index or self._known_index
        return Request(
            turn, trace.read, intent, trace.words, index, self.lexicon, now, seed, self._special
        )

    def _current_index(self) -> Index:
        """Give the index of today's tables; with the database away the last one that was had."""
        try:
            with database.connection_context():
                index = self._index()
                if index is not self._known_index:
                    self._known_places = _places(reading.branches())
                self._known_index = index
        except peewee.DatabaseError:
            log.warning("mind.index_unavailable")
        return self._known_index


def _places(branches: Sequence[reading.BranchRow]) -> tuple[frozenset[str], ...]:
    """The words that name branches, and those that tell where they are."""
    told = [f"{branch.name} {branch.address}" for branch in branches]
    return place_words(branch.name for branch in branches), place_words(told, least=3)


def _thought(trace: Trace) -> Thought:
    if trace.acted is None or trace.read is None or trace.plan is None:
        raise RuntimeError("the turn ended early")
    decision = decision_of(
        trace.turn.state, trace.read, trace.plan, trace.acted, trace.words, trace.timings
    )
    decision["guards"] = [*decision["guards"], *trace.guards]
    decision |= {"tier": trace.tier, "model_calls": trace.model_calls, "tools": trace.picks}
    return Thought(trace.acted.action, trace.acted.state, decision)


@dataclass
class _Ready:
    """What a warm mind holds: the trained model and one background loop."""

    lexicon: Lexicon
    model: IntentModel
    loop: asyncio.AbstractEventLoop
    thread: threading.Thread
    pool: ThreadPoolExecutor
    flow: TurnFlow
    second: SecondLook | None

    @classmethod
    def start(
        cls, mind: Mind, lexicon: Lexicon, intents: IntentModel, model: ModelSettings | None
    ) -> _Ready:
        # Imported here: only the process that thinks pays for it.
        from brain.mind.steps import TurnFlow

        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, name="mind", daemon=True)
        thread.start()
        pool = ThreadPoolExecutor(2, thread_name_prefix="mind-step")
        second = _second_look(mind, model, pool) if model else None
        flow = TurnFlow(mind, pool, second)
        if second:
            asyncio.run_coroutine_threadsafe(second.warm(), loop)
        return cls(lexicon, intents, loop, thread, pool, flow, second)

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self.loop).result(5)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
        self.pool.shutdown(wait=False)
        self.loop.close()

    async def _end(self) -> None:
        """End what still runs on the loop, and close the model's connections."""
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        if self.second:
            await self.second.close()


def _second_look(mind: Mind, model: ModelSettings, pool: Executor) -> SecondLook:
    # Imported here: LlamaIndex's core is for those who have a model.
    from brain.mind.assistant.assistant import Assistant
    from brain.mind.assistant.second_look import SecondLook

    return SecondLook(Assistant(model), mind, pool)
