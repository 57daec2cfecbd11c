"""The check that a model has to pass: by a choice under a schema, and as a free agent."""

from __future__ import annotations

import asyncio
import statistics
import time
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from brain.mind.assistant.agent import picks_of
from brain.mind.assistant.assistant import Assistant
from brain.mind.assistant.needs import may_serve
from brain.mind.assistant.settings import ModelSettings
from brain.mind.assistant.tools import Pick, Tool, tools_of
from brain.mind.folding import fold
from brain.mind.prompts import PromptManager, Prompts
from brain.mind.values import Candidate, Turn
from brain.mind.workflows.catalogue import StoreWorkflow

CASES = Path(__file__).parent.parent / "data" / "model_check.toml"
ENOUGH = 0.6  # of the choices; below that the model is no help
ENOUGH_FREE = 0.8  # of the agent's; it may call several tools, so it has to be better
PATIENCE = 60.0  # seconds for one answer: the check tells how slow a model is, and stays patient


@dataclass(frozen=True)
class Score:
    """How many cases were right, and the middle time of an answer in milliseconds."""

    right: int
    of: int
    ms: float
    trouble: str = ""

    @property
    def share(self) -> float:
        return self.right / self.of if self.of else 0.0


@dataclass(frozen=True)
class Checked:
    """What the check found; `agent` is None where it was not tried."""

    choice: Score
    agent: Score | None = None

    @property
    def passed(self) -> bool:
        return self.choice.share >= ENOUGH

    @property
    def agent_passed(self) -> bool:
        return self.agent is not None and self.agent.share >= ENOUGH_FREE


def check_model(settings: ModelSettings, catalogue: Iterable[StoreWorkflow]) -> Checked:
    """Check a model, for a command: in a loop of its own, from beginning to end."""

    async def whole() -> Checked:
        assistant = Assistant(settings)
        try:
            words = PromptManager().current()
            return await check(assistant, tools_of(catalogue, words, all_of_them=True), words)
        finally:
            await assistant.close()

    return asyncio.run(whole())


async def check(assistant: Assistant, tools: Sequence[Tool], words: Prompts) -> Checked:
    """Check a model's choices, and if they are good, whether it may run free."""
    with CASES.open("rb") as file:
        cases = tomllib.load(file)["cases"]
    choice = await _scored(_Choosing(assistant, tools, words), cases)
    if choice.share < ENOUGH:
        return Checked(choice)
    return Checked(choice, await _scored(_Running(assistant, tools, words), cases))


@dataclass(frozen=True)
class _Choosing:
    assistant: Assistant
    tools: Sequence[Tool]
    words: Prompts

    async def picks(self, turn: Turn) -> list[Pick]:
        hints = may_serve(turn.text, _FullShelf(), lambda question: True)
        return [await self.assistant.pick(turn, self.tools, self.words, hints)]


class _FullShelf:
    """A store that has everything: the check is of the model, not of a table."""

    def search(self, query: str, limit: int = 3) -> Sequence[Candidate]:
        return [Candidate(query, query, 1.0)]


@dataclass(frozen=True)
class _Running(_Choosing):
    async def picks(self, turn: Turn) -> list[Pick]:
        async def serve(pick: Pick) -> str:
            return "ok"

        return await picks_of(self.assistant.llm, self.tools, self.words, turn, serve)


async def _scored(trial: _Choosing, cases: Sequence[dict[str, Any]]) -> Score:
    right, times, trouble = 0, [], ""
    for case in cases:
        began = time.monotonic()
        try:
            picks = await asyncio.wait_for(trial.picks(_turn(case["said"])), PATIENCE)
        except Exception as error:  # noqa: BLE001 - whatever it is, this case is not passed
            trouble = type(error).__name__
            continue
        times.append((time.monotonic() - began) * 1000)
        right += _is_right(picks, case)
    return Score(right, len(cases), round(statistics.median(times or [0.0]), 1), trouble)


def _is_right(picks: Sequence[Pick], case: dict[str, Any]) -> bool:
    if not picks or any(pick.tool not in case["tools"] for pick in picks):
        return False
    named = fold(" ".join(product for pick in picks for product in pick.products))
    return not case.get("words") or any(word in named for word in case["words"])


def _turn(said: str) -> Turn:
    return Turn(0, None, None, said, ("check",), None, False, (), {}, datetime.now(UTC))
