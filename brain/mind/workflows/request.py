"""What a workflow gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from brain.mind.echo import echo
from brain.mind.hours import Spans
from brain.mind.lexicon import Lexicon
from brain.mind.mentions import Index
from brain.mind.prompts import Prompts
from brain.mind.values import Turn, Understanding

# A day unlike others: what it is called, and when the store is open on it (never, without spans).
Special = Callable[[date], tuple[str, Spans] | None]


def like_any_other(_: date) -> tuple[str, Spans] | None:
    """Know of no special days."""
    return None


@dataclass(frozen=True)
class Request:
    """One intent to serve; `now` is the store's local time, `seed` picks among variants."""

    turn: Turn
    understood: Understanding
    intent: str
    words: Prompts
    index: Index
    lexicon: Lexicon
    now: datetime
    seed: int
    special: Special = like_any_other

    @property
    def state(self) -> Mapping[str, Any]:
        return self.turn.state

    @property
    def today(self) -> date:
        return self.now.date()

    def says(self, name: str) -> bool:
        """Tell whether the message holds words of one of the lexicon's patterns."""
        return self.lexicon.says(name, self.understood.text)

    def echo(self, words: str) -> str:
        """Give words of the customer back as they were written, in this message or before."""
        before = [u.text for u in self.turn.history[-4:] if u.author == "customer"]
        for said in (self.turn.text, *reversed(before)):
            found = echo(words, said, self.lexicon)
            if found != words:
                return found
        return words

    def say(self, key: str, **values: object) -> str:
        return self.words.say(key, self.seed, **values)
