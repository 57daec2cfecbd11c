"""By which door words enter: decided by what the app's address answers."""

import pytest

from brain.rocketchat.either_door import GONE_AFTER_SECONDS, Sight, Way, choose

APP, REST, UNSEEN = Sight(Way.APP), Sight(Way.REST), Sight()


@pytest.mark.parametrize("before", [UNSEEN, REST, APP, Sight(Way.APP, absent_since=1.0)])
@pytest.mark.parametrize("status", [401, 403])
def test_an_app_that_refuses_a_call_without_signature_is_the_way(
    before: Sight, status: int
) -> None:
    assert choose(before, status, 100.0) == APP


@pytest.mark.parametrize("before", [UNSEEN, REST])
def test_where_no_app_runs_the_way_is_rest(before: Sight) -> None:
    assert choose(before, 404, 100.0) == REST


@pytest.mark.parametrize("before", [UNSEEN, REST, APP])
@pytest.mark.parametrize("status", [None, 200, 429, 500, 502, 503])
def test_an_outage_changes_nothing(before: Sight, status: int | None) -> None:
    assert choose(before, status, 100.0) == before


def test_a_server_that_starts_has_time_to_start_its_app() -> None:
    missed = choose(APP, 404, 100.0)
    assert missed.way is Way.APP
    assert choose(missed, 404, 100.0 + GONE_AFTER_SECONDS - 0.1).way is Way.APP
    assert choose(missed, 404, 100.0 + GONE_AFTER_SECONDS) == REST
    assert choose(missed, 401, 101.0) == APP


def test_the_time_counts_from_when_the_app_was_missed_first() -> None:
    missed = choose(APP, 404, 100.0)
    assert choose(missed, 404, 105.0) == missed
    assert choose(missed, None, 105.0) == missed
