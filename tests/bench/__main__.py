"""`python -m tests.bench`: start everything, measure, print, write docs/measurements.md."""

import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console

from tests.bench import acknowledging, asking, looking_up, processes, tables
from tests.bench.report import Table, markdown, new_console, show
from tests.bench.watched import WatchedSystem, commit_ms, load_average, machine
from tests.measurements import write_part
from tests.system.running import ROOT

MEASUREMENTS = ROOT / "docs" / "measurements.md"
WARM_UP = (2.0, 3.0)  # questions a second, seconds
IDLE_SECONDS = 4.0


@dataclass(frozen=True)
class Plan:
    """What is measured, and for how long."""

    questions: dict[float, float]  # rate -> seconds
    webhooks: dict[float, float]
    compare_seconds: float


FULL = Plan({1: 30, 4: 20, 5: 20, 20: 20, 40: 15}, {5: 12, 20: 10, 80: 10}, 6)
QUICK = Plan({1: 4, 4: 5, 20: 4, 40: 3}, {5: 3, 20: 3, 80: 3}, 2)


@click.command()
@click.option("--quick", is_flag=True, help="A run of a minute; writes nothing unless told to.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="What to write.")
def main(quick: bool, output: Path | None) -> None:
    """Measure acknowledgements, conversations, processor time and memory."""
    console = new_console()
    began, load = time.monotonic(), load_average()
    measured = asyncio.run(_measure(QUICK if quick else FULL, console))
    with console.status("product look-ups, store by store"):
        measured.append(tables.looking_up(looking_up.measure()))
    for table in measured:
        show(console, table)
    console.print(f"{time.monotonic() - began:.0f} s, load average {load:.1f} at the start")
    target = output or (None if quick else MEASUREMENTS)
    if target:
        write_part(target, "make bench", _document(measured, load, _command()))
        console.print(f"written to {target.name}")


def _command() -> str:
    options = " ".join(sys.argv[1:])
    return f"python -m tests.bench {options}" if options else "make bench"


async def _measure(plan: Plan, console: Console) -> list[Table]:
    with tempfile.TemporaryDirectory(prefix="mostrador-bench-") as folder:
        system = WatchedSystem(Path(folder))
        try:
            with console.status("starting everything"):
                system.start()
            return await _measure_system(system, plan, console)
        finally:
            system.stop()


async def _measure_system(system: WatchedSystem, plan: Plan, console: Console) -> list[Table]:
    """Conversations first: webhooks at full speed leave more work behind than anyone waits for."""
    with console.status("warming up, then idling"):
        at_start = processes.memory(system.pids)
        await asking.at_rate(system, *WARM_UP)
        idle = await _idle(system)
        commit = commit_ms(system)
    conversations = []
    for rate, seconds in plan.questions.items():
        with console.status(f"{rate:g} questions/s"):
            conversations.append(await asking.at_rate(system, rate, seconds))
    at_end = processes.memory(system.pids)
    acknowledged = []
    for rate, seconds in plan.webhooks.items():
        with console.status(f"{rate:g} webhooks/s"):
            acknowledged.append(await acknowledging.at_rate(system, rate, seconds))
    with console.status("ours and the smallest by turns"):
        system.end("worker", "clock")
        compared = await acknowledging.compare(system, plan.compare_seconds)
    return [
        tables.acknowledgement(acknowledged),
        tables.comparison(compared, commit),
        tables.end_to_end(conversations),
        tables.processor(conversations, idle),
        tables.memory(at_start, at_end),
    ]


async def _idle(system: WatchedSystem) -> processes.Cost:
    before = processes.cpu_ms(system.pids)
    await asyncio.sleep(IDLE_SECONDS)
    spent = processes.spent(before, processes.cpu_ms(system.pids))
    return {name: used / IDLE_SECONDS for name, used in spent.items()}


def _document(measured: list[Table], load: float, command: str) -> str:
    facts = ", ".join(f"{name} {value}" for name, value in machine().items())
    head = f"""## Latency, throughput and memory

Written by `{command}`.

{facts[:1].upper() + facts[1:]}. Load average at the start: {load:.1f}.

World, load generator and product share the machine, so that every figure contains what the others
take: at high rates the world's own processor time is the greater part. A load average above the
number of cores at the start means that others worked on the machine meanwhile: measure again.
No language model is called.
"""
    return "\n".join([head, *map(markdown, measured)])


if __name__ == "__main__":
    main()
