"""How fast a webhook is acknowledged, and how near that is to the least one can do."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench import processes, signed_webhooks
from tests.bench.kept_connections import OK, KeptConnections
from tests.bench.pacing import closed_loop, offsets, open_loop
from tests.bench.spread import Spread, percentile
from tests.bench.watched import WatchedSystem, load_average, smallest_acknowledgement

CONNECTIONS = 16  # as many as the web process has threads
WARM_UP_SECONDS = 1.0
PREPARED_A_SECOND = 2500  # more than either will manage on the machines we know

_numbers = itertools.count(0, 1_000)


@dataclass(frozen=True)
class Acknowledged:
    """Webhooks at a fixed rate, everything running."""

    rate: float
    times: Spread
    late: float  # p99 of the load generator's own lateness, in ms
    refused: int
    load: float


@dataclass(frozen=True)
class Most:
    """Webhooks as fast as answers come."""

    a_second: float
    cpu_ms: float  # of the web process and the database, for each webhook


@dataclass(frozen=True)
class Comparison:
    """Ours and the smallest by turns: A B A B."""

    ours: list[Most]
    smallest: list[Most]
    load: float

    @property
    def share(self) -> float:
        """Our webhooks a second as a share of the smallest's."""
        return sum(one.a_second for one in self.ours) / sum(one.a_second for one in self.smallest)


async def at_rate(system: WatchedSystem, rate: float, seconds: float) -> Acknowledged:
    """Post webhooks of distinct customers, evenly, whether or not answers come."""
    due = offsets(rate, seconds)
    async with KeptConnections(system.web_url) as connections:
        ready = _prepare(connections, system, len(due))

        async def send(number: int) -> bool:
            return await connections.post(ready[number]) == OK

        arrivals = await open_loop(due, send)
    late = sorted(arrival.late for arrival in arrivals)
    return Acknowledged(
        rate=rate,
        times=Spread.of(arrival.milliseconds for arrival in arrivals if arrival.good),
        late=percentile(late, 0.99),
        refused=sum(not arrival.good for arrival in arrivals),
        load=load_average(),
    )


async def compare(system: WatchedSystem, seconds: float, rounds: int = 2) -> Comparison:
    """Let ours and the smallest take turns on the same database; nothing else of ours runs."""
    ours: list[Most] = []
    smallest: list[Most] = []
    with smallest_acknowledgement(system) as (url, pid):
        mine = {"web": system.pids["web"], "db": system.pids["db"]}
        other = {"web": pid, "db": system.pids["db"]}
        await _most(system, system.web_url, mine, WARM_UP_SECONDS)
        await _most(system, url, other, WARM_UP_SECONDS)
        for _ in range(rounds):
            ours.append(await _most(system, system.web_url, mine, seconds))
            smallest.append(await _most(system, url, other, seconds))
    return Comparison(ours, smallest, load_average())


async def _most(system: WatchedSystem, url: str, pids: dict[str, int], seconds: float) -> Most:
    async with KeptConnections(url) as connections:
        ready = _prepare(connections, system, round(PREPARED_A_SECOND * seconds))

        async def send(number: int) -> bool:
            return await connections.post(ready[number]) == OK

        before = processes.cpu_ms(pids)
        good = await closed_loop(CONNECTIONS, seconds, _each(ready), send)
        used = sum(processes.spent(before, processes.cpu_ms(pids)).values())
    return Most(good / seconds, used / good)


def _each(ready: list[bytes]) -> Iterator[int]:
    """The numbers of all requests; once more from the start would be repeats, which cost less."""
    yield from range(len(ready))
    raise AssertionError("the machine is faster than PREPARED_A_SECOND allows: raise it")


def _prepare(connections: KeptConnections, system: WatchedSystem, count: int) -> list[bytes]:
    blocks = -(-count // 1_000)
    first = next(_numbers)
    for _ in range(blocks - 1):
        next(_numbers)
    return signed_webhooks.requests(connections, system.app_secret, system.phone_id, first, count)
