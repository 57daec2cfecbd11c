"""`python -m tests.bench.scale`: what grows with rooms and messages, and what too much does."""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
import requests
from rich.console import Console

from tests.bench import acknowledging, asking, filling
from tests.bench.acknowledging import Acknowledged
from tests.bench.asking import Conversation
from tests.bench.kept_connections import KeptConnections
from tests.bench.pacing import offsets, open_loop
from tests.bench.processes import OURS
from tests.bench.report import Table, against, markdown, new_console, show
from tests.bench.watched import WatchedSystem, load_average, machine
from tests.measurements import write_part
from tests.system.running import ROOT

MEASUREMENTS = ROOT / "docs" / "measurements.md"
SIZES = ((10, 1_000), (1_000, 100_000), (10_000, 1_000_000))
RATE, SECONDS = 3.0, 30.0
SUSTAINABLE = 24.0  # questions a second, from `make bench`
FLOOD_A_MINUTE = 1_000
META_MEDIAN_MS, META_P99_MS = 250, 1_000
FLAT = 1.25  # times the cost of the smallest size


@dataclass(frozen=True)
class Grown:
    """What questions cost at one size of the tables."""

    people: int
    messages: int
    asked: Conversation
    scanned: dict[str, float]  # rows read from end to end, a question

    @property
    def cpu_ms(self) -> float:
        """Our processor time a question."""
        return sum(self.asked.cpu[name] for name in OURS)


@click.command()
@click.option("--seconds", default=SECONDS, help="How long each size is asked.")
@click.option("--steady", default=0.0, help="Ask 40 questions/s for so many seconds at the end.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="What to write.")
def main(seconds: float, steady: float, output: Path | None) -> None:
    """Fill the tables step by step and ask; then a flood, and more than the machine can do."""
    console, load = new_console(), load_average()
    tables = asyncio.run(_measure(seconds, steady, console))
    for table in tables:
        show(console, table)
    document = "\n".join([_head(load), *map(markdown, tables)])
    write_part(output or MEASUREMENTS, "make scale", document)


async def _measure(seconds: float, steady: float, console: Console) -> list[Table]:
    with tempfile.TemporaryDirectory(prefix="mostrador-scale-") as folder:
        system = WatchedSystem(Path(folder))
        try:
            with console.status("starting everything") as status:
                system.start()
                await asking.at_rate(system, 2, 4)
                tables = [await _growing(system, seconds, status.update)]
                tables.append(await _flooded(system, seconds, status.update))
                if steady:
                    status.update(f"40 questions/s for {steady:.0f} s")
                    tables.append(_steady(await asking.at_rate(system, 40, steady)))
                status.update("four times as much as it can do")
                tables.append(_pressed(await _press(system)))
                return tables
        finally:
            system.stop()


async def _growing(system: WatchedSystem, seconds: float, say: Callable[[str], None]) -> Table:
    grown, uri = [], (system.folder / "database-url").read_text().strip()
    for people, messages in SIZES:
        say(f"filling in {messages:,} messages")
        filling.fill(uri, people=people, messages=messages)
        await asking.at_rate(system, 2, 3)
        say(f"asking beside {messages:,} messages")
        before = filling.rows_scanned(uri)
        asked = await asking.at_rate(system, RATE, seconds)
        after = filling.rows_scanned(uri)
        count = asked.outcome.asked
        scanned = {name: (after[name] - before.get(name, 0)) / count for name in after}
        grown.append(Grown(people, messages, asked, scanned))
    return _grown(grown)


def _grown(grown: list[Grown]) -> Table:
    rows = []
    for one in grown:
        most = max(one.scanned, key=lambda name: one.scanned[name])
        rows.append(
            [
                f"{one.people:,} / {one.messages:,}",
                *(f"{one.asked.cpu[name]:.1f}" for name in ("db", "web", "worker")),
                f"{one.cpu_ms:.1f}",
                against(one.cpu_ms, round(FLAT * grown[0].cpu_ms, 1)),
                f"{one.asked.times.p50:.0f}",
                f"{one.asked.outcome.otherwise} / {one.asked.outcome.silent}",
                f"{sum(one.scanned.values()):.0f} ({most})",
            ]
        )
    columns = (
        "rooms / messages", "db ms", "web ms", "worker ms", "ours ms",
        f"flat (× {FLAT})", "p50 ms", "otherwise / silent", "rows scanned a question",
    )  # fmt: skip
    notes = [
        f"{RATE:g} questions/s. CPU ms a question; what runs at its time, asked or not, is in it.",
        "`otherwise`: the customer heard something else than what the bench waits for; `silent`: "
        "nothing.",
        "`rows scanned`: what PostgreSQL gave to scans from end to end of a table, and the table "
        "that gave most.",
        "The rooms are closed ones of the past; Rocket.Chat's own cost of open rooms is not in it.",
    ]
    return Table("What a question costs beside the past", columns, rows, notes)


async def _flooded(system: WatchedSystem, seconds: float, say: Callable[[str], None]) -> Table:
    say("asking without a flood")
    alone = await asking.at_rate(system, RATE, seconds)
    say("asking beside a flood")
    flood = asyncio.create_task(_flood(system, seconds))
    beside = await asking.at_rate(system, RATE, seconds)
    await flood
    rows = [
        [name, str(one.outcome.asked), f"{one.outcome.otherwise} / {one.outcome.silent}",
         f"{one.times.p50:.0f}", f"{one.times.p99:.0f}",
         f"{sum(one.cpu[part] for part in OURS):.1f}"]
        for name, one in (("alone", alone), ("beside the flood", beside))
    ]  # fmt: skip
    notes = [f"One customer writes {FLOOD_A_MINUTE:,} messages a minute; his cost is in the last."]
    columns = (
        "the others",
        "asked",
        "otherwise / silent",
        "p50 ms",
        "p99 ms",
        "our CPU ms a question",
    )
    return Table("Beside one customer's flood", columns, rows, notes)


async def _flood(system: WatchedSystem, seconds: float) -> None:
    person = {"name": "Prisa", "phone": "18495550000", "user_id": f"DO.6{time.time_ns()}"}
    made = requests.post(f"{system.meta_url}/_world/customers", json=person, timeout=10).json()
    due = offsets(FLOOD_A_MINUTE / 60, seconds)
    async with KeptConnections(system.meta_url) as connections:

        async def send(number: int) -> bool:
            said = {"customer": made["id"], "text": f"¿están ahí? {number}"}
            body = json.dumps(said).encode()
            return await connections.post(connections.request("/_world/say", body)) > 0

        await open_loop(due, send)


def _steady(one: Conversation) -> Table:
    became = one.outcome
    counts = (became.asked, became.answered, became.otherwise, became.silent, became.untaken)
    row = [f"{one.rate:g}", *map(str, counts), f"{one.answered_a_second:.1f}",
           f"{one.times.p50 / 1000:.1f}", f"{one.times.most / 1000:.1f}"]  # fmt: skip
    columns = ("questions/s", "asked", "answered", "otherwise", "silent", "never asked",
               "answered/s", "p50 s", "worst s")  # fmt: skip
    return Table("More than it can do, for minutes", columns, [row])


async def _press(system: WatchedSystem) -> Acknowledged:
    return await acknowledging.at_rate(system, 4 * SUSTAINABLE, 20)


def _pressed(one: Acknowledged) -> Table:
    aims = ", ".join(
        [
            f"p50 {against(one.times.p50, META_MEDIAN_MS)}",
            f"p99 {against(one.times.p99, META_P99_MS)}",
        ]
    )
    row = [f"{one.rate:g}", str(one.times.count), str(one.refused), f"{one.times.p50:.1f}",
           f"{one.times.p99:.1f}", f"{one.times.most:.1f}", aims]  # fmt: skip
    columns = ("webhooks/s", "posted", "not 200", "p50 ms", "p99 ms", "worst ms", "Meta's bar")
    notes = [f"Four times the {SUSTAINABLE:g} questions/s of `make bench`, everything running."]
    return Table("Acknowledgement under four times the load", columns, [row], notes)


def _head(load: float) -> str:
    facts = ", ".join(f"{name} {value}" for name, value in machine().items())
    told = " ".join(sys.argv[1:])
    command = f"python -m tests.bench.scale {told}" if told else "make scale"
    return f"""## Scale and pressure

Written by `{command}`.

{facts[:1].upper() + facts[1:]}. Load average at the start: {load:.1f}.
"""


if __name__ == "__main__":
    main()
