"""The worker: takes wake-ups from PostgreSQL and drains customers, several at a time."""

import asyncio
import os
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import peewee
import procrastinate
import structlog
from psycopg.types.json import Jsonb

from brain import (
    customer_wrote,
    database,
    outage,
    room_sweep,
    services,
    tidying,
    wake,
    work_sweep,
)
from brain.drain import Drain
from brain.errors import Failure
from brain.lease import Leases
from brain.models import database as bound
from brain.rocketchat.either_door import Way
from brain.settings import Settings

log = structlog.get_logger()

THREADS = 8
SWEEP_EVERY_SECONDS = 2.0
SOON_SECONDS = 2.0  # what is due later is found by the sweep


def run(settings: Settings) -> None:
    """Work until told to stop (SIGTERM, SIGINT); what is under way is finished first."""
    uri = database.address(settings)
    database.wait_until_ready(database.connect(uri, max_connections=THREADS + 4))
    worker = Worker(services.wire(settings))
    asyncio.run(worker.work(uri))


class Worker:
    """One worker process. Any number of them, on any number of machines, may run."""

    def __init__(self, wired: services.Services) -> None:
        self.services = wired
        self.leases = Leases()
        self.drain = Drain(wired, self.leases)
        self.stop = threading.Event()
        self.name = f"worker:{socket.gethostname()}:{os.getpid()}"

    async def work(self, uri: str) -> None:
        """Run the job engine's worker and the two threads beside it."""
        self.services.mind.warm()
        self.loop = asyncio.get_running_loop()
        self.loop.set_default_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="drain"))
        threads = [
            threading.Thread(target=self.leases.keep_renewing, args=(self.stop,), daemon=True),
            threading.Thread(target=self._keep_sweeping, daemon=True),
        ]
        for thread in threads:
            thread.start()
        app = self._app(uri)
        async with app.open_async():
            log.info("worker.ready", threads=THREADS)
            await app.run_worker_async(
                queues=[wake.QUEUE], concurrency=THREADS, delete_jobs="always",
                fetch_job_polling_interval=SWEEP_EVERY_SECONDS, shutdown_graceful_timeout=20,
            )  # fmt: skip
        self.stop.set()

    def _app(self, uri: str) -> procrastinate.App:
        connector = procrastinate.PsycopgConnector(conninfo=uri, min_size=1, max_size=4)
        app = procrastinate.App(connector=connector)
        app.task(name="drain", queue=wake.QUEUE)(self.drain_customer)
        app.task(name="receive", queue=wake.QUEUE)(self.receive)
        app.task(name="sweep_rooms", queue=wake.QUEUE)(self.sweep_rooms)
        app.task(name="sweep_rooms_without_app", queue=wake.QUEUE)(self.sweep_rooms_without_app)
        app.task(name="tidy", queue=wake.QUEUE)(self.tidy)
        return app

    def receive(self, item: int) -> None:
        """Sort what one sender's webhooks brought, then work for that customer."""
        with bound.connection_context():
            touched = customer_wrote.sort_sender_of(item)
            for customer in touched:
                self._drain_and_come_back(customer)

    def drain_customer(self, customer: int) -> None:
        """Work for a customer."""
        with bound.connection_context():
            self._drain_and_come_back(customer)

    def sweep_rooms(self) -> None:
        """Read the rooms for what events did not tell."""
        with bound.connection_context():
            try:
                room_sweep.sweep(self.services.rooms, self.services.now())
            except Failure as failure:
                log.info("room_sweep.failed", reason=failure.reason)

    def sweep_rooms_without_app(self) -> None:
        """Read the rooms more often where events come by a webhook that gives up."""
        if self.services.door.look() is Way.REST:
            self.sweep_rooms()

    def tidy(self) -> None:
        """Throw away what nobody needs."""
        with bound.connection_context():
            tidying.tidy()

    def _drain_and_come_back(self, customer: int) -> None:
        wait = self.drain(customer)
        if wait is not None and wait <= SOON_SECONDS:
            self.loop.call_soon_threadsafe(self._later, max(wait, 0.01), customer)

    def _later(self, seconds: float, customer: int) -> None:
        self.loop.call_later(
            seconds, lambda: self.loop.run_in_executor(None, self.drain_customer, customer)
        )

    def _keep_sweeping(self) -> None:
        while not self.stop.wait(SWEEP_EVERY_SECONDS):
            try:
                with bound.connection_context():
                    self._beat()
                    outage.end_if_over(self.services.door)
                    work_sweep.wake_the_forgotten()
            except peewee.PeeweeException as error:
                log.warning("sweep.failed", error=type(error).__name__)

    def _beat(self) -> None:
        data: dict[str, Any] = {"threads": THREADS}
        bound.execute_sql(
            """INSERT INTO process (name, beat_at, data) VALUES (%s, now(), %s)
               ON CONFLICT (name) DO UPDATE SET beat_at = now(), data = excluded.data""",
            (self.name, Jsonb(data)),
        )
