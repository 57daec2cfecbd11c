"""The past that the bench fills in, and what has to stay cheap beside it."""

import json

import pytest

from brain import delivery, metrics, reply_out, work
from brain.database import Database
from brain.models import every, one
from tests.bench import filling

PEOPLE, MESSAGES = 200, 40_000


@pytest.fixture
def filled(database: Database, postgres: str) -> int:
    """A customer with a long past among many."""
    filling.fill(postgres, people=PEOPLE, messages=MESSAGES)
    found: int = one("SELECT max(id) FROM customer")[0]
    return found


def test_nothing_that_every_message_asks_reads_a_table_from_end_to_end(filled: int) -> None:
    assert one("SELECT count(*) FROM work") == (MESSAGES // 2 * 3,)
    asked: list[tuple[str, tuple[object, ...]]] = [
        (work._HEADS, (filled,)),
        (reply_out._LATEST, (filled,)),
        (delivery._UNCLEAR, ("filled-out7:0",)),
        *((sql, ()) for _, sql, _ in metrics._GAUGES.values()),
    ]
    for sql, values in asked:
        assert scans(sql, values) & LARGE == set(), sql


LARGE = {"work", "send", "decision", "webhook_item"}


def scans(sql: str, values: tuple[object, ...]) -> set[str]:
    """Return the tables that a statement reads from end to end."""
    plan = every(f"EXPLAIN (FORMAT JSON) {sql}", *values)[0][0]
    return set(_scanned(plan if isinstance(plan, list) else json.loads(plan)))


def _scanned(plan: object) -> list[str]:
    if isinstance(plan, list):
        return [name for part in plan for name in _scanned(part)]
    if not isinstance(plan, dict):
        return []
    here = [str(plan["Relation Name"])] if plan.get("Node Type") == "Seq Scan" else []
    return here + [name for part in plan.values() for name in _scanned(part)]
