"""The first runner: customers write on WhatsApp, and what they read and who serves is looked at.

Only public contracts: the phone of the world's Meta, Rocket.Chat's REST paths. The decisions are
read from the database afterwards, for what was understood.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import local
from typing import Any

import psycopg
import requests

from brain.database import wait_for_uri
from brain.settings import HERE
from brain.setup.departments import told
from tests.eval import hour
from tests.eval.cases import Case
from tests.eval.conversation import Conversation
from tests.eval.judging import Heard
from tests.eval.moved import moved
from tests.system.console import Agent, Json
from tests.system.running import System

BOT = "asistente"
_LAST = """
SELECT d.data FROM decision d JOIN customer c ON c.id = d.customer_id
WHERE c.name = %s ORDER BY d.id DESC LIMIT 1
"""


class Whole:
    """The system of one store, and many customers at once."""

    def __init__(self, system: System) -> None:
        self.system = system
        self._mine = local()
        self._database: psycopg.Connection[tuple[Any, ...]]
        self._keys = self._departments()

    def run(
        self, cases: Iterable[Case], customers: int, done: Callable[[], None]
    ) -> list[tuple[Case, list[Heard]]]:
        """Have every conversation, so many at a time; those of one phone one after the other."""
        found: dict[int, tuple[Case, list[Heard]]] = {}
        uri = wait_for_uri(self.system.folder, 10)
        connected = psycopg.connect(uri, autocommit=True)  # threads take turns on it
        with connected as self._database, ThreadPoolExecutor(customers) as pool:
            waiting = [pool.submit(self._one_phone, same) for same in _by_phone(cases)]
            for each in as_completed(waiting):
                for place, case, heard in each.result():
                    found[place] = (case, heard)
                    done()
        return [found[place] for place in sorted(found)]

    def _one_phone(self, cases: Sequence[tuple[int, Case]]) -> list[tuple[int, Case, list[Heard]]]:
        return [(place, case, Conversation(self, case).had()) for place, case in cases]

    def served_by(self, name: str) -> str | None:
        """The department that has the customer's room, "" for people without one, None: the bot."""
        rooms = self._admin.rooms_of(name)
        return self._department(rooms[-1]) if rooms else None

    def _department(self, room: Json) -> str | None:
        if (room.get("servedBy") or {}).get("username") == BOT:
            return None
        return self._keys.get(str(room.get("departmentId", "")), "")

    def intents(self, name: str) -> tuple[str, ...]:
        """What the customer's latest decision says was understood, the surest first."""
        row = self._database.execute(_LAST, (name,)).fetchone()
        understood = (row[0] if row else {}).get("understood", {}).get("intents", [])
        return tuple(str(i["name"]) for i in sorted(understood, key=lambda i: -i["score"]))

    @property
    def _admin(self) -> Agent:
        if not hasattr(self._mine, "admin"):
            self._mine.admin = Agent(self.system, "admin")
        found: Agent = self._mine.admin
        return found

    def _departments(self) -> dict[str, str]:
        """The departments' keys by their ids in Rocket.Chat."""
        ours = told(HERE / "departments.toml").entries
        names = {entry["name"]: key for key, entry in ours.items()}
        known = self._admin.get("livechat/department", count=100)["departments"]
        return {one["_id"]: names.get(one["name"], one["name"]) for one in known}


def _by_phone(cases: Iterable[Case]) -> list[list[tuple[int, Case]]]:
    groups: dict[str, list[tuple[int, Case]]] = {}
    for place, case in enumerate(cases):
        groups.setdefault(case.phone or f"alone {place}", []).append((place, case))
    return list(groups.values())


@contextmanager
def started(folder: Path, store: Path, written: date, *, closed: bool) -> Iterator[Whole]:
    """Run a system with a store's tables, moved to today, at an hour when it is open or closed."""
    now = datetime.now(UTC)
    offset = hour.shut_offset(now) if closed else hour.open_offset(now)
    tables = moved(store, folder / "store", by=_days(now + offset, written))
    system = System(folder, tables, hour.settings(folder / "zones", offset))
    try:
        system.start()
        _free_numbers(system)
        yield Whole(system)
    finally:
        system.stop()


def _free_numbers(system: System) -> None:
    """The people whom the world knows from its start have numbers that are on file."""
    url = f"{system.meta_url}/_world/customers"
    for person in requests.get(url, timeout=10).json()["customers"]:
        other = {"phone": "", "kind": "none", "user_id": f"DO.7{person['id']}"}
        requests.post(f"{url}/{person['id']}/number", json=other, timeout=10).raise_for_status()


def _days(today: datetime, written: date) -> timedelta:
    return timedelta(days=(today.date() - written).days)
