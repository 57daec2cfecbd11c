"""The dice: the same seed, the same blows; each kind of process as often as the others."""

from collections import Counter

from tests.chaos import plan
from tests.chaos.plan import MORTAL


def test_the_same_seed_draws_the_same() -> None:
    assert plan.draw(7, 20, 60) == plan.draw(7, 20, 60)
    assert plan.draw(7, 20, 60) != plan.draw(8, 20, 60)


def test_each_kind_of_process_is_killed_as_often_as_the_others() -> None:
    killed = Counter(one.what for one in plan.draw(1, 100, 600) if one.kind == "kill")
    assert killed == dict.fromkeys(MORTAL, 20)


def test_the_last_blow_is_a_kill_at_the_very_end() -> None:
    last = plan.draw(3, 100, 600)[-1]
    assert (last.kind, last.at) == ("kill", 600)


def test_who_is_away_for_minutes_is_not_brought_back_by_a_kill() -> None:
    drawn = plan.draw(1, 100, 600)
    away = next(one for one in drawn if one.kind == "away")
    assert away.what >= 120
    killed = [one.at for one in drawn if (one.kind, one.what) == ("kill", "rocketchat")]
    assert not [at for at in killed if away.at <= at < away.at + away.what]


def test_each_answer_of_metas_is_given_at_least_once() -> None:
    assert {one.what for one in plan.draw(9, 10, 60) if one.kind == "send"} == set(plan.SENDS)


def test_where_no_disk_can_be_filled_none_is() -> None:
    assert not [one for one in plan.draw(3, 10, 60, disk=False) if one.kind == "full"]
