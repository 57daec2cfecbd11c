"""The world's own records of a conversation, read once it is over."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import psycopg

from tests.chaos.people import Asker, Person, Phones
from tests.chaos.reckoning import Account, Relayed
from tests.system.console import Agent
from tests.system.running import System

PAGE = 100
BOT = "asistente"
UNCLEAR = "n-unclear-"  # a note to the agents: nobody knows whether this arrived
Message = dict[str, Any]


@dataclass(frozen=True)
class Sends:
    """Room messages of which Meta did not say what became: it may still, or was given up."""

    open: set[str]
    given_up: set[str]


class Records:
    """Reads rooms as the administrator sees them."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._admin = Agent(system, "admin")

    def account(
        self, person: Person, phones: Phones, heard_at: dict[str, float], sends: "Sends"
    ) -> Account:
        """Put a person's records side by side."""
        messages = self._messages(person)
        told = {
            one["_id"].removeprefix(UNCLEAR) for one in messages if one["_id"].startswith(UNCLEAR)
        }
        return Account(
            said=person.said(heard_at),
            in_room=[one["msg"] for one in messages if one.get("token")],
            relayed=[Relayed(one["_id"], author) for one in messages if (author := _author(one))],
            on_phone=[str(record["tracker"]) for record in phones.of(person)],
            unconfirmed=frozenset(sends.open | sends.given_up | told),
            open_sends=frozenset(sends.open),
            questions=len(person.wrote) if isinstance(person, Asker) else 0,
        )

    def is_with_people(self, person: Person) -> bool:
        """Tell whether the app gave a room of the bot's to people, for nobody answered in time."""
        rooms = self._rooms(person)
        return any((room.get("servedBy") or {}).get("username") != BOT for room in rooms)

    def unconfirmed(self) -> "Sends":
        """Return the room messages of which Meta never said what became."""
        uri = (self._system.folder / "database-url").read_text().strip()
        with psycopg.connect(uri) as connection:
            rows = connection.execute(
                "SELECT state, tracker FROM send WHERE state IN ('intended', 'unclear')"
            ).fetchall()
        of = [(state, str(tracker).rpartition(":")[0]) for state, tracker in rows]
        return Sends(
            open={one for state, one in of if state == "intended"},
            given_up={one for state, one in of if state == "unclear"},
        )

    def waits_for_meta(self) -> bool:
        """Tell whether a send's outcome may still be told: it was not given up yet."""
        uri = (self._system.folder / "database-url").read_text().strip()
        with psycopg.connect(uri) as connection:
            row = connection.execute("SELECT 1 FROM send WHERE state = 'intended'").fetchone()
        return row is not None

    def _rooms(self, person: Person) -> list[Message]:
        return self._admin.rooms_of(person.dialogue.name, open_only=False)

    def _messages(self, person: Person) -> list[Message]:
        rooms = sorted(self._rooms(person), key=lambda room: str(room["ts"]))
        return [one for room in rooms for one in self._history(room["_id"]) if not one.get("t")]

    def _history(self, room_id: str) -> Iterable[Message]:
        found: list[Message] = []
        while True:
            page = self._admin.get(f"livechat/{room_id}/messages", count=PAGE, offset=len(found))[
                "messages"
            ]
            found += page
            if len(page) < PAGE:
                return found[::-1]


def _author(message: Message) -> str | None:
    """Tell who speaks to the customer; None for his own words and those among agents."""
    if message.get("token") or message["_id"].startswith("n-"):
        return None
    if message["_id"].startswith("c-"):
        return "notice"
    return "bot" if message["u"]["username"] == BOT else "agent"
