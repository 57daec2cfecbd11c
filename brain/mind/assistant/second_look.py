"""A second look at a turn that tier 1 was not sure of, with what the model chose.

The model only points: the workflow that it chose reads the rows and words the reply, under the same
guards as any. Where that leads nowhere, tier 1's reply stands, made before the model was asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import structlog

from brain.mind.act import Acted, act
from brain.mind.assistant.assistant import Assistant
from brain.mind.assistant.calls import Calls
from brain.mind.assistant.check import check
from brain.mind.assistant.needs import NONE, Hints, may_serve
from brain.mind.assistant.phrasing import worth_telling
from brain.mind.assistant.reading import introduced, reading_of
from brain.mind.assistant.retriever import fused
from brain.mind.assistant.tools import Pick, Tool, tools_of
from brain.mind.assistant.unsure import unsure
from brain.mind.decide import Plan, decide
from brain.mind.prompts import Prompts
from brain.mind.values import Answer, Ask, Choice, HandOff, Understanding
from brain.mind.workflows.catalogue import Catalogue
from brain.mind.workflows.policies import ENOUGH_UNASKED, Policies, Retrieve
from knowledge.models import database

if TYPE_CHECKING:
    from brain.mind.flow import Mind, Trace

log = structlog.get_logger()

T = TypeVar("T")
_AT_A_LOSS = frozenset({"unclear", "second miss"})


class SecondLook:
    def __init__(self, assistant: Assistant, mind: Mind, pool: Executor) -> None:
        self._assistant = assistant
        self._mind = mind
        self._pool = pool
        self._warming: asyncio.Task[None] | None = None

    async def take(self, trace: Trace) -> None:
        """Better what tier 1 found, where the model can, within the model's time."""
        if trace.read is None or trace.plan is None or trace.acted is None:
            return
        lexicon = self._mind.lexicon
        reason = unsure(trace.turn, trace.read, trace.plan, trace.acted, lexicon)
        if not reason and not isinstance(trace.acted.action, HandOff):
            return
        calls = self._assistant.calls()
        tools = await self._beside(partial(self._tools, trace.words))
        if reason:
            await self._choose(trace, reason, tools, calls)
        action = trace.acted.action
        if isinstance(action, HandOff) and worth_telling(trace.turn):
            said = await self._assistant.phrase(trace.turn, tools, trace.words, calls)
            told = [trace.words.say("summary.brief", text=said)] if said else []
            trace.acted.action = replace(action, summary="\n".join([*told, action.summary]))
        trace.model_calls = calls.made
        if any(call["outcome"] == "late" for call in calls.made):
            self._warm_again(tools, trace.words)

    async def _choose(self, trace: Trace, reason: str, tools: Sequence[Tool], calls: Calls) -> None:
        trace.guards.append(f"unsure: {reason}")

        async def serve(pick: Pick) -> str:
            return _told(await self._beside(partial(self._look, trace, [pick], reason)))

        hints = await self._beside(partial(self._hints, trace))
        picks = await self._assistant.choose(trace.turn, tools, trace.words, calls, serve, hints)
        sound = [pick for pick in picks if _is_sound(pick, hints, trace)]
        picks = [replace(pick, products=hints.completed(pick.products)) for pick in sound]
        trace.picks = [pick.tool for pick in picks]
        better = await self._beside(partial(self._look, trace, picks, reason))
        if better:
            trace.read, trace.plan, trace.acted = better
            trace.tier = 2

    def _warm_again(self, tools: Sequence[Tool], words: Prompts) -> None:
        """Have the server read the fixed part beside the turns, so that the next one finds it."""
        if self._warming is None or self._warming.done():
            self._warming = asyncio.create_task(self._assistant.warm(tools, words))

    async def warm(self) -> None:
        words = self._mind.prompts.current()
        tools = await self._beside(partial(self._tools, words))
        await self._assistant.warm(tools, words)
        if self._assistant.settings.agent:
            checked = await check(self._assistant, tools, words)
            self._assistant.agent = checked.agent_passed
            log.info("model.checked", agent=checked.agent_passed, choices=checked.choice.right)

    async def close(self) -> None:
        await self._assistant.close()

    def _tools(self, words: Prompts) -> tuple[Tool, ...]:
        with database.connection_context():
            return tools_of(self._mind.catalogue.all(), words)

    def _hints(self, trace: Trace) -> Hints:
        if trace.index is None:
            return NONE
        with database.connection_context():
            return may_serve(trace.turn.text, trace.index, self._is_written)

    def _is_written(self, question: str) -> bool:
        best = next(iter(self._mind.passages(question)), None)
        return best is not None and best.score >= ENOUGH_UNASKED

    def _look(
        self, trace: Trace, picks: Sequence[Pick], reason: str
    ) -> tuple[Understanding, Plan, Acted] | None:
        """Serve what was chosen; None where that is no better than what tier 1 had."""
        read = self._read(trace, picks)
        if read is None:
            return None
        plan = decide(trace.turn, read)
        request = partial(self._mind.request, replace(trace, read=read))
        acted = act(plan, self._catalogue(trace), request)
        if not _better(acted, reason, trusted=self._assistant.agent):
            return None
        if any(introduced(pick, trace.turn) for pick in picks):
            acted.action = _careful(acted.action, trace.words)
        return read, plan, acted

    def _read(self, trace: Trace, picks: Sequence[Pick]) -> Understanding | None:
        before, index = trace.read, trace.index
        if before is None or index is None:
            return None
        lexicon = self._mind.lexicon
        each = [reading_of(pick, before, trace.turn, index, lexicon) for pick in picks]
        reads = [read for read in each if read]
        if not reads:
            return None
        intents = {i.name: i for read in reads for i in read.intents}
        mentions = {m.text: m for read in reads for m in read.mentions}
        return replace(reads[0], intents=tuple(intents.values()), mentions=tuple(mentions.values()))

    def _catalogue(self, trace: Trace) -> Catalogue:
        """The catalogue with documents searched for the customer's words and the model's."""
        catalogue = Catalogue(self._mind.catalogue.all())
        retrieve: Retrieve = fused(self._mind.passages, trace.turn.text)
        catalogue.replace(Policies(retrieve))
        return catalogue

    async def _beside(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)


def _is_sound(pick: Pick, hints: Hints, trace: Trace) -> bool:
    """Tell whether a choice may stand where tier 1 had something: a person, or things nearly so.

    There a product counts only if it serves a need that is written down. A small model else names
    what the question is about, or whatever sounds like it.
    """
    if not pick.products or trace.read is None or trace.acted is None:
        return True
    had = isinstance(trace.acted.action, HandOff) or any(m.near for m in trace.read.mentions)
    return not had or bool(set(pick.products) & set(hints.products))


def _better(acted: Acted, reason: str, *, trusted: bool) -> bool:
    """Tell whether a reply with what the model chose is better than tier 1's.

    Rows are. Refusing is, where nothing was understood. A person is only where the model passed
    the check: tier 1 has asked back then, with a person to choose.
    """
    if any(guard.startswith(("number lock", "manners")) for guard in acted.guards):
        return False
    if any(outcome.rows for outcome in acted.outcomes):
        return True
    if reason not in _AT_A_LOSS:
        return False
    if isinstance(acted.action, HandOff):
        return trusted
    return isinstance(acted.action, Answer) and not acted.outcomes


def _careful(action: object, words: Prompts) -> Answer | Ask | HandOff:
    """Say that what the model thought of may not be it, and offer a person."""
    if isinstance(action, HandOff) or not isinstance(action, Answer | Ask):
        return action  # type: ignore[return-value]  # people see it themselves
    person = Choice("person:", words.say("choices.person"))
    others = tuple(c for c in action.choices if not c.id.startswith("person:"))[:9]
    text = f"{words.say('assist.may_serve')}\n\n{action.text}"
    return replace(action, text=text, choices=(*others, person))


def _told(seen: tuple[Understanding, Plan, Acted] | None) -> str:
    """What the agent reads of a workflow's reply; whose account it is, and how it stands, never."""
    if seen is None:
        return "nada"
    acted = seen[2]
    if any(row.table.startswith("store_account") for one in acted.outcomes for row in one.rows):
        return "su cuenta"
    action = acted.action
    return str(getattr(action, "text", "")) or "una persona"
