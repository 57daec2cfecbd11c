"""Do what is due for a customer, oldest first, while holding the customer's lease."""

from collections.abc import Callable
from dataclasses import dataclass

import peewee
import psycopg
import structlog

from brain import (
    cards,
    closing,
    commands,
    delivery,
    idle,
    notes,
    notices,
    reply_out,
    rooms_joined,
    turn,
    visitor_spoke,
    work,
)
from brain.errors import Failure
from brain.lease import Lease, LeaseLost, Leases
from brain.models import database
from brain.services import Services
from brain.work import Task

log = structlog.get_logger()

Step = Callable[[Task, Services, Lease], None]

# In this order: what the customer said is in the room before a turn, a turn before what goes out.
STAGES: dict[str, Step] = {
    "in": lambda task, services, lease: visitor_spoke.enter_room(task, services),
    "turn": turn.take_turn,
    "command": lambda task, services, lease: commands.obey(task, services),
    "moved": lambda task, services, lease: notices.write(task, services),
    "urgent": lambda task, services, lease: notices.write(task, services),
    "taken": lambda task, services, lease: notices.write(task, services),
    "out": lambda task, services, lease: reply_out.relay(task, services),
    "note": lambda task, services, lease: notes.write(task, services),
    "card": lambda task, services, lease: cards.redraw(task, services),
    "idle": lambda task, services, lease: idle.act(task, services),
    "closed": lambda task, services, lease: closing.by_hand(task, services),
    "join": lambda task, services, lease: rooms_joined.leave(task, services),
}
# What breaks by what it holds, not for want of a database, breaks for ever: agents are told.
BREAKS_AT_MOST = 6
# Behind these waits all that the customer or the agents say later.
GIVEN_UP = {"turn", "command"}
ORDER = {stage: place for place, stage in enumerate(STAGES)}


@dataclass(frozen=True)
class Drain:
    """Works for one customer at a time, as often as somebody says "look"."""

    services: Services
    leases: Leases

    def __call__(self, customer_id: int) -> float | None:
        """Do what is due; return the seconds until more will be, or None.

        A look that finds the lease taken leaves at once: its holder looks again after letting go,
        so that work which came in between is not left lying.
        """
        while True:
            with self.leases.of(customer_id) as lease:
                if lease is None:
                    return None
                self._run_due(customer_id, lease)
            waits = [task.wait for task in work.heads(customer_id)]
            if not any(wait <= 0 for wait in waits):
                return min(waits, default=None)

    def _run_due(self, customer_id: int, lease: Lease) -> None:
        try:
            while task := _next_due(customer_id):
                lease.check()
                self._try(task, lease)
        except LeaseLost:
            log.warning("lease.lost", customer=customer_id)

    def _try(self, task: Task, lease: Lease) -> None:
        try:
            STAGES[task.stage](task, self.services, lease)
        except LeaseLost:
            raise
        except Failure as failure:
            self._failed(task, failure)
        except Exception as error:  # the one place for what nobody foresaw
            log.exception("step.broke", work=task.id, stage=task.stage)
            self._broke(task, error)

    def _broke(self, task: Task, error: Exception) -> None:
        """The row waits and comes again; one that breaks each time gives way to what is behind."""
        if isinstance(error, peewee.PeeweeException | psycopg.Error):
            work.postpone(task, "broke")
            return
        times = work.broke(task)
        if times < BREAKS_AT_MOST:
            return
        if task.stage in GIVEN_UP:
            self._failed(task, Failure("broke", permanent=True))
        elif times == BREAKS_AT_MOST:
            delivery.tell_stuck(task)

    def _failed(self, task: Task, failure: Failure) -> None:
        log.info("step.failed", work=task.id, stage=task.stage, reason=failure.reason,
                 permanent=failure.permanent, attempts=task.attempts)  # fmt: skip
        if not failure.permanent:
            work.postpone(task, failure.reason, failure.after)
            return
        with database.atomic():
            work.finish(task.id, state="failed", error=failure.reason)
            if task.stage == "turn":
                turn.give_up(task.customer_id)
            delivery.tell_failed(task)


def _next_due(customer_id: int) -> Task | None:
    due = [task for task in work.heads(customer_id) if task.wait <= 0]
    return min(due, key=lambda task: ORDER[task.stage], default=None)
