"""The decision: what a turn was understood as, what was read and why it ended as it did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from brain.mind.act import Acted
from brain.mind.decide import Plan
from brain.mind.prompts import Prompts
from brain.mind.values import Mention, Understanding

_PRIVATE = {"store_account", "store_account_number"}  # figures that stay out of the record


def decision_of(
    read: Understanding, plan: Plan, acted: Acted, words: Prompts, timings: Mapping[str, float]
) -> dict[str, Any]:
    """Give the JSON-able record of a turn, without the customer's words or account figures."""
    return {
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


def _mention(mention: Mention) -> dict[str, Any]:
    return {
        "quantity": str(mention.quantity) if mention.quantity is not None else None,
        "resolved": mention.resolved,
        "candidates": [vars(candidate) for candidate in mention.candidates[:5]],
    }


def _row(row: Any) -> dict[str, Any]:  # noqa: ANN401 - values.Row
    figures = {} if row.table in _PRIVATE else {k: v for k, v in row.figures.items() if v}
    return {"table": row.table, "id": row.id, "figures": figures}
