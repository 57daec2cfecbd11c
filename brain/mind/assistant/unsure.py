"""Where tier 1 wants a second look: it understood nothing, or found nothing."""

from __future__ import annotations

from brain.mind.act import Acted
from brain.mind.decide import Plan
from brain.mind.folding import fold, words
from brain.mind.values import Ask, HandOff, Turn, Understanding
from brain.mind.written_down import QUESTION

_OPEN_ENDED = 8  # words: so many tell a story, fewer name a thing
_ADVICE = frozenset({"asesoria"})


def unsure(turn: Turn, read: Understanding, plan: Plan, acted: Acted) -> str:
    """Tell why a turn is worth a model's time; "" where it is not."""
    if turn.choice_id or not turn.text.strip() or read.slots.account_number:
        return ""
    if any(outcome.ok for outcome in acted.outcomes):
        return ""
    at_a_loss = plan.ending == "unclear" or read.wants(QUESTION)
    if at_a_loss and isinstance(acted.action, Ask):
        return "unclear"
    if plan.reason == "no_entendido" and isinstance(acted.action, HandOff):
        return "second miss"
    if isinstance(acted.action, HandOff):
        advice = plan.ending != "handoff" and any(read.wants(name) for name in _ADVICE)
        return "advice" if advice else ""
    return "not found" if _describes(turn, read, plan) else ""


def _describes(turn: Turn, read: Understanding, plan: Plan) -> bool:
    """Tell whether a product was described, rather than named, and none was found."""
    if not any(step.workflow == "inventario" for step in plan.steps):
        return False
    nothing = bool(read.mentions) and not any(m.found for m in read.mentions)
    return nothing and len(words(fold(turn.text))) >= _OPEN_ENDED
