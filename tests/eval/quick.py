"""The second runner, for whoever works on the mind: no world, the mind's own words at once."""

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from playhouse.migrations import Runner
from playhouse.pool import PooledPostgresqlDatabase
from psycopg.sql import SQL, Identifier

from brain.mind.flow import Mind
from brain.mind.fragments import is_courtesy
from brain.mind.values import Answer, Ask, HandOff, Turn, Utterance
from brain.wording import say
from knowledge import importing, models, search
from knowledge.search import ProductIndex
from tests.eval.cases import Case, Expected
from tests.eval.judging import Heard

ZONE = ZoneInfo("America/Santo_Domingo")
OPEN, CLOSED = timedelta(hours=15), timedelta(hours=27)  # 11 in the morning and at night, in UTC
TICKET = 1000
ANNOUNCED = say("customer.handoff", number=TICKET)


class Quick:
    """One mind that is shown one store's tables after the other."""

    def __init__(self, postgres: str) -> None:
        self._postgres = postgres
        self._index: ProductIndex = ProductIndex.build(())
        self._mind = Mind(ZONE, index=lambda: self._index)
        self._mind.warm()

    def close(self) -> None:
        """End the mind's threads."""
        self._mind.close()

    @contextmanager
    def store(self, name: str, folder: Path) -> Iterator[None]:
        """Show the mind a store's tables."""
        with closing(psycopg.connect(self._postgres, autocommit=True)) as root:
            root.execute(SQL("CREATE DATABASE {}").format(Identifier(f"eval_{name}")))
        address = self._postgres.replace("/postgres?", f"/eval_{name}?")
        database = PooledPostgresqlDatabase(address, prefer_psycopg3=True)
        models.database.initialize(database)
        with database.connection_context():
            Runner(database, str(models.MIGRATIONS), models.MIGRATIONS_TABLE).up()
            importing.apply(importing.preview(folder))
            search._current = None  # the cached index may be another store's
            self._index = search.current_index()
        try:
            yield
        finally:
            database.close_all()
            models.database.initialize(None)

    def run(
        self, cases: Iterable[Case], today: datetime, done: Callable[[], None]
    ) -> Iterator[tuple[Case, list[Heard]]]:
        """Have every conversation, one after the other."""
        for case in cases:
            began = today + (CLOSED if case.closed else OPEN)
            yield case, _Conversation(self._mind, case, began).had()
            done()


class _Conversation:
    """Keeps state and history between turns, as the brain does: as JSON."""

    def __init__(self, mind: Mind, case: Case, began: datetime) -> None:
        self._mind = mind
        self._case = case
        self._now = began
        self._state: dict[str, Any] = {}
        self._history: list[Utterance] = []
        self._passed_on = False
        self._waits = False

    def had(self) -> list[Heard]:
        return [self._turn(expected) for expected in self._case.turns]

    def _turn(self, expected: Expected) -> Heard:
        text = "\n".join(expected.customer)
        if self._passed_on:
            return Heard(self._told_that_he_waits(text), served=True)
        number = f"m{len(self._history)}-{threading.get_ident()}"
        began = time.perf_counter()
        thought = self._mind.think(self._as_turn(text, number))
        took = (time.perf_counter() - began) * 1000
        self._state = json.loads(json.dumps(thought.state))
        self._history.append(Utterance(number, "customer", text, self._now))
        handed = isinstance(thought.action, HandOff)
        self._passed_on = handed
        read = texts_of(thought.action)
        self._history += [Utterance(f"b{number}", "bot", each, self._now) for each in read]
        self._now += timedelta(seconds=20)
        department = getattr(thought.action, "department", None) if handed else None
        return Heard(read, department, False, took, intents_of(thought.decision))

    def _told_that_he_waits(self, text: str) -> tuple[str, ...]:
        """The one notice that the system gives to who writes on before anybody took him."""
        if self._waits or is_courtesy(text):
            return ()
        self._waits = True
        return (say("customer.queued_ticket", number=TICKET),)

    def _as_turn(self, text: str, number: str) -> Turn:
        return Turn(
            customer_id=1,
            name=None,
            phone=self._case.phone or "18295559999",
            text=text,
            message_ids=(number,),
            choice_id=None,
            has_media=False,
            history=tuple(self._history[-16:]),
            state=self._state,
            now=self._now,
        )


def texts_of(action: object) -> tuple[str, ...]:
    """What the customer would read of an action."""
    if isinstance(action, HandOff):
        return ("\n\n".join(filter(None, [action.text, ANNOUNCED])),)
    if not isinstance(action, Answer | Ask):
        return ()
    lines = [action.text, *(f"{c.title} {c.description}".strip() for c in action.choices)]
    place = getattr(action, "location", None)
    if place is not None:
        lines.append(f"{place.name}, {place.address}")
    return ("\n".join(lines),)


def intents_of(decision: dict[str, Any]) -> tuple[str, ...]:
    """The intents that a decision says were understood, the surest first."""
    found = decision.get("understood", {}).get("intents", [])
    return tuple(str(each["name"]) for each in sorted(found, key=lambda each: -each["score"]))


def at_midnight(day: date) -> datetime:
    """The day's beginning in UTC, from which OPEN and CLOSED count."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
