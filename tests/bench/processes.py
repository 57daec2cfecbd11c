"""What processes cost: processor time and memory of each, with all that they started."""

from collections.abc import Mapping
from dataclasses import dataclass

import psutil

OURS = ("db", "web", "worker", "clock")
WORLD = ("rocketchat", "meta")
MIB = 1024 * 1024

Cost = dict[str, float]


@dataclass(frozen=True)
class Memory:
    """Resident memory in MiB; `fair` (PSS) shares out what several processes have in common."""

    resident: float
    fair: float


def cpu_ms(pids: Mapping[str, int]) -> Cost:
    """Return the processor time of each process tree so far, in milliseconds."""
    return {name: sum(map(_cpu_ms, _tree(pid))) for name, pid in pids.items()}


def spent(before: Cost, after: Cost) -> Cost:
    """Return what each used between two looks."""
    return {name: after[name] - before[name] for name in before}


def memory(pids: Mapping[str, int]) -> dict[str, Memory]:
    """Return the memory of each process tree now."""
    return {name: _memory(pid) for name, pid in pids.items()}


def _tree(pid: int) -> list[psutil.Process]:
    root = psutil.Process(pid)
    return [root, *root.children(recursive=True)]


def _cpu_ms(process: psutil.Process) -> float:
    """Of children that ended, what they used is told by their parent."""
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    seconds = times.user + times.system + times.children_user + times.children_system
    return float(seconds * 1000)


def _memory(pid: int) -> Memory:
    resident = fair = 0.0
    for process in _tree(pid):
        try:
            full = process.memory_full_info()
        except psutil.NoSuchProcess:
            continue
        resident += full.rss / MIB
        fair += getattr(full, "pss", full.uss) / MIB
    return Memory(resident, fair)
