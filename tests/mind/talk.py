"""A customer who talks to the mind, turn after turn."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from brain.mind.flow import Mind
from brain.mind.values import Thought, Turn, Utterance


def turn_of(text: str, now: datetime, number: str = "m0") -> Turn:
    """Return the turn of a stranger who says something for the first time."""
    return Turn(1, None, None, text, (number,), None, False, (), {}, now)


class Talk:
    """Keeps state and history between turns, as the brain does: as JSON."""

    def __init__(self, mind: Mind, phone: str | None, now: datetime) -> None:
        self.mind = mind
        self.phone = phone
        self.now = now
        self.state: dict[str, Any] = {}
        self.history: list[Utterance] = []

    def says(
        self, text: str, choice: str | None = None, has_media: bool = False, name: str | None = None
    ) -> Thought:
        """Say something (or tap a choice) and get what the mind thinks of it."""
        number = f"m{len(self.history)}"
        turn = replace(
            turn_of(text, self.now, number),
            name=name,
            phone=self.phone,
            choice_id=choice,
            has_media=has_media,
            history=tuple(self.history),
            state=self.state,
        )
        thought = self.mind.think(turn)
        self.state = json.loads(json.dumps(thought.state))
        json.dumps(thought.decision)
        self.history.append(Utterance(number, "customer", text, self.now))
        self.now += timedelta(seconds=20)
        return thought

    def reads(self, text: str, choice: str | None = None) -> str:
        """Say something and give the words of the reply."""
        return words_of(self.says(text, choice))


def words_of(thought: Thought) -> str:
    return str(getattr(thought.action, "text", ""))
