from datetime import UTC, datetime, timedelta

from whatsapp.window import closes_at, is_open

NOON = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
A_DAY = timedelta(hours=24)


def test_the_window_closes_a_day_after_the_last_message() -> None:
    assert closes_at(NOON) == NOON + A_DAY


def test_anything_may_be_sent_until_then_and_nothing_after() -> None:
    assert is_open(NOON, NOON + A_DAY - timedelta(seconds=1))
    assert not is_open(NOON, NOON + A_DAY)


def test_somebody_who_never_wrote_gets_only_templates() -> None:
    assert not is_open(None, NOON)
