"""An open loop does not wait for answers; a closed one does."""

import asyncio
import itertools

from tests.bench.pacing import Arrival, closed_loop, offsets, open_loop


def test_requests_are_due_evenly() -> None:
    assert offsets(4, 1.5) == [0.0, 0.25, 0.5, 0.75, 1.0, 1.25]


def test_a_late_start_counts_as_waiting() -> None:
    arrival = Arrival(due=1.0, left=3.0, answered=3.5, good=True)
    assert arrival.milliseconds == 2500
    assert arrival.late == 2000


def test_an_open_loop_sends_the_next_before_the_first_is_answered() -> None:
    async def run() -> list[Arrival]:
        last_was_sent = asyncio.Event()

        async def answered_after_the_last(number: int) -> bool:
            if number == 4:
                last_was_sent.set()
            await last_was_sent.wait()
            return True

        return await asyncio.wait_for(open_loop(offsets(500, 0.01), answered_after_the_last), 10)

    arrivals = asyncio.run(run())
    assert len(arrivals) == 5
    assert all(arrival.good for arrival in arrivals)


def test_what_fails_is_told() -> None:
    async def refuse_odd(number: int) -> bool:
        return number % 2 == 0

    arrivals = asyncio.run(open_loop(offsets(500, 0.01), refuse_odd))
    assert [arrival.good for arrival in arrivals] == [True, False, True, False, True]


def test_a_closed_loop_has_one_request_a_connection_on_its_way() -> None:
    under_way = most = 0

    async def send(number: int) -> bool:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.001)
        under_way -= 1
        return number % 2 == 0

    numbers = itertools.count()
    good = asyncio.run(closed_loop(3, 0.05, numbers, send))
    assert most == 3
    sent = next(numbers)
    assert good == (sent + 1) // 2
