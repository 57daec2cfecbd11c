"""The clock: tells what has to happen at its time. Two clocks do no harm: each tick is a row."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

import peewee
import structlog
from apscheduler.schedulers.blocking import BlockingScheduler

from brain import clock_tick, database
from brain.models import database as bound
from brain.settings import Settings

log = structlog.get_logger()


@dataclass(frozen=True)
class Appointment:
    """A task of the worker's and how often it is due, in seconds."""

    task: str
    every: int


APPOINTMENTS = (
    Appointment("sweep_rooms", 4),  # with many rooms it rests in between: see brain/rest.py
    Appointment("sweep_all_rooms", 300),
    Appointment("refresh_templates", 300),
    Appointment("warn_windows", 60),
    Appointment("stale_tickets", 60),
    Appointment("idle_rooms", 60),
    Appointment("tidy", 3600),
    Appointment("forget", 3600),
)


def run(settings: Settings) -> None:
    """Keep ticking until told to stop."""
    database.wait_until_ready(database.connect(database.address(settings), max_connections=2))
    scheduler = BlockingScheduler(timezone="UTC")
    for appointment in APPOINTMENTS:
        scheduler.add_job(
            tick, "interval", seconds=appointment.every, args=[appointment],
            next_run_time=datetime.now(UTC), max_instances=1, coalesce=True,
            misfire_grace_time=None,
        )  # fmt: skip
    scheduler.start()


def tick(appointment: Appointment, now: float | None = None) -> None:
    """Tell the workers of this tick unless another clock did."""
    number = int((time.time() if now is None else now) // appointment.every)
    try:
        with bound.connection_context():
            clock_tick.tell(appointment.task, number)
    except peewee.PeeweeException as error:
        log.warning("clock.tick_failed", task=appointment.task, error=type(error).__name__)
