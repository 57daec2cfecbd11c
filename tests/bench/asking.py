"""Questions of customers, from the webhook's departure to the answer's arrival at the Graph API.

Both moments are the world's: it posts the webhook and takes the answer.
"""

import asyncio
import itertools
import json
import math
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from tests.bench import processes
from tests.bench.kept_connections import OK, KeptConnections
from tests.bench.matching import Asked, Outcome, match
from tests.bench.pacing import offsets, open_loop
from tests.bench.processes import Cost
from tests.bench.signed_webhooks import RUN
from tests.bench.spread import Spread
from tests.bench.watched import WatchedSystem, load_average

QUESTIONS = Path(__file__).with_name("questions.toml")
QUESTIONS_A_CUSTOMER = 3
QUIET_SECONDS = 15.0  # nothing new for so long: what is not answered now is lost
AFTERWARDS_SECONDS = 2.5  # statuses of the last answers, and the sweep that takes them

_made = itertools.count(1)


@dataclass(frozen=True)
class Conversation:
    """Questions at a fixed rate and what became of them."""

    rate: float
    outcome: Outcome
    times: Spread
    answered_a_second: float
    late: float  # p99 of how late the world posted, in ms: both generator and world are in it
    cpu: Cost  # ms a question, by process
    load: float


class Questions:
    """What is asked, each customer something else each time."""

    def __init__(self) -> None:
        self._known = tomllib.loads(QUESTIONS.read_text())["question"]

    def asked(self, customer: int, turn: int) -> dict[str, str]:
        """Return a customer's question of his so-manieth turn."""
        found: dict[str, str] = self._known[(customer + turn) % len(self._known)]
        return found


async def at_rate(system: WatchedSystem, rate: float, seconds: float) -> Conversation:
    """Ask evenly, whether or not answers come; wait until all are answered or nothing comes."""
    due = offsets(rate, seconds)
    customers = _customers(system, math.ceil(len(due) / QUESTIONS_A_CUSTOMER))
    since = _last_seq(system)
    before = processes.cpu_ms(system.pids)
    asked, late = await _ask(system, customers, due)
    records = await _until_answered(system, since, asked)
    await asyncio.sleep(AFTERWARDS_SECONDS)
    spent = processes.spent(before, processes.cpu_ms(system.pids))
    outcome = match(asked, records)
    return Conversation(
        rate=rate,
        outcome=outcome,
        times=Spread.of(outcome.milliseconds),
        answered_a_second=outcome.answered_a_second,
        late=late,
        cpu={name: used / len(asked) for name, used in spent.items()},
        load=load_average(),
    )


def _customers(system: WatchedSystem, count: int) -> list[str]:
    return [_customer(system, next(_made)) for _ in range(count)]


def _customer(system: WatchedSystem, number: int) -> str:
    person = {
        "name": f"Cliente {number}",
        "phone": f"1849{RUN % 100:02d}{number:05d}",
        "user_id": f"DO.9{RUN}{number:08d}",
    }
    answer = requests.post(f"{system.meta_url}/_world/customers", json=person, timeout=10)
    return str(answer.json()["id"])


async def _ask(
    system: WatchedSystem, customers: list[str], due: list[float]
) -> tuple[list[Asked], float]:
    questions = Questions()
    asked: list[Asked] = []
    ready = []
    async with KeptConnections(system.meta_url) as connections:
        for number in range(len(due)):
            turn, place = divmod(number, len(customers))
            question = questions.asked(place, turn)
            wamid = f"wamid.asked{RUN}{customers[place]}turn{turn}"
            asked.append(Asked(wamid, customers[place], question["hears"]))
            said = {"customer": customers[place], "text": question["text"], "wamid": wamid}
            ready.append(connections.request("/_world/say", json.dumps(said).encode()))

        async def send(number: int) -> bool:
            return await connections.post(ready[number]) == OK

        arrivals = await open_loop(due, send)
    return asked, Spread.of((arrival.answered - arrival.due) * 1000 for arrival in arrivals).p99


def _messages(system: WatchedSystem, after: int) -> list[dict[str, Any]]:
    answer = requests.get(f"{system.meta_url}/_world/messages", params={"after": after}, timeout=30)
    found: list[dict[str, Any]] = answer.json()["messages"]
    return found


def _last_seq(system: WatchedSystem) -> int:
    return max((record["seq"] for record in _messages(system, 0)), default=0)


async def _until_answered(
    system: WatchedSystem, since: int, asked: list[Asked]
) -> list[dict[str, Any]]:
    records = _messages(system, since)
    news_at = time.monotonic()
    while time.monotonic() - news_at < QUIET_SECONDS and match(asked, records).open:
        await asyncio.sleep(0.3)
        news = _messages(system, records[-1]["seq"])
        if news:
            news_at = time.monotonic()
            records += news
    return records
