"""`python -m tests.bench.open_rooms`: what a question costs beside many open rooms.

The rooms are opened in the world as visitors do it. Nothing is said in them: they are there, and
the sweeps read their list.
"""

import asyncio
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click
import psycopg
import requests

from brain.models import Customer
from brain.rocketchat.account import as_second_factor
from tests.bench import asking, filling
from tests.bench.asking import Conversation
from tests.bench.processes import OURS
from tests.bench.report import Table, against, markdown, new_console, show
from tests.bench.scale import FLAT, MEASUREMENTS, RATE
from tests.bench.watched import WatchedSystem, load_average, machine
from tests.measurements import write_part
from tests.system.console import Agent

SIZES = (10, 10_000)
AT_ONCE = 6
LONGEST_REST_SECONDS = 40  # between two sweeps of the most rooms
LIMITER = "settings/API_Enable_Rate_Limiter"

_VISITORS = "SELECT id, secret FROM customer WHERE phone LIKE '1999%%' ORDER BY id OFFSET %s"
_SECRETS = "UPDATE customer SET secret = md5(id::text) WHERE phone LIKE '1999%' AND secret IS NULL"
_KNOWN = """
INSERT INTO room (id, customer_id, open, opened_at, read_until)
VALUES (%s, %s, true, now(), now() + interval '1 hour')
ON CONFLICT (id) DO UPDATE SET open = true, read_until = excluded.read_until
"""


@dataclass(frozen=True)
class Beside:
    """What goes on beside so many open rooms."""

    rooms: int
    asked: Conversation

    @property
    def cpu_ms(self) -> float:
        """Our processor time a question."""
        return sum(self.asked.cpu[name] for name in OURS)


@click.command()
@click.option("--seconds", default=60.0, help="How long each size is asked.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), default=MEASUREMENTS)
def main(seconds: float, output: Path) -> None:
    """Open rooms step by step, and ask."""
    console, load = new_console(), load_average()
    with console.status("starting everything") as status:
        table = asyncio.run(_measure(seconds, status.update))
    show(console, table)
    told = " ".join(["python -m tests.bench.open_rooms", *sys.argv[1:]])
    facts = ", ".join(f"{name} {value}" for name, value in machine().items())
    head = f"## Open rooms\n\nWritten by `{told}`.\n\n{facts[:1].upper() + facts[1:]}."
    head += f" Load average at the start: {load:.1f}.\n"
    write_part(output, "make scale: open rooms", "\n".join([head, markdown(table)]))


async def _measure(seconds: float, say: Callable[[str], None]) -> Table:
    with tempfile.TemporaryDirectory(prefix="mostrador-rooms-") as folder:
        system = WatchedSystem(Path(folder))
        try:
            system.start()
            await asking.at_rate(system, 2, 4)
            found, before = [], 0
            for rooms in SIZES:
                say(f"opening {rooms:,} rooms")
                await asyncio.to_thread(_open, system, before, rooms)
                before = rooms
                await asyncio.sleep(LONGEST_REST_SECONDS)
                say(f"asking beside {rooms:,} rooms")
                found.append(Beside(rooms, await asking.at_rate(system, RATE, seconds)))
            return _table(found)
        finally:
            system.stop()


def _open(system: WatchedSystem, before: int, rooms: int) -> None:
    """Open the rooms of the customers from `before` on, known to us and read already."""
    _let_all_in(system)
    uri = (system.folder / "database-url").read_text().strip()
    filling.fill(uri, people=rooms, messages=10 * rooms)
    bot = Agent(system, "asistente", system.env["ROCKETCHAT_BOT_PASSWORD"]).id
    with psycopg.connect(uri) as database, ThreadPoolExecutor(AT_ONCE) as pool:
        database.execute(_SECRETS)
        people = [
            Customer(id=row[0], secret=row[1]) for row in database.execute(_VISITORS, (before,))
        ]
        opened = pool.map(lambda one: (_room_of(system, one, bot), one.id), people)
        database.cursor().executemany(_KNOWN, list(opened))


def _let_all_in(system: WatchedSystem) -> None:
    """Switch the world's rate limiter off, as its administrator may."""
    admin = Agent(system, "admin")
    admin.shows(as_second_factor("admin"))
    admin.post(LIMITER, value=False)


def _room_of(system: WatchedSystem, customer: Customer, bot: str) -> str:
    api, token = f"{system.rocketchat_url}/api/v1/livechat", customer.token
    visitor = {"token": token, "name": f"Cliente {customer.id}"}
    requests.post(f"{api}/visitor", json={"visitor": visitor}, timeout=60).raise_for_status()
    query = {"token": token, "agentId": bot}
    answer = requests.get(f"{api}/room", params=query, timeout=60)
    answer.raise_for_status()
    return str(answer.json()["room"]["_id"])


def _table(found: Sequence[Beside]) -> Table:
    aim = round(FLAT * found[0].cpu_ms, 1)
    rows = [
        [f"{one.rooms:,}", f"{one.cpu_ms:.1f}", against(one.cpu_ms, aim),
         f"{one.asked.times.p50:.0f}",
         f"{one.asked.outcome.otherwise} / {one.asked.outcome.silent}"]
        for one in found
    ]  # fmt: skip
    columns = ("open rooms", "a question, ms", f"flat (× {FLAT})", "p50 ms", "otherwise / silent")
    notes = [
        f"Our processor time; {RATE:g} questions/s. The sweeps, which list the open rooms for a "
        "tenth of the time at most (brain/rest.py), are in it.",
        "Rocket.Chat's own cost is not in it; in the world it is a stand-in's.",
    ]
    return Table("What a question costs beside open rooms", columns, rows, notes)


if __name__ == "__main__":
    main()
