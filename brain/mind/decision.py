"""The decision: what a turn was understood as, what was read and why it ended as it did."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from brain.mind.act import Acted
from brain.mind.decide import Plan, misses
from brain.mind.open_choice import OpenChoice
from brain.mind.prompts import Prompts
from brain.mind.quote import Quote
from brain.mind.values import Candidate, Mention, Understanding

_PRIVATE = {"store_account", "store_account_number"}  # figures that stay out of the record
_SOMEBODYS = re.compile(r"\d[\d\s.-]{4,}\d|\d{5,}")  # digits that may be an account's or a person's
_FEW = 5


def decision_of(
    state: Mapping[str, Any],
    read: Understanding,
    plan: Plan,
    acted: Acted,
    words: Prompts,
    timings: Mapping[str, float],
) -> dict[str, Any]:
    """Give the JSON-able record of a turn.

    Of the customer's words it holds those that name a product, as they were read; no account
    figures. `state` is what the turn before had left.
    """
    return {
        "before": _before(state),
        "understood": _understood(read),
        "workflows": [step.workflow for step in plan.steps],
        "workflow": plan.steps[0].workflow if plan.steps else plan.ending,
        "action": type(acted.action).__name__,
        "rows": [_row(row) for outcome in acted.outcomes for row in outcome.rows],
        "missing": [outcome.missing for outcome in acted.outcomes if outcome.missing],
        "prompt_version": words.version,
        "prompts": dict(words.versions),
        "model_calls": [],
        "tier": 1,
        "guards": acted.guards,
        "timings_ms": {**timings, **{f"act: {name}": ms for name, ms in acted.took.items()}},
    }


def _understood(read: Understanding) -> dict[str, Any]:
    slots = {k: v for k, v in asdict(read.slots).items() if v not in (None, (), False)}
    slots = {k: str(v) if k == "quantity" else v for k, v in slots.items()}
    # Account numbers and other digits are the customer's own: how many there were is enough.
    slots.pop("account_number", None)
    slots["digits"] = len(slots.get("digits", ()))
    return {
        "intents": [{"name": i.name, "score": i.score} for i in read.intents],
        "guesses": [{"name": g.name, "score": g.score} for g in read.guesses],
        "products": [_mention(m) for m in read.mentions],
        "slots": slots,
        "follow_up": read.follow_up,
        "language": read.language,
    }


def _before(state: Mapping[str, Any]) -> dict[str, Any]:
    """What the turn went on from: what was asked, what was spoken of, what was not understood."""
    choice, quote = OpenChoice.of(state), Quote.of(state)
    told = {
        "asked": (state.get("pending") or {}).get("kind"),
        "offered": [option.name for option in choice.options[:_FEW]] if choice else [],
        "topic": state.get("topic"),
        "products": list(state.get("products", {}).get("names", ()))[:_FEW],
        "quotation": len(quote.lines) if quote else 0,
        "misses": misses(state),
    }
    return {name: value for name, value in told.items() if value}


def _mention(mention: Mention) -> dict[str, Any]:
    return {
        "words": _SOMEBODYS.sub("…", mention.text),
        "quantity": str(mention.quantity) if mention.quantity is not None else None,
        "resolved": mention.resolved,
        "candidates": _scored(mention.candidates),
        "near": _scored(mention.near),
    }


def _scored(candidates: Sequence[Candidate]) -> list[dict[str, Any]]:
    return [vars(candidate) for candidate in candidates[:_FEW]]


def _row(row: Any) -> dict[str, Any]:  # noqa: ANN401 - values.Row
    figures = {} if row.table in _PRIVATE else {k: v for k, v in row.figures.items() if v}
    return {"table": row.table, "id": row.id, "figures": figures}
