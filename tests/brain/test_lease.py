"""One worker at a time works for a customer, and a dead one's lease lapses."""

import pytest

from brain.database import Database
from brain.lease import LeaseLost, Leases


def lapse(database: Database, customer: int) -> None:
    database.execute_sql(
        "UPDATE lease SET until = now() - interval '1 s' WHERE customer_id = %s", (customer,)
    )


def test_a_second_worker_does_not_get_the_lease(customer: int) -> None:
    with Leases().of(customer) as first, Leases().of(customer) as second:
        assert first is not None
        assert second is None


def test_the_lease_is_free_after_it_was_let_go(customer: int) -> None:
    with Leases().of(customer):
        pass
    with Leases().of(customer) as again:
        assert again is not None


def test_a_dead_workers_lease_lapses(database: Database, customer: int) -> None:
    with Leases().of(customer):
        lapse(database, customer)
        with Leases().of(customer) as second:
            assert second is not None


def test_renewing_keeps_a_lease_that_would_lapse(database: Database, customer: int) -> None:
    leases = Leases()
    with leases.of(customer) as lease:
        assert lease is not None
        lapse(database, customer)
        leases.renew()
        with Leases().of(customer) as second:
            assert second is None


def test_whoever_lost_the_lease_stops(database: Database, customer: int) -> None:
    leases = Leases()
    with leases.of(customer) as lease:
        assert lease is not None
        lease.check()
        lapse(database, customer)
        with Leases().of(customer):
            leases.renew()
        lease.held_until -= 5
        with pytest.raises(LeaseLost):
            lease.check()


def test_letting_go_does_not_take_another_workers_lease(database: Database, customer: int) -> None:
    late, other = Leases(), Leases()
    with late.of(customer):
        lapse(database, customer)
        taken = other.of(customer)
        assert taken.__enter__() is not None
    with Leases().of(customer) as third:
        assert third is None
    taken.__exit__(None, None, None)


def test_a_lease_of_the_future_is_free_for_the_clock_was_set_back(
    database: Database, customer: int
) -> None:
    with Leases().of(customer):
        database.execute_sql("UPDATE lease SET until = until + interval '1 hour'")
        with Leases().of(customer) as second:
            assert second is not None
