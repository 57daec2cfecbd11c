"""One customer's conversation with the whole system, as the phone shows it."""

import time
import uuid
from typing import Any, Protocol

import requests

from tests.eval.cases import Case, Expected
from tests.eval.judging import Heard
from tests.system.phone import Phone
from tests.system.running import System

PATIENCE = 20.0  # seconds until a customer who asked something gives up
IN_VAIN = 2.5  # for what needs no answer, or is answered by nobody
QUIET, QUIET_AFTER_BURST = 0.35, 1.8  # seconds without news that end a turn
IN_A_BURST = 0.15  # seconds between the messages of a burst


class Counter(Protocol):
    """What a conversation needs of the store's side."""

    system: System

    def served_by(self, name: str) -> str | None:
        """The department that has the customer's room, None: the bot."""
        ...

    def intents(self, name: str) -> tuple[str, ...]:
        """What was understood last."""
        ...


class Conversation:
    """A new customer who says what is written, turn after turn."""

    def __init__(self, counter: Counter, case: Case) -> None:
        self._counter = counter
        self._case = case
        self._name = f"Cliente {uuid.uuid4().hex[:12]}"
        self._phone: Phone
        self._url = f"{counter.system.meta_url}/_world"
        self._session = requests.Session()  # kept for the polls of one conversation
        self._seen = 0
        self._served = False

    def had(self) -> list[Heard]:
        """Say everything; what goes wrong on the way is heard as trouble, not raised."""
        heard: list[Heard] = []
        try:
            self._phone = Phone(self._counter.system, name=self._name, phone=self._case.phone)
            heard += map(self._turn, self._case.turns)
            if self._case.phone:  # the next conversation from this number is somebody new
                self._phone.changes_number("", "none", f"DO.{uuid.uuid4().int % 10**20}")
        except (AssertionError, requests.RequestException, KeyError) as trouble:
            told = Heard((), trouble=f"{type(trouble).__name__}: {trouble}"[:200])
            heard += [told] * (len(self._case.turns) - len(heard))
        finally:
            self._session.close()
        return heard

    def _turn(self, expected: Expected) -> Heard:
        served = self._served
        if served and not (expected.must or expected.must_not):
            return Heard((), served=True)
        self._say(expected)
        messages = self._read(expected)
        department = None if served else self._counter.served_by(self._name)
        self._served = served or department is not None
        intents = () if served else self._counter.intents(self._name)
        return Heard(tuple(map(_text, _stores(messages))), department, served,
                     _milliseconds(messages), intents)  # fmt: skip

    def _say(self, expected: Expected) -> None:
        for place, text in enumerate(expected.customer):
            if place:
                time.sleep(IN_A_BURST)
            self._phone.says(text)

    def _read(self, expected: Expected) -> list[dict[str, Any]]:
        """Read all that is new on the phone, the own messages too, until it is quiet."""
        spoken = any(character.isalnum() for text in expected.customer for character in text)
        waits = spoken and not self._served and not expected.silent
        deadline = time.monotonic() + (PATIENCE if waits else IN_VAIN)
        quiet = QUIET_AFTER_BURST if len(expected.customer) > 1 else QUIET
        messages: list[dict[str, Any]] = []
        while time.monotonic() < deadline:
            answered = bool(_stores(messages))
            news = self._news(quiet if answered else min(5.0, deadline - time.monotonic()))
            if answered and not news:
                break
            messages += news
        return messages

    def _news(self, seconds: float) -> list[dict[str, Any]]:
        wait = int(seconds * 1000)
        query = {"customer": self._phone.id, "after": str(self._seen), "wait_ms": str(wait)}
        answer = self._session.get(f"{self._url}/messages", params=query, timeout=30)
        answer.raise_for_status()
        found: list[dict[str, Any]] = answer.json()["messages"]
        if found:
            self._seen = max(message["seq"] for message in found)
        return found


def _stores(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [message for message in messages if message["from"] == "business"]


def _milliseconds(messages: list[dict[str, Any]]) -> float | None:
    """From the customer's last message to the first answer, by the world's clock."""
    answers = [message["at_ms"] for message in _stores(messages)]
    asked = [message["at_ms"] for message in messages if message["from"] == "customer"]
    if not answers or not asked:
        return None
    return float(max(answers[0] - asked[-1], 0))


def _text(message: dict[str, Any]) -> str:
    choices = [f"{c['title']} {c.get('description', '')}" for c in message.get("choices", [])]
    text = str(message.get("text") or message.get("caption") or "")
    return "\n".join([text, *(choice.strip() for choice in choices)])
