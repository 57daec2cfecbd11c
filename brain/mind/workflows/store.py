"""The shop itself: hours, address with a pin, telephone."""

from __future__ import annotations

import re
from datetime import timedelta

from brain.mind.folding import fold
from brain.mind.hours import Week, next_opening, open_span, parse_hours
from brain.mind.values import Choice, Location, Outcome, Row
from brain.mind.wording import clock
from brain.mind.workflows.request import Request
from knowledge import reading
from knowledge.reading import BranchRow

_OPEN_NOW = re.compile(r"\babiert[oa]s?\b|\bcerra(?:ron|dos?|das?)\b|\btrabajando\b|\blaborando\b")


class Store:
    name = "tienda"
    description = "Horario (¿abierto ahora?), dirección, ubicación y teléfono de la tienda."
    required: tuple[str, ...] = ()

    def available(self) -> bool:
        return reading.has_branches()

    def run(self, request: Request) -> Outcome:
        branches = reading.branches()
        if not branches:
            return _unknown("unknown", request)
        meant = _meant(branches, request)
        serve = {"horario": _hours, "ubicacion": _address}.get(request.intent, _phone)
        return serve(meant, request)


def _meant(branches: list[BranchRow], request: Request) -> list[BranchRow]:
    """The branches that the message names, by words of their name or address; else all."""
    said = _words(request.understood.text, request)
    by_name = _most(branches, [len(said & _words(b.name, request)) for b in branches])
    by_address = [len(said & _words(b.address, request)) for b in branches]
    return by_name or _most(branches, by_address) or branches


def _most(branches: list[BranchRow], shared: list[int]) -> list[BranchRow]:
    """Those of which the message has the most words: "San Pedro" is not "San Juan"."""
    most = max(shared, default=0)
    return [b for b, count in zip(branches, shared, strict=True) if count == most > 0]


def _words(text: str, request: Request) -> set[str]:
    lists = request.lexicon.lists
    return set(re.findall(r"[a-zñ]{3,}", fold(text))) - lists["places"] - lists["carriers"]


def _row(branch: BranchRow, **figures: str) -> Row:
    read = {"name": branch.name, "address": branch.address}
    return Row("store_branch", branch.id, {**read, "phone": branch.phone, **figures})


def _unknown(key: str, request: Request) -> Outcome:
    """Say that the table does not tell, and offer somebody who can."""
    text = f"{request.say(f'store.{key}')} {request.say('ask.person')}"
    person = Choice("person:servicio", request.words.say("choices.person"))
    return Outcome(ok=False, text=text, choices=(person,), missing="sucursal")


def _hours(branches: list[BranchRow], request: Request) -> Outcome:
    if not any(branch.hours for branch in branches):
        return _unknown("unknown_hours", request)
    lines, rows = [], []
    for branch in branches:
        text, figures = _hours_of(branch, request)
        lines.append(text)
        rows.append(_row(branch, hours=branch.hours, **figures))
    return Outcome(ok=True, rows=tuple(rows), text="\n".join(lines))


def _hours_of(branch: BranchRow, request: Request) -> tuple[str, dict[str, str]]:
    slots = request.understood.slots
    week = _as_it_is(parse_hours(branch.hours), request)
    stated = request.say("store.hours", branch=branch.name, hours=branch.hours)
    if not branch.hours:
        return request.say("store.unknown_hours"), {}
    if week and slots.day is not None:
        return _on_day(branch, week, slots.day, request)
    if week and _asks_now(request):
        return _now(branch, week, request)
    if week and slots.today:
        return _on_day(branch, week, request.now.weekday(), request)
    return stated, {}


def _as_it_is(week: Week | None, request: Request) -> Week | None:
    """Lay the special days of the coming week over the usual hours."""
    if week is None:
        return None
    days = [request.today + timedelta(days=ahead) for ahead in range(7)]
    special = {day.weekday(): request.special(day) for day in days}
    return {**week, **{day: found[1] for day, found in special.items() if found}}


def _why(request: Request) -> str:
    """Name the holiday, where it is one."""
    special = request.special(request.today)
    return request.say("store.holiday", name=special[0]) + " " if special else ""


def _asks_now(request: Request) -> bool:
    return _OPEN_NOW.search(request.understood.text) is not None


def _on_day(
    branch: BranchRow, week: Week, day: int, request: Request
) -> tuple[str, dict[str, str]]:
    named = request.say("days.on", day=request.words.names("days.names")[day])
    spans = week.get(day, ())
    if not spans:
        return request.say("store.closed_day", branch=branch.name, day=named), {}
    written = request.say("days.and").join(
        request.say("days.span", opens=clock(a, request.words), closes=clock(b, request.words))
        for a, b in spans
    )
    text = request.say("store.day_hours", branch=branch.name, day=named, hours=written)
    return text, {"day": written}


def _now(branch: BranchRow, week: Week, request: Request) -> tuple[str, dict[str, str]]:
    span = open_span(week, request.now)
    if span:
        closes = clock(span[1], request.words)
        text = request.say("store.open_now", branch=branch.name, closes=closes)
        return text, {"closes": closes}
    text = _why(request) + request.say("store.closed_now", branch=branch.name)
    opening = next_opening(week, request.now)
    if opening is None:
        return text, {}
    opens = clock(opening[1], request.words)
    day = _named_day(opening[0], request)
    return f"{text} {request.say('store.opens', day=day, opens=opens)}", {"opens": opens}


def _named_day(ahead: int, request: Request) -> str:
    if ahead < 2:
        return request.say("days.tomorrow" if ahead else "days.today")
    weekday = (request.now.weekday() + ahead) % 7
    return request.say("days.on", day=request.words.names("days.names")[weekday])


def _address(branches: list[BranchRow], request: Request) -> Outcome:
    lines = [request.say("store.address", branch=b.name, address=b.address) for b in branches]
    text = "\n".join([request.say("store.address_intro"), *lines])
    located = [b for b in branches if b.latitude is not None and b.longitude is not None]
    rows = tuple(_row(branch) for branch in branches)
    pin = _pin(located[0]) if len(branches) == 1 and located else None
    return Outcome(ok=True, rows=rows, text=text, location=pin)


def _pin(branch: BranchRow) -> Location:
    return Location(branch.latitude or 0.0, branch.longitude or 0.0, branch.name, branch.address)


def _phone(branches: list[BranchRow], request: Request) -> Outcome:
    known = [b for b in branches if b.phone]
    if not known:
        return _unknown("unknown", request)
    lines = [request.say("store.phone", branch=b.name, phone=b.phone) for b in known]
    text = "\n".join([request.say("store.phone_intro"), *lines])
    return Outcome(ok=True, rows=tuple(_row(branch) for branch in known), text=text)
