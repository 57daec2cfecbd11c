"""WhatsApp's limits are kept before it has to say no."""

import pytest

from brain import pacing, reply_out, work
from brain.database import Database
from brain.errors import Failure
from brain.lease import Leases
from brain.models import one
from brain.pacing import Throughput
from tests.brain.test_work import add


class Time:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def throughput(time: Time, a_second: float) -> Throughput:
    return Throughput(a_second, time, time.sleep)


def test_sends_are_spread_over_the_second() -> None:
    time = Time()
    limit = throughput(time, 80)
    for _ in range(41):
        limit.take()
    assert time.now == pytest.approx(101.0)


def test_workers_share_what_the_number_may_do() -> None:
    time = Time()
    limit = throughput(time, 80)
    limit.share(4)
    for _ in range(11):
        limit.take()
    assert time.now == pytest.approx(101.0)


def test_after_too_much_for_the_number_nothing_is_sent_for_a_while() -> None:
    time = Time()
    limit = throughput(time, 80)
    limit.pause(60)
    with pytest.raises(Failure) as failed:
        limit.take()
    assert failed.value.after is not None
    assert failed.value.after.total_seconds() == pytest.approx(60)
    time.sleep(60)
    limit.take()


def test_a_worker_that_died_has_no_share(database: Database) -> None:
    time = Time()
    limit = throughput(time, 80)
    database.execute_sql(
        """INSERT INTO process (name, beat_at) VALUES
           ('worker:a', now()), ('worker:b', now()), ('worker:c', now() - interval '1 min')"""
    )
    limit.share_with_all()
    for _ in range(21):
        limit.take()
    assert time.now == pytest.approx(101.0)


def test_one_customer_gets_a_burst_and_then_one_message_each_six_seconds(
    database: Database, customer: int
) -> None:
    with Leases().of(customer), database.atomic():  # in which no time passes
        sent = [intended(customer, number) for number in range(pacing.BURST + 2)]
        assert sent == [True] * pacing.BURST + [False] * 2
        assert pacing.seconds_to_wait(customer) == pytest.approx(6)
        pass_by(database, 6)
        assert intended(customer, 900)
        assert not intended(customer, 901)


def test_what_was_tried_before_costs_nothing_again(database: Database, customer: int) -> None:
    with Leases().of(customer):
        assert intended(customer, 1)
        before = one("SELECT paid_until FROM lease")
        assert not intended(customer, 1)
        assert one("SELECT paid_until FROM lease") == before


def test_a_clock_that_was_set_back_holds_up_nobody(database: Database, customer: int) -> None:
    with Leases().of(customer):
        database.execute_sql("UPDATE lease SET paid_until = now() + interval '1 hour'")
        assert intended(customer, 1)


def intended(customer: int, number: int) -> bool:
    add(customer, "out", f"m{number}")
    task = next(one for one in work.pending(customer, "out") if one.key == f"m{number}")
    return reply_out.intend(f"m{number}:0", task)


def pass_by(database: Database, seconds: int) -> None:
    database.execute_sql("UPDATE lease SET paid_until = paid_until - make_interval(secs => %s)",
                         (seconds,))  # fmt: skip
