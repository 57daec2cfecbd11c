"""Vacancies that are open today."""

from __future__ import annotations

from brain.mind.values import Choice, Outcome, Row
from brain.mind.wording import day_month
from brain.mind.workflows.request import Request
from knowledge import reading
from knowledge.reading import VacancyRow

SHOWN = 8


class Vacancies:
    name = "vacantes"
    description = "Vacantes de empleo abiertas y cómo aplicar."
    required: tuple[str, ...] = ()

    def available(self) -> bool:
        return reading.import_version() > 0

    def run(self, request: Request) -> Outcome:
        found = reading.vacancies_open(request.today)
        if not found:
            return Outcome(ok=True, text=request.say("vacancy.none"))
        shown = found[:SHOWN]
        lines = [request.say("vacancy.list"), *(_line(row, request) for row in shown)]
        ways = _how_to_apply(shown, request)
        rows = tuple(_row(row, request) for row in shown)
        # Where the table does not say how, a person does.
        person = () if ways else (Choice("person:", request.words.say("choices.person")),)
        return Outcome(ok=True, rows=rows, text="\n".join([*lines, *ways]), choices=person)


def _line(row: VacancyRow, request: Request) -> str:
    place = request.say("vacancy.location", location=row.location) if row.location else ""
    closes = request.say("vacancy.closes", date=_closes(row, request)) if row.closes_on else ""
    return request.say("vacancy.line", title=row.title, location=place, closes=closes)


def _how_to_apply(shown: list[VacancyRow], request: Request) -> list[str]:
    ways = dict.fromkeys(row.apply_to for row in shown if row.apply_to.strip())
    return [request.say("vacancy.apply", apply_to=way) for way in ways]


def _closes(row: VacancyRow, request: Request) -> str:
    if row.closes_on is None:
        return ""
    return day_month(row.closes_on, request.today, request.words)


def _row(row: VacancyRow, request: Request) -> Row:
    figures = {
        "title": row.title,
        "location": row.location,
        "apply_to": row.apply_to,
        "closes_on": _closes(row, request),
    }
    return Row("store_vacancy", row.id, figures)
