"""A customer's phone, over the control side of the world's Meta."""

import itertools
import random
import time
from typing import Any

import requests

from tests.system.running import System, wait_until

PRIVATE: set[str] = set()  # numbers, ids and words that no log may hold
_numbers = itertools.count(random.randrange(10_000, 90_000) * 1000)


class Phone:
    """Somebody with WhatsApp who writes to the store."""

    def __init__(
        self,
        system: System,
        *,
        username: str | None = None,
        name: str = "Ana",
        phone: str | None = None,
    ) -> None:
        self._url = system.meta_url
        self._seen = 0
        number = next(_numbers)
        person: dict[str, Any] = {"name": name, "user_id": f"DO.{10**12 + number}"}
        if username:
            person["username"] = username
        else:
            person["phone"] = phone or f"1809{number % 10_000_000:07d}"
        self._person = person
        made = self._post("customers", person)
        self.id: str = made["id"]
        self.number: str | None = made.get("phone")
        self.user_id: str = made["user_id"]
        PRIVATE.update(filter(None, (self.number, self.user_id, name)))

    def moves_in_again(self) -> None:
        """Be known to a WhatsApp that has forgotten everybody and when they wrote last."""
        self._post("rules", {"window": "off", "retry_max_ms": 1000})
        self.id = self._post("customers", self._person)["id"]
        self._seen = 0

    def says(self, text: str, **options: Any) -> str:
        """Write a text; return its wamid."""
        PRIVATE.add(text)
        wamid: str = self._post("say", {"customer": self.id, "text": text, **options})["wamid"]
        return wamid

    def sends(self, **content: Any) -> str:
        """Send anything else: image=, location=, reaction=, ..."""
        wamid: str = self._post("say", {"customer": self.id, **content})["wamid"]
        return wamid

    def has_two_ticks(self, wamid: str) -> None:
        """Wait until the webhook of what was said is answered: what is said now comes after it."""
        wait_until(
            lambda: any(
                one["wamid"] == wamid and one["status"] == "delivered"
                for one in self.messages("customer")
            ),
            "the webhook is answered",
        )

    def changes_number(self, phone: str, kind: str, user_id: str) -> None:
        """Get another number or user id; `kind` is how WhatsApp announces it, or none."""
        body = {"phone": phone, "kind": kind, "user_id": user_id}
        self._post(f"customers/{self.id}/number", body)

    def taps(self, choice_title: str) -> str:
        """Tap the button or row that begins with these words, on the last message that has it."""
        for message in reversed(self.messages("business")):
            for choice in message.get("choices", []):
                if choice["title"].startswith(choice_title):
                    return self.sends(choice=choice["id"], on=message["wamid"])
        raise AssertionError(f"nothing to tap begins with {choice_title!r}")

    def messages(self, author: str | None = None) -> list[dict[str, Any]]:
        """Return what the phone shows, oldest first; `author` is customer or business."""
        answer = requests.get(
            f"{self._url}/_world/messages", params={"customer": self.id}, timeout=10
        )
        found: list[dict[str, Any]] = answer.json()["messages"]
        return [one for one in found if author in (None, one["from"])]

    def texts(self) -> list[str]:
        """Return the texts the phone got from the store, oldest first."""
        return [_text(message) for message in self.messages("business")]

    def hears(self, *words: str, within: float = 20.0) -> str:
        """Wait for the next message that holds all these words; return it."""

        def found() -> str | None:
            for place, text in enumerate(self.texts()):
                if place >= self._seen and all(word.lower() in text.lower() for word in words):
                    self._seen = place + 1
                    return text
            return None

        try:
            return str(wait_until(found, "", within))
        except AssertionError:
            heard = self.texts()[self._seen :]
            raise AssertionError(f"the phone did not show {words}; it shows {heard}") from None

    def hears_nothing_for(self, seconds: float) -> bool:
        """Tell whether nothing new came within so many seconds."""
        before = len(self.texts())
        time.sleep(seconds)
        return len(self.texts()) == before

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = requests.post(f"{self._url}/_world/{path}", json=body, timeout=10)
        assert answer.ok, answer.text
        found: dict[str, Any] = answer.json()
        return found


def _text(message: dict[str, Any]) -> str:
    return str(message.get("text") or message.get("caption") or "")
