"""When people answer: hours, holidays moved as the law says, time that counts while it is open."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brain import holidays, opening, when
from brain.holidays import HolidaysRefused
from brain.mind.hours import Week, parse_hours
from brain.mind.prompts import PromptManager
from brain.opening import Opening

ZONE = ZoneInfo("America/Santo_Domingo")
SHIPPED = holidays.load(opening.SHIPPED)
# As the Ministry of Labour announced them.
ANNOUNCED = {
    2021: ["01-01", "01-04", "01-21", "01-25", "02-27", "04-02", "05-01", "06-03", "08-16",
           "09-24", "11-06", "12-25"],
    2023: ["01-01", "01-09", "01-21", "01-30", "02-27", "04-07", "05-01", "06-08", "08-16",
           "09-24", "11-06", "12-25"],
    2025: ["01-01", "01-06", "01-21", "01-26", "02-27", "04-18", "05-05", "06-19", "08-16",
           "09-24", "11-10", "12-25"],
}  # fmt: skip


def week(text: str = "Lun-Vie 8:00am-6:00pm; Sáb 8:00am-1:00pm") -> Week:
    read = parse_hours(text)
    assert read is not None
    return read


STORE = Opening(ZONE, week(), SHIPPED)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize("year", ANNOUNCED)
def test_the_holidays_are_those_that_were_announced(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
    assert [f"{day:%m-%d}" for day in days if SHIPPED.on(day)] == ANNOUNCED[year]


def test_labour_day_on_a_sunday_is_kept_on_the_monday() -> None:
    assert SHIPPED.on(date(2022, 5, 1)) is None
    assert SHIPPED.on(date(2022, 5, 2)) is not None


@pytest.mark.parametrize(
    ("moment", "is_open", "opens"),
    [
        ("2026-11-23T07:59", False, "2026-11-23T08:00"),
        ("2026-11-23T08:00", True, "2026-11-23T08:00"),
        ("2026-11-23T18:00", False, "2026-11-24T08:00"),
        ("2026-11-28T13:00", False, "2026-11-30T08:00"),
        ("2026-11-06T10:00", True, "2026-11-06T10:00"),  # kept on the Monday after
        ("2026-11-09T10:00", False, "2026-11-10T08:00"),
        ("2026-12-24T19:00", False, "2026-12-26T08:00"),
    ],
)
def test_open_and_when_next(moment: str, is_open: bool, opens: str) -> None:
    assert STORE.is_open(at(moment)) is is_open
    assert STORE.next_opening(at(moment)) == at(opens)


def test_minutes_count_while_it_is_open() -> None:
    assert STORE.minutes_between(at("2026-11-23T17:50"), at("2026-11-24T08:05")) == 15
    assert STORE.minutes_between(at("2026-11-21T12:30"), at("2026-11-23T08:30")) == 60
    assert STORE.minutes_between(at("2026-11-22T09:00"), at("2026-11-22T17:00")) == 0
    assert STORE.minutes_between(at("2026-11-24T10:00"), at("2026-11-24T09:00")) == 0


def test_without_known_hours_it_is_always_open() -> None:
    always = Opening(ZONE)
    assert always.is_open(at("2026-11-22T23:59"))
    assert always.minutes_between(at("2026-11-22T23:50"), at("2026-11-23T00:10")) == 20


def test_several_branches_are_open_when_one_is() -> None:
    both = opening.together([week("L-V 8:00-12:00"), week("L-V 11:00-18:00; D 9:00-13:00")])
    assert [[f"{a:%H}-{b:%H}" for a, b in both[day]] for day in (0, 6)] == [["08-18"], ["09-13"]]


def test_a_store_changes_its_own_days_and_they_count_at_once(tmp_path: Path) -> None:
    file = tmp_path / "days.toml"
    file.write_text(
        '[[every_year]]\nname = "Navidad"\nday = "12-25"\n'
        '[[day]]\ndate = 2026-12-24\nname = "Nochebuena"\nhours = "8:00am-1:00pm"\n'
        "[[day]]\ndate = 2026-12-25\nopen = true\n"
    )
    store = Opening(ZONE, week(), holidays.load(file))
    assert store.is_open(at("2026-12-24T12:59"))
    assert not store.is_open(at("2026-12-24T13:01"))
    assert store.is_open(at("2026-12-25T10:00"))
    file.write_text('[[day]]\ndate = 2026-11-30\nname = "Inventario"\n')
    assert holidays.load(file).on(date(2026, 11, 30)) is not None


@pytest.mark.parametrize(
    "written", ["[[every_year]]", '[[day]]\ndate = 2026-12-24\nname = "x"\nhours = "temprano"', "["]
)
def test_a_file_that_says_no_holiday_is_refused(tmp_path: Path, written: str) -> None:
    file = tmp_path / "days.toml"
    file.write_text(written)
    with pytest.raises(HolidaysRefused, match=r"days\.toml"):
        holidays.load(file)


moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC)
)


@given(moments, moments, moments)
def test_minutes_add_up(first: datetime, second: datetime, third: datetime) -> None:
    a, b, c = sorted((first, second, third))
    parts = STORE.minutes_between(a, b) + STORE.minutes_between(b, c)
    assert abs(STORE.minutes_between(a, c) - parts) < 0.001
    assert 0 <= STORE.minutes_between(a, b) <= (b - a).total_seconds() / 60


@given(moments)
def test_the_next_opening_is_open_and_nothing_before_it(moment: datetime) -> None:
    opens = STORE.next_opening(moment)
    assert opens is not None
    assert STORE.is_open(opens)
    assert STORE.minutes_between(moment, opens) == 0


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-22T13:00", "hoy a la 1:00 p. m."),
        ("2026-11-23T07:30", "mañana a las 7:30 a. m."),
        ("2026-11-26T08:00", "el jueves a las 8:00 a. m."),
        ("2026-12-01T08:00", "el martes 1 de diciembre a las 8:00 a. m."),
    ],
)
def test_a_moment_is_said_as_people_say_it(moment: str, said: str) -> None:
    words = PromptManager().current()
    assert when.tell(at(moment), at("2026-11-22T12:00"), words) == said
