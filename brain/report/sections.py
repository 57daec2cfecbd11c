"""The report's sections: each counts one thing and puts it into words."""

import re
from datetime import datetime
from typing import Any

from brain.models import database, one
from brain.report import queries
from brain.report.cases import Cases, Counted
from brain.report.period import Period
from brain.report.values import Cell, Duration, Figure, Section, Share
from brain.report.words import name_of, say, several
from brain.wording import harmless

LONGEST_TEXT = 140
LONG_NUMBER = re.compile(r"\d(?:[ .-]?\d){5,}")  # accounts, ids, telephones: nobody's business


def _section(key: str, rows: list[list[Cell]], bar: int | None = None) -> Section:
    columns = several(f"{key}.columns")
    return Section(key, say(f"{key}.title"), say(f"{key}.note"), columns, rows, bar)


def _rows(sql: str, period: Period, **more: object) -> list[Any]:
    values = {"begins": period.begins, "ends": period.ends, **more}
    return list(database.execute_sql(sql, values).fetchall())


def headline(counted: Cases) -> list[Figure]:
    """The four numbers that everybody asks for first."""
    all_ = counted.everybody
    return [
        Figure(say("headline.cases"), all_.cases),
        Figure(
            say("headline.without_person"),
            Share(all_.without_person, all_.known),
            say(
                "headline.without_person_note",
                known=all_.known,
                confirmed=all_.confirmed,
                assumed=all_.assumed,
            ),
        ),
        Figure(
            say("headline.first_answer"),
            Duration(all_.first_answer),
            say("headline.first_answer_note"),
        ),
        Figure(say("headline.person"), all_.person),
    ]


def answers(counted: Cases) -> Section:
    """How conversations ended."""
    all_ = counted.everybody
    endings = ("confirmed", "assumed", "person", "returned", "unanswered", "open", "chat")
    rows: list[list[Cell]] = [
        [say(f"answers.{ending}"), getattr(all_, ending), Share(getattr(all_, ending), all_.cases)]
        for ending in endings
    ]
    return _section("answers", rows if all_.cases else [], bar=2)


def pilot(counted: Cases) -> Section:
    """Both sides of a pilot, beside each other."""
    sides = (counted.pilot, counted.others)
    lines: list[tuple[str, list[Cell]]] = [
        ("cases", [side.cases for side in sides]),
        ("without_person", [Share(side.without_person, side.known) for side in sides]),
        ("confirmed", [side.confirmed for side in sides]),
        ("assumed", [side.assumed for side in sides]),
        ("person", [Share(side.person, side.cases) for side in sides]),
        ("unanswered", [side.unanswered for side in sides]),
        ("first_answer", [Duration(side.first_answer) for side in sides]),
        ("first_answer_slow", [Duration(side.first_answer_slow) for side in sides]),
        ("last_answer", [Duration(side.last_answer) for side in sides]),
    ]
    empty = counted.everybody == Counted()
    rows = [[say(f"pilot.{key}"), *values] for key, values in lines]
    return _section("pilot", [] if empty else rows)


def intents(period: Period) -> Section:
    """What was asked."""
    found = _rows(queries.INTENTS, period, social=several("social"))
    return _section("intents", [[name_of("intent", row[0]), *row[1:]] for row in found], bar=1)


def handoffs(period: Period) -> Section:
    """Why people were needed, and which."""
    found = _rows(queries.HANDOFFS, period)
    rows = [[_sentence(row[0]) or say("handoffs.by_agent"), row[1], row[2]] for row in found]
    return _section("handoffs", rows, bar=2)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def ticket_times(period: Period) -> Section:
    """How fast departments take, answer and resolve."""
    found = _rows(queries.TICKET_TIMES, period)
    rows = [[row[0], row[1], *map(_duration, row[2:5]), Share(row[5], row[1])] for row in found]
    return _section("ticket_times", rows)


def _duration(seconds: Any) -> Duration:  # noqa: ANN401  a number of PostgreSQL's, or None
    return Duration(None if seconds is None else float(seconds))


def ticket_ages(now: datetime) -> Section:
    """What is open at this moment, however old."""
    names = several("ticket_ages.ages")
    found = {row[0]: row[1:] for row in database.execute_sql(queries.TICKET_AGES, {"now": now})}
    rows = [[name, *found.get(age, (0, 0, 0))] for age, name in enumerate(names)]
    return _section("ticket_ages", rows if found else [], bar=1)


def ticket_count() -> int:
    """How many tickets there ever were."""
    return int(one("SELECT count(*) FROM ticket")[0])


def out_of_stock(period: Period) -> Section:
    """What was asked for while there was none of it."""
    found = _rows(queries.OUT_OF_STOCK, period)
    return _section("out_of_stock", [[*row[:3], _day(row[3], period)] for row in found], bar=1)


def unanswered(period: Period) -> Section:
    """What the bot did not understand, or the store does not have in its tables."""
    found = _rows(queries.UNANSWERED, period)
    rows: list[list[Cell]] = [
        [_short(text), say(f"unanswered.{kind}"), times, _day(at, period)]
        for kind, text, times, at in found
    ]
    return _section("unanswered", rows)


def _short(text: str) -> str:
    text = harmless(LONG_NUMBER.sub(say("hidden"), text))
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _day(at: datetime, period: Period) -> str:
    return f"{at.astimezone(period.zone):%d/%m/%Y}"


def satisfaction(period: Period) -> Section:
    """What customers said with one tap."""
    asked, answered, good, fair, bad = _rows(queries.SATISFACTION, period)[0]
    scores = (("good", good), ("fair", fair), ("bad", bad))
    rows: list[list[Cell]] = [
        [say(f"satisfaction.{key}"), number, Share(number, answered)] for key, number in scores
    ]
    rows.append([say("satisfaction.silent"), asked - answered, ""])
    return _section("satisfaction", rows if asked else [], bar=2)
