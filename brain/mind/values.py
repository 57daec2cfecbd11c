"""The values that go into a thought and come out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

Author = Literal["customer", "bot", "agent", "notice"]
Priority = Literal["normal", "alta"]


@dataclass(frozen=True)
class Utterance:
    message_id: str
    author: Author
    text: str
    sent_at: datetime


@dataclass(frozen=True)
class Turn:
    """What one customer said in one burst, and what was before it.

    `phone` is digits, verified by WhatsApp; `state` is what the last turn of this customer left.
    """

    customer_id: int
    name: str | None
    phone: str | None
    text: str
    message_ids: tuple[str, ...]
    choice_id: str | None
    has_media: bool
    history: tuple[Utterance, ...]
    state: Mapping[str, Any]
    now: datetime


@dataclass(frozen=True)
class Choice:
    id: str
    title: str
    description: str = ""


@dataclass(frozen=True)
class Location:
    latitude: float
    longitude: float
    name: str
    address: str


@dataclass(frozen=True)
class Answer:
    text: str
    choices: tuple[Choice, ...] = ()
    location: Location | None = None


@dataclass(frozen=True)
class Ask:
    text: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class HandOff:
    """Give the room to people.

    `text` is what the customer is told besides the announcement of the handoff ("" for nothing);
    `reason` and `summary` are Spanish, for the agent.
    """

    department: str
    reason: str
    priority: Priority
    summary: str
    text: str = ""


@dataclass(frozen=True)
class StaySilent:
    reason: str


Action = Answer | Ask | HandOff | StaySilent


@dataclass(frozen=True)
class Thought:
    action: Action
    state: dict[str, Any]
    decision: dict[str, Any]


@dataclass(frozen=True)
class Intent:
    """One thing that the customer wants, with how sure we are and the words that say it."""

    name: str
    score: float
    clause: str


@dataclass(frozen=True)
class Candidate:
    sku: str
    name: str
    score: float


@dataclass(frozen=True)
class Mention:
    """A product somebody named: the words, how many, and which products it may be."""

    text: str
    quantity: Decimal | None
    candidates: tuple[Candidate, ...]
    resolved: bool
    near: tuple[Candidate, ...] = ()  # worth a word beside the candidates, or in their place
    wish: str = ""  # another one than the last: cheaper, of another brand (another.WISHES)

    @property
    def found(self) -> bool:
        return bool(self.candidates)


@dataclass(frozen=True)
class Slots:
    account_number: str | None = None
    digits: tuple[str, ...] = ()
    quantity: Decimal | None = None
    department: str | None = None
    branch: str | None = None
    day: int | None = None  # weekday, Monday 0; None where none was named
    today: bool = False
    ordinal: int | None = None  # "la segunda" -> 1
    polite: bool = False
    frustrated: bool = False
    lacks: bool = False  # what was asked for is not at hand: "no la tengo", "no me la sé"


@dataclass(frozen=True)
class Understanding:
    text: str
    intents: tuple[Intent, ...]
    mentions: tuple[Mention, ...]
    slots: Slots
    guesses: tuple[Intent, ...] = ()  # below the bar of acting, best first
    follow_up: bool = False
    language: str = "es"

    def wants(self, *names: str) -> bool:
        return any(intent.name in names for intent in self.intents)


@dataclass(frozen=True)
class Row:
    """A row read in this turn, and the figures of it that a reply may use."""

    table: str
    id: int
    figures: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What a workflow found.

    `missing` names the slot that its question (`text`) asks for; `lines` are quantity and price of
    the totals that the text states; `state` is laid over the customer's state.
    """

    ok: bool
    rows: tuple[Row, ...] = ()
    text: str = ""
    missing: str | None = None
    handoff: HandOff | None = None
    choices: tuple[Choice, ...] = ()
    location: Location | None = None
    lines: tuple[tuple[Decimal, Decimal], ...] = ()
    state: dict[str, Any] = field(default_factory=dict)
