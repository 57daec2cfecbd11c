"""The model at work: chooses among the workflows, phrases a summary, keeps nobody waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import structlog

from brain.mind.assistant import phrasing
from brain.mind.assistant.agent import Serve, picks_of
from brain.mind.assistant.breaker import Breaker
from brain.mind.assistant.calls import AT_ONCE, Calls
from brain.mind.assistant.connecting import FIRST, connect, constrained, disconnect
from brain.mind.assistant.needs import NONE, Hints
from brain.mind.assistant.phrasing import phrased, sentence, telling
from brain.mind.assistant.prompting import prefix, question
from brain.mind.assistant.settings import ModelSettings
from brain.mind.assistant.tools import Pick, Tool, read_pick, schema
from brain.mind.prompts import Prompts
from brain.mind.values import Turn

if TYPE_CHECKING:
    from llama_index.core.llms import ChatMessage
    from llama_index.core.llms.function_calling import FunctionCallingLLM

log = structlog.get_logger()

SUMMARY = 3.0  # a handoff waits no longer for its summary


class Assistant:
    """One model, used from one loop; `agent` is set once the model passed the check for it."""

    def __init__(
        self,
        settings: ModelSettings,
        llm: FunctionCallingLLM | None = None,
        breaker: Breaker | None = None,
    ) -> None:
        self.settings = settings
        self.llm = llm or connect(settings)
        self.agent = False
        self._breaker = breaker or Breaker()
        self._gate = asyncio.Semaphore(AT_ONCE)

    def calls(self, limit: float | None = None) -> Calls:
        """Begin the calls of one turn."""
        most = limit or self.settings.limit
        return Calls(self._breaker, self._gate, most, self.settings.model)

    async def choose(
        self,
        turn: Turn,
        tools: Sequence[Tool],
        words: Prompts,
        calls: Calls,
        serve: Serve,
        hints: Hints = NONE,
    ) -> list[Pick]:
        """Give the tools that the model chose for a turn; none where it could not."""
        if self.agent:
            found = await calls.make("agent", lambda: picks_of(self.llm, tools, words, turn, serve))
            return found or []
        pick = await calls.make("choice", lambda: self.pick(turn, tools, words, hints))
        return [pick] if pick else []

    async def pick(
        self, turn: Turn, tools: Sequence[Tool], words: Prompts, hints: Hints = NONE
    ) -> Pick:
        """Have the model choose one tool, under a schema.

        Raises:
            Refused: it answered something else.
        """
        messages = [*prefix(tools, words), question(turn, words, hints)]
        answer = await self._ask(messages, **constrained(self.settings, schema(tools)))
        return read_pick(answer, tools)

    async def phrase(self, turn: Turn, tools: Sequence[Tool], words: Prompts, calls: Calls) -> str:
        """Phrase in a sentence what a conversation is about; "" where it does not go."""
        calls.limit = min(calls.limit, calls.limit - calls.left + SUMMARY)
        said = await calls.make("summary", lambda: self._told(turn, tools, words))
        return phrased(said or "", turn)

    async def _told(self, turn: Turn, tools: Sequence[Tool], words: Prompts) -> str:
        # Behind the same fixed part: a server with one place would forget it over another prompt.
        messages = [*prefix(tools, words), telling(turn, words)]
        return sentence(await self._ask(messages, **constrained(self.settings, phrasing.schema())))

    async def _ask(self, messages: list[ChatMessage], **shape: Any) -> str:  # noqa: ANN401
        response = await self.llm.achat(messages, **shape)
        return response.message.content or ""

    async def close(self) -> None:
        await disconnect(self.llm)

    async def warm(self, tools: Sequence[Tool], words: Prompts) -> None:
        """Have the server load the model and read the fixed part of the prompt."""
        calls = Calls(Breaker(), self._gate, FIRST, self.settings.model)
        messages = prefix(tools, words)
        shape = constrained(self.settings, schema(tools))
        await calls.make("warming", lambda: self._ask([*messages, messages[1]], **shape))
        log.info("model.warmed", **calls.made[-1])
