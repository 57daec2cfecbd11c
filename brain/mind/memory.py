"""What of the last turn still holds: products for as long as anybody remembers, questions not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

OPEN_FOR = timedelta(hours=3)  # a question of ours that was not answered by then is closed
_PASSING = ("pending", "misses", "quotation")


def remembered(state: Mapping[str, Any], now: datetime) -> Mapping[str, Any]:
    """Leave out what a new day does not go on with: an open question, a miss, a quotation begun.

    The last products stay: "¿y de media?" is understood the next morning.
    """
    at = state.get("at")
    if at is None or now - datetime.fromisoformat(at) <= OPEN_FOR:
        return state
    return {key: value for key, value in state.items() if key not in _PASSING}
