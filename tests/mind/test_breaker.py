"""A model that failed several times rests; then one call tries it."""

from structlog.testing import capture_logs

from brain.mind.assistant.breaker import Breaker


def test_a_model_that_failed_rests_and_is_tried_by_one_call_and_the_log_tells_both() -> None:
    now = [0.0]
    breaker = Breaker(lambda: now[0], failures=2, rest=30)
    with capture_logs() as logs:
        breaker.failed()
        assert breaker.allows()
        breaker.failed()
        assert not breaker.allows()
        now[0] = 31
        assert [breaker.allows(), breaker.allows()] == [True, False]
        breaker.failed()
        now[0] = 62
        assert breaker.allows()
        breaker.succeeded()
        assert breaker.allows()
    assert [entry["event"] for entry in logs] == ["model.resting", "model.back"]
