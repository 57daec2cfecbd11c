"""What comes while something else is being stored is stored together, and nobody is told early."""

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import psycopg
import pytest

from brain import webhook_stored
from brain.database import Database
from brain.models import every
from brain.together import Together
from tests.system.running import wait_until
from whatsapp.webhook import Item

CROWD = 6


class Gate:
    """A store that takes its time: the first statement waits until the gate is opened."""

    def __init__(self) -> None:
        self.statements: list[list[str]] = []
        self.open = threading.Event()

    def __call__(self, items: Sequence[Item]) -> None:
        names = [item.key for item in items]
        self.statements.append(names)
        if len(self.statements) == 1:
            self.open.wait()
        if "poison" in names:
            raise psycopg.DataError("no database keeps this")
        if "defect" in names:
            raise TypeError("a mistake of ours")


def item(key: str, sender: str = "DO.1") -> Item:
    return Item("106", key, "message", "", sender, {"message": {"id": key}})


def behind_one_under_way(gate: Gate, *keys: str) -> dict[str, "Future[None]"]:
    """Bring things while something is being stored, then let that be done."""
    together = Together(gate)
    with ThreadPoolExecutor(len(keys) + 1) as threads:
        brought = {"first": threads.submit(together, [item("first")])}
        wait_until(lambda: gate.statements, "the first is being stored")
        brought |= {key: threads.submit(together, [item(key)]) for key in keys}
        wait_until(lambda: together.waiting() == len(keys), "the others wait")
        assert not any(one.done() for one in brought.values())
        gate.open.set()
    return brought


def test_a_crowd_is_stored_in_one_statement() -> None:
    gate = Gate()
    keys = [f"m{number}" for number in range(CROWD)]
    brought = behind_one_under_way(gate, *keys)
    assert [sorted(names) for names in gate.statements] == [["first"], keys]
    assert all(one.exception() is None for one in brought.values())


def test_only_who_brought_it_hears_of_what_cannot_be_stored() -> None:
    gate = Gate()
    brought = behind_one_under_way(gate, "good", "poison", "better")
    failed = {key for key, one in brought.items() if one.exception()}
    assert failed == {"poison"}
    assert ["good"] in gate.statements
    assert ["better"] in gate.statements


def test_a_mistake_of_ours_is_never_taken_for_stored() -> None:
    gate = Gate()
    brought = behind_one_under_way(gate, "good", "defect", "better")
    assert isinstance(brought["defect"].exception(), TypeError)
    for key in ("good", "better"):
        assert brought[key].exception() or [key] in gate.statements


def test_a_lone_failure_is_told_and_the_next_is_stored() -> None:
    gate = Gate()
    gate.open.set()
    together = Together(gate)
    with pytest.raises(psycopg.DataError, match="no database"):
        together([item("poison")])
    together([item("next")])
    assert gate.statements == [["poison"], ["next"]]


def test_whatever_comes_at_once_is_stored_once_and_rung_for_once(database: Database) -> None:
    rung: list[int] = []
    store = webhook_stored.store_and_ring(database.connection_context, rung.extend)
    start = threading.Barrier(16)

    def bring(number: int) -> None:
        start.wait()
        for key in range(20):
            store([item(f"{number % 8}-{key}", f"DO.{number % 8}.{key}")])

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(bring, range(16)))
    stored = every("SELECT id, key FROM webhook_item")
    assert sorted(key for _, key in stored) == sorted(
        f"{a}-{b}" for a in range(8) for b in range(20)
    )
    assert sorted(rung) == sorted(row[0] for row in stored)
