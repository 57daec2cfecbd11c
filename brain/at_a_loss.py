"""A turn that the mind cannot think about, for a fault of ours: people get it, nobody waits."""

from collections.abc import Callable
from typing import Any

import peewee
import structlog

from brain.mind.values import HandOff, Thought, Turn
from brain.wording import say

log = structlog.get_logger()

TRIES = 3  # what is still so the third time is no passing trouble
_KEPT = ("account",)  # tries are counted on; all else begins anew, for it may be what is broken


def thought_about(think: Callable[[Turn], Thought], turn: Turn, tries: int) -> Thought:
    """Think about a turn; where that breaks again and again, give it to people.

    Args:
        tries: how often it was tried before.

    Raises:
        Exception: whatever broke, while another try may help.
    """
    try:
        return think(turn)
    except peewee.DatabaseError:
        raise  # nothing could be recorded either: the turn waits for the database
    except Exception:  # words that cannot be filled in, a file that was spoilt, a mistake
        if tries + 1 < TRIES:
            raise
        log.exception("mind.broke", customer=turn.customer_id)
        return _given_up(turn)


def _given_up(turn: Turn) -> Thought:
    """Hand over in words of their own file: those of the mind may be what is broken."""
    state = {key: value for key, value in turn.state.items() if key in _KEPT}
    action = HandOff("servicio", say("broke.reason"), "normal", say("broke.summary"))
    return Thought(action, state, _decision())


def _decision() -> dict[str, Any]:
    none: dict[str, Any] = {"understood": {}, "workflows": [], "rows": [], "model_calls": []}
    told = {"workflow": "handoff", "action": "HandOff", "prompt_version": "", "tier": 1}
    return none | told | {"guards": ["broke"], "timings_ms": {}}
