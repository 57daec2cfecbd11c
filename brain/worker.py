"""The worker: hears wake-ups from PostgreSQL and drains customers, several at a time."""

import functools
import itertools
import os
import signal
import socket
import threading
from collections.abc import Callable
from typing import Any

import peewee
import structlog
from psycopg.types.json import Jsonb

from brain import (
    clock_tick,
    customer_wrote,
    database,
    idle,
    outage,
    restored,
    room_sweep,
    services,
    set_back,
    stale,
    template_refresh,
    tidying,
    window_warning,
    work_sweep,
)
from brain.drain import Drain
from brain.errors import Failure
from brain.flood import Floods
from brain.lease import Leases
from brain.looking import Lookout, keep_listening
from brain.models import database as bound
from brain.privacy import retention
from brain.rest import Rest
from brain.settings import Settings

log = structlog.get_logger()

THREADS = 8
SWEEP_EVERY_SECONDS = 2.0
LONG_QUEUE = 200  # calls that wait; to such a queue the sweep adds only the oldest
NEVER_LEFT_OUT = 20
SOON_SECONDS = 2.0  # what is due later is found by the sweep


def run(settings: Settings) -> None:
    """Work until told to stop (SIGTERM, SIGINT); what is under way is finished first."""
    uri = database.address(settings)
    connected = database.connect(uri, max_connections=2 * THREADS + 4, lazy_commit=True)
    database.wait_until_ready(connected)
    with connected.connection_context():
        worker = Worker(services.wire(settings, restored.latest()))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: worker.stop.set())
    worker.work(uri)


class Worker:
    """One worker process. Any number of them, on any number of machines, may run."""

    def __init__(self, wired: services.Services) -> None:
        self.services = wired
        self.leases = Leases()
        self.drain = Drain(wired, self.leases)
        self.floods = Floods()
        self.rest = Rest()
        self.stop = threading.Event()
        self.lookout = Lookout(self.look, THREADS)
        self._number = wired.settings.whatsapp_phone_id
        self.name = f"worker:{socket.gethostname()}:{os.getpid()}"
        self.tasks: dict[str, Callable[[], None]] = {
            "sweep_rooms": self.sweep_rooms,
            "sweep_all_rooms": lambda: self.sweep_rooms(also_the_bots=True),
            "warn_windows": self.warn_windows,
            "refresh_templates": lambda: template_refresh.refresh(self.services),
            "stale_tickets": lambda: self._by_the_clock(stale.look),
            "idle_rooms": lambda: self._by_the_clock(idle.look),
            "tidy": tidying.tidy,
            "forget": self.forget,
        }

    def work(self, uri: str) -> None:
        """Listen, look, sweep, until told to stop."""
        with bound.connection_context():
            self.services.mind.warm()
            self._settle_restoration()
        threads = [
            threading.Thread(target=self.leases.keep_renewing, args=(self.stop,), daemon=True),
            threading.Thread(
                target=keep_listening, args=(uri, self.lookout.call, self.stop), daemon=True
            ),
        ]
        for thread in threads:
            thread.start()
        with bound.connection_context():
            self._beat()
        self.lookout.call("templates")
        log.info("worker.ready", threads=THREADS)
        self._keep_sweeping()
        self.lookout.close()

    def look(self, what: str) -> None:
        """Do what a wake-up asks for: an item's sender, a customer, or a task of the clock."""
        kind, _, name = what.partition(" ")
        with bound.connection_context():
            if kind == "item":
                in_flood = self.floods.is_in_flood
                for customer in customer_wrote.sort_sender_of(int(name), self._number, in_flood):
                    self._drain_and_come_back(customer)
            elif kind == "customer":
                self._drain_and_come_back(int(name))
            elif kind == "task":
                self._run_task(*name.split())
            elif kind == "templates":
                template_refresh.refresh(self.services)

    def _run_task(self, task: str, tick: str) -> None:
        """Every worker hears of a tick; one claims it, unless it rests from the last."""
        if self.rest.is_over(task) and clock_tick.claim(task, int(tick)):
            with self.rest.after(task):
                self.tasks[task]()

    def sweep_rooms(self, *, also_the_bots: bool = False) -> None:
        """Read the rooms for what events did not tell; look by which way words get in, too."""
        self.services.door.look()
        try:
            self._sweep_rooms(also_the_bots)
        except Failure as failure:
            log.info("room_sweep.failed", reason=failure.reason)

    def _sweep_rooms(self, also_the_bots: bool) -> None:
        room_sweep.sweep(
            self.services.rooms,
            self.services.now(),
            also_the_bots=also_the_bots,
            gap=self.services.gap,
        )

    def _by_the_clock(self, look: Callable[[services.Services], object]) -> None:
        """Do what is due by the hour; while Rocket.Chat is away it waits for the next tick."""
        try:
            look(self.services)
        except Failure as failure:
            log.info("clock.task_failed", reason=failure.reason)

    def _settle_restoration(self) -> None:
        """After a restore nothing is done before the rooms were read."""
        for wait in itertools.chain([0], itertools.repeat(SWEEP_EVERY_SECONDS)):
            if self.stop.wait(wait):
                return
            try:
                sweep = functools.partial(self._sweep_rooms, also_the_bots=True)
                restored.settle(self.services.rooms, self.services.gap, sweep)
                return
            except Failure as failure:
                log.warning("restoration.waits", reason=failure.reason)
                if failure.permanent:
                    return

    def warn_windows(self) -> None:
        """Tell agents of the windows that are about to close."""
        wired = self.services
        window_warning.warn(wired.rooms, wired.now(), wired.settings.zone)

    def forget(self) -> None:
        """Forget what was kept long enough."""
        retention.forget(
            self.services.settings, self.services.now(), lambda: not self.stop.is_set()
        )

    def _drain_and_come_back(self, customer: int) -> None:
        wait = self.drain(customer)
        if wait is not None and wait <= SOON_SECONDS:
            self.lookout.call_later(max(wait, 0.01), f"customer {customer}")

    def _keep_sweeping(self) -> None:
        while not self.stop.wait(SWEEP_EVERY_SECONDS):
            try:
                with bound.connection_context():
                    self._beat()
                    self.services.throughput.share_with_all()
                    set_back.make_good()
                    if not outage.end_if_over(self.services.door):
                        outage.tell_who_waits()
                    room = max(LONG_QUEUE - self.lookout.waiting(), NEVER_LEFT_OUT)
                    for forgotten in work_sweep.forgotten()[:room]:
                        self.lookout.call(forgotten)
            except peewee.PeeweeException as error:
                log.warning("sweep.failed", error=type(error).__name__)

    def _beat(self) -> None:
        data: dict[str, Any] = {"threads": THREADS}
        bound.execute_sql(
            """INSERT INTO process (name, beat_at, data) VALUES (%s, now(), %s)
               ON CONFLICT (name) DO UPDATE SET beat_at = now(), data = excluded.data""",
            (self.name, Jsonb(data)),
        )
