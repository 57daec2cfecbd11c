"""The figures of a run as tables."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.bench.report import Table, against
from tests.bench.spread import Spread
from tests.chaos.plan import MORTAL
from tests.chaos.reckoning import Reckoning
from tests.chaos.run import Result

KILLS = 100
KILLS_OF_EACH = 15
RECOVERED_WITHIN_SECONDS = 10.0


@dataclass(frozen=True)
class Facts:
    """How it was measured."""

    seed: int
    kills: int
    seconds: float
    load: float
    machine: Mapping[str, str]
    command: str


def head(facts: Facts) -> str:
    """Return what has to be known before the figures."""
    about = ", ".join(f"{name} {value}" for name, value in facts.machine.items())
    return f"""## Faults

Written by `{facts.command}`.

{about[:1].upper() + about[1:]}. Load average at the start: {facts.load:.1f}. Seed {facts.seed}:
{facts.kills} kills -9 within {facts.seconds:.0f} s, each kind of process as often as the others,
started again at once. Customers ask the bot one question after the other, others write to an agent
and are written to; a fifth of the webhooks comes twice, a fifth late and so behind later ones.
Afterwards the world's own records are held against each other: what customers wrote, what stands in
the rooms, what the phones got.
"""


def tables(result: Result, *, disk: bool) -> list[Table]:
    """Return what was found and what was done to the system."""
    return [_came_of_it(result), _struck(result, disk)]


def _came_of_it(result: Result) -> Table:
    total, waits = result.total, Spread.of(one * 1000 for one in result.waited)
    recovered = "never" if result.recovered is None else f"{result.recovered:.1f}"
    late = result.recovered is None or result.recovered > RECOVERED_WITHIN_SECONDS
    rows = [
        ["lost", str(_lost(total)), _none(_lost(total))],
        ["duplicated", str(total.duplicated), _none(total.duplicated)],
        ["out of order", str(total.disordered), _none(total.disordered)],
        [
            "s until all was well after the last fault",
            recovered,
            f"≤ {RECOVERED_WITHIN_SECONDS:g}: {'MISSED' if late else 'kept'}",
        ],
        ["written by customers", str(total.written), ""],
        ["written to customers", str(total.relayed), ""],
        [
            "sends whose outcome was open then",
            str(result.open_sends),
            "wait 30 s for a status, with what is behind them",
        ],
        ["sends that Meta never confirmed", str(total.unconfirmed), "counted apart"],
        ["rooms the app gave to people after a minute", str(result.rescued), "as it should"],
        ["answers waited for: p50 s", f"{waits.p50 / 1000:.1f}", ""],
        ["answers waited for: p99 s", f"{waits.p99 / 1000:.1f}", ""],
        ["answers waited for: worst s", f"{waits.most / 1000:.1f}", ""],
    ]
    return Table("What came of it", ("", "count", "bar"), rows)


def _lost(total: Reckoning) -> int:
    """What is held back when all is over stays so."""
    return total.lost + total.held_back


def _none(count: int) -> str:
    return against(count, 0)


def _struck(result: Result, disk: bool) -> Table:
    rows = []
    for name, times in sorted(result.struck.items()):
        after = Spread.of(result.after.get(name, []))
        rows.append([name, str(times), f"{after.p50:.1f}", f"{after.most:.1f}"])
    notes = [
        "The seconds run from the blow to the next answer that any customer got.",
        "`send …`: Meta's answer to one send; `away`: Rocket.Chat cuts every connection for a "
        "while; `deaf`: its app is not told of messages; `jump`: WhatsApp's clock, by which "
        "messages are ordered, jumps ahead; `back`: an hour is put before all times by which rows, "
        "leases, sends and ticks wait, as if the machine's clock had been set back.",
    ]
    if disk:
        notes.append("`full`: the database's disk, a tmpfs of its own, has no byte left.")
    else:
        notes.append("No disk was filled: only root can mount one to fill.")
    columns = ("fault", "times", "next answer p50 s", "worst s")
    return Table("What was done to it", columns, rows, notes)


def is_well(result: Result) -> bool:
    """Tell whether a run reaches the bar."""
    total = result.total
    well = not (_lost(total) or total.duplicated or total.disordered)
    return well and (result.recovered or 1e9) <= RECOVERED_WITHIN_SECONDS


def is_enough(result: Result) -> bool:
    """Tell whether so much was killed that the figures say something."""
    kills = [result.struck.get(f"kill {name}", 0) for name in MORTAL]
    return sum(kills) >= KILLS and min(kills) >= KILLS_OF_EACH
