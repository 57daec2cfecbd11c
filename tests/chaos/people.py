"""Those who write while everything goes wrong: some ask the bot, some are served by Marta."""

import random
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import requests

from tests.chaos.reckoning import Said
from tests.system.dialogue import Dialogue
from tests.system.running import System
from tests.system.test_kills import QUESTIONS

Record = dict[str, Any]
TIMEOUT_SECONDS = 10
FOR_A_PERSON = "quiero hablar con una persona, por favor"


class Person:
    """A customer whose every word is kept with its id."""

    def __init__(self, system: System, dice: random.Random) -> None:
        self.dialogue = Dialogue(system)
        self.dice = dice
        self.wrote: list[tuple[str, str]] = []  # wamid, text
        self.next_at = time.monotonic() + dice.uniform(0, 4)

    @property
    def id(self) -> str:
        """The id of his phone in the world."""
        return self.dialogue.phone.id

    def writes(self, text: str) -> None:
        """Write; some webhooks come twice, some late, and so behind later ones."""
        how = {"copies": 1 + (self.dice.random() < 0.2)}
        if self.dice.random() < 0.2:
            how["delay_ms"] = self.dice.randint(100, 3000)
        self.wrote.append((self.dialogue.phone.says(text, **how), text))

    def said(self, heard_at: dict[str, float]) -> list[Said]:
        """Return what was written, each with when a webhook of it was taken."""
        return [Said(text, heard_at.get(wamid)) for wamid, text in self.wrote]


class Asker(Person):
    """Asks the bot one thing after the other, each once the last is answered."""

    def __init__(self, system: System, dice: random.Random) -> None:
        super().__init__(system, dice)
        self.waited: list[float] = []
        self._asked_at: float | None = None
        self._heard = 0

    @property
    def waits(self) -> bool:
        """Whether a question is open."""
        return self._asked_at is not None

    @property
    def asked_at(self) -> float | None:
        """When the open question was asked."""
        return self._asked_at

    def looks(self, texts: Sequence[str], now: float) -> bool:
        """Read the phone; return whether the answer has come."""
        word = QUESTIONS[(len(self.wrote) - 1) % len(QUESTIONS)][1]
        if self._asked_at is None or not any(word in text for text in texts[self._heard :]):
            return False
        self.waited.append(now - self._asked_at)
        self._asked_at, self._heard = None, len(texts)
        self.next_at = now + self.dice.uniform(3, 7)
        return True

    def asks(self, now: float) -> None:
        """Ask the next question if its time has come."""
        if self._asked_at is None and now >= self.next_at:
            self.writes(QUESTIONS[len(self.wrote) % len(QUESTIONS)][0])
            self._asked_at = now


class Served(Person):
    """Writes to Marta, and is written to by her, line after line."""

    def __init__(self, system: System, dice: random.Random) -> None:
        super().__init__(system, dice)
        self.writes(FOR_A_PERSON)
        self.dialogue.hears("Su número de ticket es", within=60)
        self.room_id = self.dialogue.room()
        self.dialogue.marta.takes(self.room_id)
        self.marta = Marta(system, self.dialogue, self.room_id, dice)

    def goes_on(self, now: float) -> None:
        """Write the next line if its time has come."""
        if now >= self.next_at:
            self.writes(f"línea {len(self.wrote)} de {self.dialogue.name}")
            self.next_at = now + self.dice.uniform(2, 6)


class Marta:
    """An agent at work in one room: each of her lines is in the room before she writes the next."""

    def __init__(
        self, system: System, dialogue: Dialogue, room_id: str, dice: random.Random
    ) -> None:
        self._agent = dialogue.marta
        self._room_id = room_id
        self._dice = dice
        self._lines = 0
        self.next_at = time.monotonic() + dice.uniform(0, 6)

    def goes_on(self, now: float) -> None:
        """Write the next line if its time has come; again until it stands in the room."""
        if now < self.next_at:
            return
        message_id = f"marta{self._room_id}{self._lines}"
        text = f"respuesta {self._lines + 1}"
        message = {"_id": message_id, "rid": self._room_id, "msg": text}
        with suppress(requests.RequestException, AssertionError):
            self._agent.post("chat.sendMessage", message=message)
        if self._stands(message_id):
            self._lines += 1
            self.next_at = now + self._dice.uniform(6, 10)
        else:
            self.next_at = now + 0.5

    def _stands(self, message_id: str) -> bool:
        try:
            self._agent.get("chat.getMessage", msgId=message_id)
        except (requests.RequestException, AssertionError):
            return False
        return True


class Phones:
    """What all phones show, read once for everybody."""

    def __init__(self, system: System) -> None:
        self._url = f"{system.meta_url}/_world/"
        self._seq = 0
        self._got: dict[str, list[Record]] = {}

    def read(self) -> None:
        """Take in what is new."""
        answer = requests.get(
            self._url + "messages", params={"after": self._seq}, timeout=TIMEOUT_SECONDS
        )
        for record in answer.json()["messages"]:
            self._seq = max(self._seq, record["seq"])
            if record["from"] == "business":
                self._got.setdefault(record["customer"], []).append(record)

    def of(self, person: Person) -> list[Record]:
        """Return what a person got, in order."""
        return self._got.get(person.id, [])

    def texts(self, person: Person) -> list[str]:
        """Return the texts a person got, in order."""
        return [str(record.get("text") or "") for record in self.of(person)]

    def heard_at(self) -> dict[str, float]:
        """Return when a webhook of each message first got its 200."""
        answer = requests.get(self._url + "stats", params={"log": 1}, timeout=TIMEOUT_SECONDS)
        times: dict[str, float] = {}
        for entry in answer.json()["log"]:
            if entry["status"] == requests.codes.ok and entry["kind"] == "message":
                for wamid in entry["wamids"]:
                    times.setdefault(wamid, entry["answered_at_ms"])
        return times
