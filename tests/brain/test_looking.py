"""Wake-ups: what is told is looked at once, by whoever hears it, and only after the commit."""

import threading
import time
from collections.abc import Iterator

import pytest

from brain import clock_tick, wake
from brain.bell import Bell
from brain.database import Database
from brain.looking import Lookout, keep_listening
from tests.system.running import wait_until

PROBE = "customer 0"


class Ear:
    """A worker's listener that remembers what it heard."""

    def __init__(self, uri: str) -> None:
        self._all: list[str] = []
        self.stop = threading.Event()
        arguments = (uri, self._all.append, self.stop)
        self.thread = threading.Thread(target=keep_listening, args=arguments, daemon=True)
        self.thread.start()

    @property
    def heard(self) -> list[str]:
        return [what for what in self._all if what != PROBE]

    def is_open(self) -> bool:
        """Tell whether a wake-up comes through; the probe itself does not count as heard."""
        before = len(self._all)
        wake.customers([0])
        time.sleep(0.05)
        return len(self._all) > before


@pytest.fixture
def ear(database: Database, postgres: str) -> Iterator[Ear]:
    listening = Ear(postgres)
    wait_until(listening.is_open, "it listens")
    yield listening
    listening.stop.set()
    wake.customers([0])
    listening.thread.join(10)


def test_a_wake_up_is_heard_after_the_commit_and_not_before(database: Database, ear: Ear) -> None:
    with database.atomic():
        wake.customers([7])
        assert ear.heard == []
    wait_until(lambda: ear.heard == ["customer 7"], "it is heard")


def test_a_wake_up_of_a_transaction_that_failed_is_not_heard(database: Database, ear: Ear) -> None:
    with database.atomic() as transaction:
        wake.customers([7])
        transaction.rollback()
    wake.customers([8])
    wait_until(lambda: ear.heard, "something is heard")
    assert ear.heard == ["customer 8"]


def test_the_bell_tells_of_every_item(ear: Ear) -> None:
    bell = Bell()
    bell.ring([3, 4])
    bell.ring([5])
    wait_until(lambda: set(ear.heard) == {"item 3", "item 4", "item 5"}, "all are heard")


def test_two_clocks_tell_of_a_tick_once_and_one_worker_has_it(ear: Ear) -> None:
    clock_tick.tell("sweep_rooms", 12)
    clock_tick.tell("sweep_rooms", 12)
    wake.customers([1])
    wait_until(lambda: "customer 1" in ear.heard, "all is heard")
    assert ear.heard.count("task sweep_rooms 12") == 1
    assert [clock_tick.claim("sweep_rooms", 12) for _ in range(3)] == [True, False, False]


def test_a_listener_hears_again_after_its_connection_was_lost(database: Database, ear: Ear) -> None:
    database.execute_sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%%'"
    )
    wait_until(ear.is_open, "it listens again")


def test_what_is_called_for_while_it_waits_is_looked_at_once() -> None:
    started, go, looked = threading.Event(), threading.Event(), list[str]()

    def look(what: str) -> None:
        started.set()
        go.wait(10)
        looked.append(what)

    lookout = Lookout(look, threads=1)
    lookout.call("customer 1")
    started.wait(10)
    for _ in range(5):
        lookout.call("customer 2")
    assert lookout.waiting() == 1
    go.set()
    wait_until(lambda: len(looked) == 2, "both were looked at")
    lookout.close()
    assert looked == ["customer 1", "customer 2"]


def test_what_is_called_for_during_its_look_is_looked_at_again() -> None:
    started, looked = threading.Event(), list[str]()
    lookout: Lookout

    def look(what: str) -> None:
        looked.append(what)
        if len(looked) == 1:
            lookout.call(what)
        started.set()

    lookout = Lookout(look, threads=1)
    lookout.call("customer 1")
    wait_until(lambda: len(looked) == 2, "it was looked at again")
    lookout.close()


def test_a_look_that_breaks_does_not_stop_the_next() -> None:
    looked: list[str] = []

    def look(what: str) -> None:
        looked.append(what)
        if what == "customer 1":
            raise ValueError

    lookout = Lookout(look, threads=1)
    lookout.call("customer 1")
    lookout.call("customer 2")
    wait_until(lambda: looked == ["customer 1", "customer 2"], "both were looked at")
    lookout.close()
