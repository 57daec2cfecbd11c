"""Where tier 1 wants a second look: it understood nothing, found nothing, or heard only a need."""

from __future__ import annotations

from brain.mind.act import Acted
from brain.mind.clause import SOCIAL
from brain.mind.decide import Plan
from brain.mind.folding import fold, words
from brain.mind.lexicon import Lexicon
from brain.mind.values import Ask, HandOff, Turn, Understanding
from brain.mind.written_down import QUESTION

ADVICE = "advice"
_OPEN_ENDED = 8  # words: so many tell a story, fewer name a thing
_TELLING = 5  # words; fewer go on with what was before
_ADVICE = frozenset({"asesoria"})
# What tier 1 hears in a story whose words it knows from elsewhere: "se bajó la luz" is no haggling.
_HEARD_IN_STORIES = frozenset(
    {"existencia", "precio", "asesoria", "queja", "precio_especial", "horario", "gestion_cuenta"}
)


def unsure(turn: Turn, read: Understanding, plan: Plan, acted: Acted, lexicon: Lexicon) -> str:
    """Tell why a turn is worth a model's time; "" where it is not."""
    if turn.choice_id or not turn.text.strip() or read.slots.account_number:
        return ""
    if lexicon.says("sizing", fold(turn.text)):
        return ""  # which gauge, how many rods: a wrong one burns or falls, a person answers for it
    if _tells_a_need(turn, read, lexicon):
        return ADVICE
    if any(outcome.ok for outcome in acted.outcomes):
        return ""
    at_a_loss = plan.ending == "unclear" or read.wants(QUESTION)
    if at_a_loss and isinstance(acted.action, Ask):
        return "unclear" if _length(turn) >= _TELLING else ""
    if plan.reason == "no_entendido" and isinstance(acted.action, HandOff):
        return "second miss" if _length(turn) >= _TELLING else ""
    if isinstance(acted.action, HandOff):
        advice = plan.ending != "handoff" and any(read.wants(name) for name in _ADVICE)
        return ADVICE if advice else ""
    return "not found" if _describes(turn, read, plan, lexicon) else ""


def _length(turn: Turn) -> int:
    return len(words(fold(turn.text)))


def _tells_a_need(turn: Turn, read: Understanding, lexicon: Lexicon) -> bool:
    """Tell whether a customer says what happens and asks what serves; names nothing."""
    said = fold(turn.text)
    if _length(turn) < _OPEN_ENDED or not lexicon.says("needs", said):
        return False
    if lexicon.says("dealt", said) or (lexicon.says("asks_stock", said) and _named(read)):
        return False
    return {intent.name for intent in read.intents} - SOCIAL <= _HEARD_IN_STORIES


def _named(read: Understanding) -> bool:
    return any(mention.resolved for mention in read.mentions)


def _describes(turn: Turn, read: Understanding, plan: Plan, lexicon: Lexicon) -> bool:
    """Tell whether a product was described, rather than named, and none was found."""
    if not any(step.workflow == "inventario" for step in plan.steps):
        return False
    nothing = bool(read.mentions) and not any(m.found for m in read.mentions)
    asked_for = lexicon.says("asks_stock", fold(turn.text))
    return nothing and not asked_for and _length(turn) >= _OPEN_ENDED
