"""Tasks of the clock: none takes all the time there is, none stops when the clock is set back."""

from brain import clock_tick
from brain.database import Database
from brain.rest import Rest


def test_what_took_long_rests_nine_times_as_long() -> None:
    now = [0.0]
    rest = Rest(lambda: now[0])
    with rest.after("sweep"):
        now[0] = 4.0
        assert not rest.is_over("sweep")
    now[0] = 39.0
    assert not rest.is_over("sweep")
    assert rest.is_over("another")
    now[0] = 40.0
    assert rest.is_over("sweep")


def test_a_tick_is_claimed_once(database: Database) -> None:
    clock_tick.tell("sweep", 7)
    assert clock_tick.claim("sweep", 7)
    clock_tick.tell("sweep", 7)
    assert not clock_tick.claim("sweep", 7)


def test_a_tick_that_comes_again_since_the_clock_was_set_back_is_a_new_one(
    database: Database,
) -> None:
    clock_tick.tell("sweep", 7)
    clock_tick.claim("sweep", 7)
    database.execute_sql("UPDATE tick SET claimed_at = now() + interval '1 hour'")
    clock_tick.tell("sweep", 7)
    assert clock_tick.claim("sweep", 7)
