"""Who saw what account: a line each, kept longer than the conversations."""

from collections.abc import Mapping
from typing import Any

from brain.mind.values import Thought
from brain.mind.workflows.account import LOCK
from brain.models import database, one

_NOTE = "INSERT INTO account_access (customer_id, account, proof, outcome) VALUES (%s, %s, %s, %s)"
_WRONG = """
SELECT count(*) FROM account_access
WHERE account = %s AND outcome = 'refused' AND at > now() - %s
"""


def wrong_tries(account: str) -> int:
    """Return how often wrong digits were given for an account of late, by whomever."""
    found: int = one(_WRONG, account, LOCK)[0]
    return found


def note(customer_id: int, before: Mapping[str, Any], thought: Thought) -> None:
    """Record that an account was shown, refused for wrong digits, or asked for and unknown.

    Args:
        before: what the conversation's last turn left; it tells how often it was tried till then.
    """
    outcome = _outcome(before, thought)
    if outcome is None:
        return
    kept = thought.state.get("account") or {}
    account = None if outcome == "unknown" else kept.get("number")
    database.execute_sql(_NOTE, (customer_id, account or "?", _proof(outcome, kept), outcome))


def _outcome(before: Mapping[str, Any], thought: Thought) -> str | None:
    if any(row["table"] == "store_account" for row in thought.decision.get("rows", ())):
        return "shown"
    kept, last = (state.get("account") or {} for state in (thought.state, before))
    counted = last if last.get("since") == kept.get("since") else {}  # a new day counts anew
    if kept.get("wrong", 0) > counted.get("wrong", 0):
        return "refused"
    return "unknown" if kept.get("unknown", 0) > counted.get("unknown", 0) else None


def _proof(outcome: str, kept: Mapping[str, Any]) -> str:
    """Tell by what it was proved, or tried: the phone on file, digits of the id, a number alone."""
    if outcome == "unknown":
        return "number"
    by_digits = outcome == "refused" or kept.get("proved") == kept.get("number")
    return "digits" if by_digits else "phone"
