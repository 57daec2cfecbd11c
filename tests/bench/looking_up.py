"""How long product look-ups take, and what the index takes, by the size of the store.

Each size is measured in a process of its own, so that its memory is its own.
"""

import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass

from tests.bench.spread import percentile

SIZES = (1_000, 10_000, 50_000)
_ROUNDS = 3


@dataclass(frozen=True)
class LookedUp:
    """One size of store: building and asking."""

    products: int
    build_seconds: float
    p50: float  # ms of processor time a look-up
    p95: float
    mib: float  # what the process grew by


def measure() -> list[LookedUp]:
    """Measure every size, one after the other."""
    return [_apart(size) for size in SIZES]


def _apart(size: int) -> LookedUp:
    """Measure a size in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.looking_up", str(size)],
        check=True,
        capture_output=True,
        text=True,
    )
    return LookedUp(**json.loads(ran.stdout))


def _measured(size: int) -> LookedUp:
    # Imported here: their memory is not the index's.
    from knowledge.search import ProductIndex
    from tests.knowledge.hardware import asked, many_products

    asking = asked()
    before, began = _mib(), time.process_time()
    index = ProductIndex.build(many_products(size))
    built = time.process_time() - began
    times = []
    for _ in range(_ROUNDS):
        for each in asking:
            started = time.process_time_ns()
            index.search(each.text, 12)
            times.append((time.process_time_ns() - started) / 1e6)
    ordered = sorted(times)
    p50, p95 = percentile(ordered, 0.5), percentile(ordered, 0.95)
    return LookedUp(len(index), built, p50, p95, _mib() - before)


def _mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    json.dump(asdict(_measured(int(sys.argv[1]))), sys.stdout)
