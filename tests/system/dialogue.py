"""A conversation between a customer on WhatsApp and the store."""

import re
import uuid
from functools import cached_property
from typing import Any

from tests.system.clocks import long_ago
from tests.system.console import Agent
from tests.system.phone import Phone
from tests.system.running import System, wait_until

SLASH_COMMANDS = ("crear-ticket", "cerrar-ticket", "tomar", "urgente", "vincular", "bot")


class Dialogue:
    """A new customer, and the people at Rocket.Chat."""

    def __init__(
        self,
        system: System,
        *,
        username: str | None = None,
        phone: str | None = None,
        name: str | None = None,
    ) -> None:
        self.system = system
        self.name = name or f"Cliente {uuid.uuid4().hex[:8]}"
        self.phone = Phone(system, username=username, name=self.name, phone=phone)

    @cached_property
    def admin(self) -> Agent:
        """The administrator, who may read everything."""
        return Agent(self.system, "admin")

    @cached_property
    def marta(self) -> Agent:
        """The agent of sales."""
        return Agent(self.system, "ventas.marta")

    def customer(self, text: str) -> str:
        """The customer writes."""
        return self.phone.says(text)

    def hears(self, *words: str, within: float = 20.0) -> str:
        """The customer reads a message with these words."""
        return self.phone.hears(*words, within=within)

    def rooms(self, *, open_only: bool = True) -> list[dict[str, Any]]:
        """The customer's rooms."""
        return self.admin.rooms_of(self.name, open_only=open_only)

    def room(self) -> str:
        """The id of the customer's one open room."""
        wait_until(self.rooms, f"a room of {self.name}")
        rooms = self.rooms()
        assert len(rooms) == 1, f"{len(rooms)} open rooms"
        return str(rooms[0]["_id"])

    def said_in_room(self) -> list[tuple[str, str]]:
        """Who said what in the room, without system messages: (user name, text)."""
        return [
            (message["u"]["username"], message["msg"])
            for message in self.admin.messages(self.room())
            if not message.get("t")
        ]

    def reads_in_room(self, words: str) -> None:
        """Wait until these words stand in the room."""
        wait_until(lambda: words in str(self.said_in_room()), f"{words!r} stands in the room")

    def asks_for_a_person(self) -> str:
        """The customer asks for a person and is told that the request went on."""
        self.customer("quiero hablar con una persona, por favor")
        return self.hears("Su número de ticket es")

    def silent_for_a_day(self) -> str:
        """Marta serves the customer, who wrote last 25 hours ago; return the room's id."""
        with long_ago(self.system, 25):
            self.phone.says("quiero hablar con una persona, por favor", ago_s=25 * 3600)
            room_id = self.room()
            self.marta.takes(room_id)
        return room_id

    def marta_serves(self) -> str:
        """The customer asks for a person and Marta takes the room; return its id."""
        self.asks_for_a_person()
        room_id = self.room()
        self.marta.takes(room_id)
        return room_id

    def commands(self, room_id: str, command: str, params: str = "") -> None:
        """Marta gives a command in a room: a slash command, or "!" where no app knows any."""
        if self.system.with_app and command in SLASH_COMMANDS:
            self.marta.commands(room_id, command, params)
        else:
            self.marta.writes(room_id, f"!{command} {params}".rstrip())

    def ticket(self, told: str) -> int:
        """Return the ticket's number that the customer was told."""
        return int(re.findall(r"ticket es: (\d+)", told)[0])
