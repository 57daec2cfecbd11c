"""Decisions that an administrator called mistakes: each is a case for the bot's tests."""

from brain.models import DecisionMark, durably


def mark(decision_id: int, by: str, note: str) -> None:
    """Record a mistake and what would have been right; who marks it again replaces that."""
    with durably():
        DecisionMark.insert(decision=decision_id, marked_by=by, note=note).on_conflict(
            conflict_target=[DecisionMark.decision],
            update={DecisionMark.marked_by: by, DecisionMark.note: note},
        ).execute()


def mark_of(decision_id: int) -> dict[str, str] | None:
    """Return who marked a decision and what he wrote; None if nobody did."""
    found = DecisionMark.get_or_none(DecisionMark.decision == decision_id)
    return {"by": found.marked_by, "note": found.note} if found else None
