"""A marked decision keeps its conversation as a case for the evaluation, masked."""

from typing import Any


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401
    """Add the column."""
    db.execute_sql("ALTER TABLE decision_mark ADD COLUMN eval_case text")
