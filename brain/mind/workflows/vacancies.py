"""Vacancies that are open today."""

from __future__ import annotations

from brain.mind.folding import fold, words
from brain.mind.values import Choice, Outcome, Row
from brain.mind.wording import day_month
from brain.mind.workflows.request import Request
from knowledge import reading
from knowledge.reading import VacancyRow

SHOWN = 8
_LONG_ENOUGH = 5  # letters of a word that names a post


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
        meant = _meant(found, request)
        shown = (meant or found)[:SHOWN]
        told = meant or (shown if request.says("requirements") else [])
        lines = [*_not_open(found, request), request.say("vacancy.list")]
        for row in shown:
            lines.append(_line(row, request))
            if row in told and row.description:
                lines.append(request.say("vacancy.description", description=row.description))
        ways = _how_to_apply(shown, request)
        rows = tuple(_row(row, request) for row in shown)
        # Where the table does not say how, a person does.
        person = () if ways else (Choice("person:", request.words.say("choices.person")),)
        return Outcome(
            ok=True,
            rows=rows,
            text="\n".join([*lines, *ways]),
            choices=person,
            state={"vacancies": [row.id for row in meant]},
        )


def _meant(found: list[VacancyRow], request: Request) -> list[VacancyRow]:
    """The posts that the message names by a word of their title, else those named before it."""
    said = {w for w in words(request.understood.text) if len(w) >= _LONG_ENOUGH}
    named = [row for row in found if any(_names(w, row) for w in said)]
    if named or request.state.get("topic") != "vacante" or request.says("asks_stock"):
        return named
    before = request.state.get("vacancies", ())
    return [row for row in found if row.id in before]


def _not_open(found: list[VacancyRow], request: Request) -> list[str]:
    """ "¿Y de vendedor no hay?" is told first that there is none."""
    posts = request.lexicon.lists["posts"].intersection(words(request.understood.text))
    none = [post for post in sorted(posts) if not any(_names(post, row) for row in found)]
    return [request.say("vacancy.none_for", post=post) for post in none]


def _names(word: str, row: VacancyRow) -> bool:
    """ "Cajera" is asked of a "Cajero o cajera" too."""
    titles = (t for t in words(fold(row.title)) if len(t) >= _LONG_ENOUGH)
    return any(word == title or word[:-1] == title[: len(word) - 1] for title in titles)


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
        "description": row.description,
        "apply_to": row.apply_to,
        "closes_on": _closes(row, request),
    }
    return Row("store_vacancy", row.id, figures)
