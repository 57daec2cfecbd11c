"""Carry a plan out: run its workflows, join what they say, lock the numbers, give the action."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import peewee

from brain.mind.clause import SOCIAL
from brain.mind.decide import POLICY, Plan, Step, misses, person_for
from brain.mind.manners import lapses
from brain.mind.numbers import ledger_of, strangers
from brain.mind.summary import summary
from brain.mind.values import (
    Action,
    Answer,
    Ask,
    Choice,
    HandOff,
    Outcome,
    StaySilent,
    Understanding,
)
from brain.mind.wording import daypart, first_name
from brain.mind.workflows.catalogue import Catalogue
from brain.mind.workflows.request import Request
from knowledge.models import database

_UNWRITTEN = "documento"
PERSON = "person:"  # a choice of somebody to talk to; behind it the department, if it is one
MOST_CHOICES = 10  # a WhatsApp list holds no more

Ready = Callable[[str], Request]


@dataclass
class Acted:
    """The action, and everything that led to it."""

    action: Action
    outcomes: list[Outcome] = field(default_factory=list)
    guards: list[str] = field(default_factory=list)
    state: dict[str, Any] = field(default_factory=dict)
    took: dict[str, float] = field(default_factory=dict)  # milliseconds, by workflow


def act(plan: Plan, catalogue: Catalogue, ready: Ready) -> Acted:
    """Run the plan; `ready` makes the request of an intent."""
    request = ready("")
    took: dict[str, float] = {}
    done = [_clocked(step, catalogue, ready(step.intent), took) for step in plan.steps]
    acted = Acted(_action(plan, done, request), done, list(plan.guards), took=took)
    acted.state = _state(request, done, acted.action, plan)
    _lock(acted, request)
    _mind_manners(acted, request)
    return acted


def _clocked(step: Step, catalogue: Catalogue, request: Request, took: dict[str, float]) -> Outcome:
    """Run one workflow and add up how long it took."""
    began = time.perf_counter()
    outcome = _run(step, catalogue, request)
    spent = (time.perf_counter() - began) * 1000
    took[step.workflow] = round(took.get(step.workflow, 0.0) + spent, 2)
    return outcome


def _run(step: Step, catalogue: Catalogue, request: Request) -> Outcome:
    """Run one workflow; a lost connection is tried once more, a lost table is said kindly."""
    workflow = catalogue.get(step.workflow)
    for attempt in range(2):
        try:
            with database.connection_context():
                outcome = workflow.run(request)
                if _stands(outcome) or workflow.available():
                    return outcome
                break
        except (peewee.OperationalError, peewee.InterfaceError):
            if attempt:
                break
        except peewee.DatabaseError:
            break
    person = Choice(f"person:{person_for(step)}", request.words.say("choices.person"))
    return Outcome(ok=False, text=_away(request), choices=(person,), missing="tabla")


def _stands(outcome: Outcome) -> bool:
    """Tell whether no empty table is behind an outcome: only then is it worth a look."""
    read = any(row.table.startswith("store_") for row in outcome.rows)
    silent = not outcome.text or outcome.missing == _UNWRITTEN
    return read or silent or outcome.handoff is not None


def _away(request: Request) -> str:
    return f"{request.say('handoff.away')} {request.say('ask.person')}"


def _action(plan: Plan, done: list[Outcome], request: Request) -> Action:
    parts = [outcome.text for outcome in done if outcome.text]
    text = "\n\n".join(dict.fromkeys(parts))
    settled = plan.reason == "no_entendido" and bool(text)
    if plan.ending == "handoff" and not settled:
        return _hand_off(plan, text, request)
    asked = next((o.handoff for o in done if o.handoff), None)
    if asked is not None and _by_the_way(plan, done):
        done = sorted((_offered(o, request) for o in done), key=lambda o: o.missing == _UNWRITTEN)
        text = "\n\n".join(dict.fromkeys(o.text for o in done if o.text))
        asked = None
    if asked is not None:
        told = "\n\n".join(part for part in (text, asked.text) if part)
        told_of = "\n".join(filter(None, [summary(request), asked.summary]))
        return replace(asked, text=told, summary=told_of)
    if text:
        return _reply(done, _greeted(text, request))
    return _ending(plan, request)


def _by_the_way(plan: Plan, done: list[Outcome]) -> bool:
    """Tell whether only what no document says wants a person, and the rest was served."""
    pairs = list(zip(plan.steps, done, strict=True))
    wanting = [step.intent for step, outcome in pairs if outcome.handoff]
    served = any(o.ok or o.missing for step, o in pairs if step.intent not in POLICY)
    return served and all(intent in POLICY and intent != "deposito" for intent in wanting)


def _offered(outcome: Outcome, request: Request) -> Outcome:
    """Offer the person that a handoff would have given."""
    if outcome.handoff is None:
        return outcome
    text = f"{request.say('document.unwritten_part')} {request.say('ask.person')}"
    return replace(
        outcome, text=text, handoff=None, choices=(_person(request),), missing=_UNWRITTEN
    )


def _hand_off(plan: Plan, text: str, request: Request) -> HandOff:
    return HandOff(
        department=plan.department,
        reason=request.words.say(f"reasons.{plan.reason}"),
        priority="alta" if plan.urgent else "normal",
        summary=summary(request),
        text=text,
    )


def _reply(done: list[Outcome], text: str) -> Answer | Ask:
    offered = {choice.title: choice for outcome in done for choice in outcome.choices}
    choices = tuple(offered.values())[:MOST_CHOICES]
    if any(outcome.missing for outcome in done):
        return Ask(text, choices)
    location = next((o.location for o in done if o.location), None)
    return Answer(text, choices, location)


def _greeted(text: str, request: Request) -> str:
    if not request.understood.wants("saludo"):
        return text
    return f"{_hello('social.greeting_prefix', request)} {text}"


def _hello(key: str, request: Request) -> str:
    name = first_name(request.turn.name)
    return request.say(
        key,
        daypart=daypart(request.now, request.words),
        name=(f", {name}" if name else "") + request.words.say("dayparts.close"),
    )


def _ending(plan: Plan, request: Request) -> Action:
    if plan.ending == "silent":
        return StaySilent(plan.guards[0])
    if plan.ending == "media":
        return Ask(request.say("ask.media"), (_person(request),))
    if plan.ending in {"declined", "private", "robot"}:
        return Answer(request.say(f"social.{plan.ending}"))
    if plan.ending == "social":
        return Answer(_social(request))
    return _unclear(request)


def _person(request: Request) -> Choice:
    return Choice(PERSON, request.words.say("choices.person"))


def _social(request: Request) -> str:
    read: Understanding = request.understood
    name = first_name(request.turn.name)
    called = f", {name}" if name else ""
    for intent, key in (("gracias", "thanks"), ("despedida", "bye"), ("no", "no")):
        if read.wants(intent):
            return request.say(f"social.{key}", name=called)
    if read.wants("saludo"):
        return _hello("social.greeting", request)
    return request.say("social.ack")


def _unclear(request: Request) -> Ask:
    """Ask once, with the likely meanings to tap; the second time a person comes."""
    guesses = [g for g in request.understood.guesses if g.name not in SOCIAL]
    known = [g.name for g in guesses if request.words.has(f"choices.button_{g.name}")][:2]
    choices = [Choice(f"intent:{n}", request.words.say(f"choices.button_{n}")) for n in known]
    key = "ask.unclear_guess" if known else "ask.unclear"
    return Ask(request.say(key), (*choices, _person(request)))


def _state(request: Request, done: list[Outcome], action: Action, plan: Plan) -> dict[str, Any]:
    """What the next turn needs: the last products, what was asked, how often we missed."""
    state = {k: v for k, v in request.state.items() if k != "pending"}
    for outcome in done:
        state.update(outcome.state)
    unclear = plan.ending == "unclear" and not any(outcome.ok for outcome in done)
    served = [s.intent for s, outcome in zip(plan.steps, done, strict=True) if outcome.ok]
    state["topic"] = served[-1] if served else None
    state["at"] = request.turn.now.isoformat()
    state["misses"] = misses(request.state) + 1 if unclear else 0
    if not state.get("pending") and isinstance(action, Answer | Ask) and _offers_person(action):
        state["pending"] = {"kind": "confirm_person", **_offered_by(action)}
    return {key: value for key, value in state.items() if value is not None}


def _offers_person(action: Answer | Ask) -> bool:
    return any(choice.id.startswith(PERSON) for choice in action.choices)


def _offered_by(action: Answer | Ask) -> dict[str, str]:
    """The department whose person was offered, where it is one in particular."""
    offered = (c.id.removeprefix(PERSON) for c in action.choices if c.id.startswith(PERSON))
    name = next(offered)
    return {"department": name} if name else {}


def _echoed(request: Request) -> str:
    """The customer's own words, of this turn or the last, which a reply may repeat."""
    named = [mention.text for mention in request.understood.mentions]
    before = str(request.state.get("products", {}).get("query", ""))
    return "\n".join([request.turn.text, *named, before])


def _read_by_customer(action: Action) -> str:
    """Everything of a reply that the customer reads: its text, and what there is to tap."""
    choices = getattr(action, "choices", ())
    told = [getattr(action, "text", ""), *(f"{c.title}\n{c.description}" for c in choices)]
    return "\n".join(told)


def _lock(acted: Acted, request: Request) -> None:
    """Refuse a reply with a figure that no row holds: a person answers instead."""
    wrong = strangers(_read_by_customer(acted.action), ledger_of(acted.outcomes, _echoed(request)))
    if not wrong:
        return
    acted.guards.append("number lock")
    reason = request.words.say("reasons.cifra")
    acted.action = HandOff("ventas", reason, "normal", summary(request))


def _mind_manners(acted: Acted, request: Request) -> None:
    """Refuse a text with a link, a promise or an instruction that no row holds.

    Where it is only the customer's own words that came back, they are declined.
    """
    wrong = lapses(_read_by_customer(acted.action), acted.outcomes)
    if not wrong:
        return
    acted.guards += [f"manners: {kind}" for kind in wrong]
    if lapses(_echoed(request), ()):
        acted.action = Answer(request.say("social.declined"))
        return
    reason = request.words.say("reasons.modales")
    acted.action = HandOff("servicio", reason, "normal", summary(request))
