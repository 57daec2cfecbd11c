"""Opening hours are read as stores write them."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from brain.mind.flow import Mind
from brain.mind.hours import next_opening, open_span, parse_hours
from knowledge import models
from tests.mind.conftest import Stores, index_of_bound
from tests.mind.talk import Talk

ZONE = ZoneInfo("America/Santo_Domingo")
EIGHT, SIX, ONE = time(8), time(18), time(13)


@pytest.mark.parametrize(
    "written",
    [
        "Lun-Vie 8:00am-6:00pm; Sáb 8:00am-1:00pm; Dom cerrado",
        "Lunes a viernes de 8:00 a.m. a 6:00 p.m.; sábados de 8:00 a.m. a 1:00 p.m.",
        "L-V 8:00-18:00, S 8:00-13:00",
        "Lun a Vie 8 a 6; Sab 8 a 1",
        "lunes a viernes 08:00-18:00 / sábado 08:00-13:00",
        "Lunes - Viernes: 8:00 AM – 6:00 PM\nSábado: 8:00 AM – 1:00 PM",
    ],
)
def test_hours_are_read_in_many_ways(written: str) -> None:
    week = parse_hours(written)
    assert week is not None
    assert [week.get(day, ()) for day in range(7)] == [((EIGHT, SIX),)] * 5 + [((EIGHT, ONE),), ()]


def test_a_break_at_noon_makes_two_spans() -> None:
    week = parse_hours("Lun-Sáb 8:00am-12:00pm y 2:00pm-6:00pm")
    assert week == dict.fromkeys(range(6), ((EIGHT, time(12)), (time(14), SIX)))


@pytest.mark.parametrize("written", ["", "según temporada", "llame antes de venir"])
def test_what_cannot_be_read_is_not_guessed(written: str) -> None:
    assert parse_hours(written) is None


def test_open_now_and_next_opening() -> None:
    week = parse_hours("Lun-Vie 8:00am-6:00pm; Sáb 8:00am-1:00pm")
    assert week is not None
    saturday_noon = datetime(2026, 11, 28, 12, tzinfo=ZONE)
    assert open_span(week, saturday_noon) == (EIGHT, ONE)
    saturday_evening = saturday_noon.replace(hour=20)
    assert open_span(week, saturday_evening) is None
    assert next_opening(week, saturday_evening) == (2, EIGHT)


def test_on_a_holiday_the_store_says_so_and_when_it_opens(stores: Stores) -> None:
    """Christmas is a Friday in 2026; on Saturday it is open again."""
    christmas = datetime(2026, 12, 25, 10, tzinfo=ZONE)
    days = {christmas.date(): ("Navidad", ())}
    models.database.initialize(stores["pinturas"])
    mind = Mind(ZONE, index=index_of_bound, special=days.get)
    try:
        said = Talk(mind, None, christmas).reads("¿están abiertos ahora?")
    finally:
        mind.close()
        models.database.initialize(None)
    assert "Hoy es Navidad" in said
    assert "cerrados" in said
    assert "mañana" in said
