"""Two web and three worker processes over one external PostgreSQL behave as one."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from tests.system import troubles
from tests.system.dialogue import Dialogue
from tests.system.running import PROCESSES, System, wait_until
from tests.system.test_kills import check_handoff, check_talk, converse

OTHERS = ("web-2", "worker-2", "worker-3")
WORKERS = ("worker", "worker-2", "worker-3")
TALKERS = 6


class SeveralSystem(System):
    """As in a larger store: the database elsewhere, the processes several times over."""

    def __init__(self, folder: Path, database: str) -> None:
        super().__init__(folder, settings={"DATABASE_URL": database})
        for name in OTHERS:
            self._commands[name] = self._commands[name.split("-")[0]]

    def spawn(self, *names: str) -> None:
        """Start processes; the database is there already, and all come in their full number."""
        wanted = [name for name in names if name != "db"]
        super().spawn(*wanted, *(OTHERS if names == PROCESSES else ()))


@pytest.fixture
def several(folder: Path, postgres: str) -> Iterator[System]:
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS several")
        server.execute("CREATE DATABASE several")
    system = SeveralSystem(folder, postgres.replace("/postgres?", "/several?"))
    try:
        yield system.start()
    finally:
        system.stop()


def ask_for_a_person(dialogue: Dialogue) -> None:
    dialogue.customer("quiero hablar con una persona, por favor")
    dialogue.hears("ticket es", within=45)


def test_several_processes_behave_as_one_whichever_of_them_dies(several: System) -> None:
    talkers = [Dialogue(several) for _ in range(TALKERS)]
    askers = [Dialogue(several) for _ in range(2)]
    wait_until(lambda: all("worker.ready" in several.log_of(one) for one in WORKERS), "all work")
    with (
        troubles.rules_of_meta(several, copies=2, retry_max_ms=1000),
        ThreadPoolExecutor(8) as pool,
    ):
        talks = [pool.submit(converse, one) for one in talkers]
        requests = [pool.submit(ask_for_a_person, one) for one in askers]
        for name in ("worker", "web", "worker-3"):
            time.sleep(0.5)
            several.kill(name)
        for talk in talks:
            talk.result()
        for request in requests:
            request.result()
    for dialogue in talkers:
        check_talk(dialogue)
    for dialogue in askers:
        check_handoff(dialogue)
    assert '"event": "sent"' in several.log_of("worker-2")
