"""What of the last turn still holds: products for as long as anybody remembers, questions not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from brain.mind.folding import fold
from brain.mind.lexicon import Lexicon
from brain.mind.values import Turn

OPEN_FOR = timedelta(hours=3)  # a question of ours that was not answered by then is closed
# ... but for the number and the digits of an account, which nobody has always at hand.
LOOKED_FOR = timedelta(hours=24)
KEPT_FOR = timedelta(days=15)  # a list that was begun and laid aside
_PASSING = ("pending", "misses", "quotation", "bill")
_BUTTON = "quote:"


def remembered(turn: Turn, lexicon: Lexicon) -> Mapping[str, Any]:
    """Leave out what a new day does not go on with: an open question, a miss, a bill.

    The last products stay: "¿y de media?" is understood the next morning. A quotation that was
    begun is laid aside, and taken up again once the customer speaks of it.
    """
    return _taken_up(_of_now(turn.state, turn.now), turn, lexicon)


def _of_now(state: Mapping[str, Any], now: datetime) -> Mapping[str, Any]:
    at = state.get("at")
    if at is None or now - datetime.fromisoformat(at) <= OPEN_FOR:
        return state
    left = {key: value for key, value in state.items() if key not in _PASSING}
    asked = state.get("pending") or {}
    awaited = now - datetime.fromisoformat(at) <= LOOKED_FOR
    if awaited and str(asked.get("kind", "")).startswith("account_"):
        left["pending"] = asked
    begun = state.get("quotation")
    return left | {"laid_aside": {"quotation": begun, "at": at}} if begun else left


def _taken_up(state: Mapping[str, Any], turn: Turn, lexicon: Lexicon) -> Mapping[str, Any]:
    aside = state.get("laid_aside")
    if aside is None:
        return state
    others = {key: value for key, value in state.items() if key != "laid_aside"}
    old = turn.now - datetime.fromisoformat(aside["at"]) > KEPT_FOR
    if old or state.get("quotation") is not None:
        return others
    tapped = (turn.choice_id or "").startswith(_BUTTON)
    spoken_of = not turn.choice_id and lexicon.says("quotation_of_before", fold(turn.text))
    return others | {"quotation": aside["quotation"]} if tapped or spoken_of else state
