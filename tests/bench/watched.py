"""The system of the tests, with its processes in view."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import requests

from tests.bench.signed_webhooks import PATH
from tests.system.running import ROOT, System, free_port, wait_until

GUNICORN = ROOT / "deploy" / "gunicorn.conf.py"
END_WITHIN_SECONDS = 25
UNSIGNED = 403


class WatchedSystem(System):
    """Everything on free ports, to be measured."""

    @property
    def pids(self) -> dict[str, int]:
        """The first process of each part that runs."""
        return {name: process.pid for name, process in self._running.items()}

    @property
    def phone_id(self) -> str:
        """The business number that webhooks are for."""
        return self.env["WHATSAPP_PHONE_ID"]

    def end(self, *names: str) -> None:
        """End processes properly, as somebody does who stops the product."""
        ending = [self._running.pop(name) for name in names]
        for process in ending:
            process.terminate()
        for process in ending:
            process.wait(END_WITHIN_SECONDS)


@contextmanager
def smallest_acknowledgement(system: WatchedSystem) -> Iterator[tuple[str, int]]:
    """Run the smallest acknowledgement beside ours, on the same database; yield address and pid."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    process = _start(system, port)
    try:
        wait_until(lambda: _listens(url), f"{url} listens", END_WITHIN_SECONDS)
        yield url, process.pid
    finally:
        process.terminate()
        process.wait(END_WITHIN_SECONDS)


def _start(system: WatchedSystem, port: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "gunicorn", "-c", str(GUNICORN)]
    with (system.folder / "smallest.log").open("ab") as log:
        return subprocess.Popen(
            [*command, "tests.bench.smallest:create_app()"],
            cwd=ROOT,
            env=system.env | {"PORT": str(port)},
            stdout=log,
            stderr=log,
        )


def _listens(url: str) -> bool:
    try:
        return bool(requests.post(url + PATH, data=b"", timeout=2).status_code == UNSIGNED)
    except requests.RequestException:
        return False


def machine() -> dict[str, str]:
    """Return what the figures depend on."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": str(os.cpu_count()),
        "processor": _processor(),
        "memory": f"{pages / 2**30:.0f} GiB",
        "system": " ".join((os.uname().sysname, os.uname().release)),
        "Python": sys.version.split()[0],
        "date": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
        "commit": _commit(),
    }


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else os.uname().machine


def _commit() -> str:
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return told.stdout.strip() or "unknown"


def commit_ms(system: WatchedSystem, times: int = 50) -> float:
    """Return how long the database takes to make one row durable, with nothing else going on.

    It is the disk's time mostly, and every acknowledgement waits for it.
    """
    uri = (system.folder / "database-url").read_text().strip()
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS bench_commit (number int)")
        began = time.monotonic()
        for number in range(times):
            connection.execute("INSERT INTO bench_commit VALUES (%s)", (number,))
        return (time.monotonic() - began) * 1000 / times


def load_average() -> float:
    """Return how many processes wanted a core, over the last minute."""
    return os.getloadavg()[0]
