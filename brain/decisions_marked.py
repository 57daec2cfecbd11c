"""Decisions that an administrator called mistakes: each is a case for the bot's evaluation."""

from brain import past, written_case
from brain.models import DecisionMark, durably, every


def mark(decision_id: int, room_id: str, by: str, note: str) -> None:
    """Record a mistake and what would have been right; who marks it again replaces that.

    The conversation is kept as it stands now, masked: its words may be gone by the time that
    somebody looks.
    """
    values = {"marked_by": by, "note": note, "eval_case": _case_of(room_id)}
    with durably():
        DecisionMark.insert(decision=decision_id, **values).on_conflict(
            conflict_target=[DecisionMark.decision], update=values
        ).execute()


def mark_of(decision_id: int) -> dict[str, str] | None:
    """Return who marked a decision and what he wrote; None if nobody did."""
    found = DecisionMark.get_or_none(DecisionMark.decision == decision_id)
    return {"by": found.marked_by, "note": found.note} if found else None


def cases() -> str:
    """Return all marked conversations as dialogues for the evaluation, with what was noted."""
    rows = every(
        """SELECT decision_id, note, eval_case FROM decision_mark
           WHERE eval_case IS NOT NULL ORDER BY decision_id"""
    )
    return "\n".join(_headed(*row) for row in rows)


def _headed(decision_id: int, note: str, case: str) -> str:
    told = written_case.mask(note).splitlines()
    lines = [f"# Decision {decision_id}, marked as a mistake.", *told]
    return "\n".join([lines[0], *(f"#   {line}" for line in lines[1:]), case])


def _case_of(room_id: str) -> str | None:
    try:
        return written_case.as_yaml(past.read(room_id))
    except past.NothingThere:
        return None
