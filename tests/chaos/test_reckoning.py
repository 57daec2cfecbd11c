"""What is lost, twice or out of order is counted, and only that."""

from dataclasses import replace

from tests.chaos.reckoning import Account, Reckoning, Relayed, Said, reckon

GOOD = Account(
    said=[Said("uno", 1.0), Said("dos", 2.0), Said("uno", 3.0)],
    in_room=["uno", "dos", "uno"],
    relayed=[Relayed("b-1", "bot"), Relayed("b-2", "bot"), Relayed("b-3", "bot")],
    on_phone=["b-1:0", "b-2:0", "b-2:1", "b-3:0"],
    questions=3,
)


def found(**changes: object) -> dict[str, int]:
    account = replace(GOOD, **changes)  # type: ignore[arg-type]
    counted = reckon(account)
    return {
        name: count
        for name, count in vars(counted).items()
        if count and name not in ("written", "relayed")
    }


def test_what_agrees_is_well() -> None:
    assert found() == {}
    assert reckon(GOOD) == Reckoning(written=3, relayed=3)


def test_what_is_not_in_the_room_is_lost() -> None:
    assert found(in_room=["uno", "uno"]) == {"lost_in": 1}


def test_what_stands_there_twice_is_twice() -> None:
    assert found(in_room=["uno", "dos", "dos", "uno"]) == {"twice_in": 1}


def test_what_came_later_and_stands_before_is_out_of_order() -> None:
    said = [Said("uno", 1.0), Said("dos", 2.0)]
    assert found(said=said, in_room=["dos", "uno"], questions=0) == {"disordered_in": 1}


def test_what_was_heard_late_may_stand_late() -> None:
    said = [Said("uno", 5.0), Said("dos", 2.0)]
    assert found(said=said, in_room=["dos", "uno"], questions=0) == {}


def test_an_answer_that_is_not_on_the_phone_is_lost() -> None:
    assert found(on_phone=["b-1:0", "b-3:0"]) == {"lost_out": 1}


def test_what_meta_never_confirmed_is_counted_apart() -> None:
    missing = {"on_phone": ["b-1:0", "b-3:0"], "unconfirmed": frozenset({"b-2"})}
    assert found(**missing) == {"unconfirmed": 1}


def test_what_waits_behind_a_send_that_is_open_is_not_lost_before_that_is_known() -> None:
    behind = {"on_phone": ["b-1:0"], "unconfirmed": frozenset({"b-2"})}
    assert found(**behind, open_sends=frozenset({"b-2"})) == {"unconfirmed": 1, "held_back": 1}
    assert found(**behind) == {"unconfirmed": 1, "lost_out": 1}


def test_an_answer_twice_and_one_from_nowhere_are_counted() -> None:
    assert found(on_phone=["b-1:0", "b-2:0", "b-2:0", "b-3:0"]) == {"twice_out": 1}
    assert found(on_phone=["b-1:0", "b-2:0", "b-3:0", "b-9:0"]) == {"strangers": 1}


def test_answers_in_another_order_than_the_rooms_are_counted() -> None:
    assert found(on_phone=["b-2:0", "b-1:0", "b-3:0"]) == {"disordered_out": 1}


def test_what_was_said_while_the_room_was_away_may_stand_there_later() -> None:
    told = [*GOOD.relayed, Relayed("c-outage-9", "notice")]
    phone = ["b-1:0", "c-outage-9:0", "b-2:0", "b-3:0"]
    assert found(relayed=told, on_phone=phone) == {}


def test_a_question_without_an_answer_and_one_with_two_are_counted() -> None:
    assert found(questions=4) == {"unanswered": 1}
    assert found(questions=2) == {"answered_twice": 1}
