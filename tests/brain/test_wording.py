"""Words for agents: times as they are read here, excerpts that end well."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from brain.wording import excerpt, moment

ZONE = ZoneInfo("America/Santo_Domingo")


@pytest.mark.parametrize(
    ("hour", "words"),
    [(4, "22/11 12:05 a. m."), (13, "22/11 9:05 a. m."), (16, "22/11 12:05 p. m.")],
)
def test_a_time_is_written_by_the_stores_clock(hour: int, words: str) -> None:
    assert moment(datetime(2026, 11, 22, hour, 5, tzinfo=UTC), ZONE) == words


def test_a_card_has_the_year_too() -> None:
    at = datetime(2026, 11, 22, 17, 5, tzinfo=UTC)
    assert moment(at, ZONE, "long") == "22/11/2026 1:05 p. m."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("• *Cemento gris* y *Varilla corrugada*", "• *Cemento gris* y Varil…"),
        ("son 3 * 4 tablas de pino tratado", "son 3 * 4 tablas de pin…"),
        ("corto *y entero*", "corto *y entero*"),
    ],
)
def test_an_excerpt_leaves_no_mark_open(text: str, words: str) -> None:
    assert excerpt(text, 24 if len(text) < 35 else 26) == words
