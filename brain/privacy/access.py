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
    """Record that an account was shown, or refused to somebody who gave wrong digits.

    Args:
        before: what the conversation's last turn left; it tells what the customer was asked for.
    """
    outcome = _outcome(before, thought)
    if outcome is None:
        return
    asked = str((before.get("pending") or {}).get("kind", ""))
    account = (thought.state.get("account") or {}).get("number") or _number(before)
    proof = "digits" if asked == "account_factor" else "phone"
    database.execute_sql(_NOTE, (customer_id, account or "?", proof, outcome))


def _outcome(before: Mapping[str, Any], thought: Thought) -> str | None:
    if any(row["table"] == "store_account" for row in thought.decision.get("rows", ())):
        return "shown"
    return "refused" if _wrong(thought.state) > _wrong(before) else None


def _wrong(state: Mapping[str, Any]) -> int:
    return int((state.get("account") or {}).get("wrong", 0))


def _number(state: Mapping[str, Any]) -> str | None:
    return (state.get("account") or {}).get("number")
