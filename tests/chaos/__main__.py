"""`python -m tests.chaos`: break everything at random, reckon up, write docs/measurements.md."""

import random
import shutil
import sys
import tempfile
from pathlib import Path

import click

from tests.bench.report import markdown, new_console, show
from tests.bench.watched import load_average, machine
from tests.chaos import plan, report
from tests.chaos.run import Run
from tests.chaos.supervised import SupervisedSystem
from tests.measurements import write_part
from tests.system.running import ROOT

MEASUREMENTS = ROOT / "docs" / "measurements.md"


@click.command()
@click.option("--kills", default=100, show_default=True, help="How many processes are killed -9.")
@click.option("--seconds", default=600.0, show_default=True, help="How long all of it takes.")
@click.option("--seed", type=int, help="Repeat a run's dice; default: new ones.")
@click.option("--askers", default=10, show_default=True, help="Customers who ask the bot.")
@click.option("--served", default=4, show_default=True, help="Customers whom Marta serves.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="What to write.")
@click.option("--keep", type=click.Path(path_type=Path), help="Keep the logs in this folder.")
def main(
    kills: int,
    seconds: float,
    seed: int | None,
    askers: int,
    served: int,
    output: Path | None,
    keep: Path | None,
) -> None:
    """Break everything while customers write; then hold the records against each other."""
    console = new_console()
    seed = seed if seed is not None else random.SystemRandom().randrange(1_000_000)
    console.print(f"seed {seed}")
    load = load_average()
    with tempfile.TemporaryDirectory(prefix="mostrador-chaos-") as name:
        system = SupervisedSystem(Path(name))
        try:
            with console.status("starting everything") as status:
                system.start()
                drawn = plan.draw(seed, kills, seconds, disk=system.disk)
                run = Run(system, seed, askers, served)
                result = run.under(drawn, status.update)
        finally:
            system.stop()
            if keep:
                _keep_logs(Path(name), keep)
    tables = report.tables(result, disk=system.disk)
    for table in tables:
        show(console, table)
    for line in result.wrong:
        console.print(line, style="red")
    facts = report.Facts(seed, kills, seconds, load, machine(), _command(seed))
    target = output or (MEASUREMENTS if report.is_enough(result) else None)
    if target:
        document = "\n".join([report.head(facts), *map(markdown, tables)])
        write_part(target, "make chaos", document)
    sys.exit(0 if report.is_well(result) else 1)


def _command(seed: int) -> str:
    given = " ".join(sys.argv[1:])
    told = f"python -m tests.chaos {given}" if given else "make chaos"
    return told if "--seed" in told else f"{told}` with `--seed {seed}"


def _keep_logs(folder: Path, keep: Path) -> None:
    keep.mkdir(parents=True, exist_ok=True)
    for log in folder.glob("*.log"):
        shutil.copy(log, keep)


if __name__ == "__main__":
    main()
