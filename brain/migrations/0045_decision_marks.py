"""Decisions that an administrator called mistakes."""

from typing import Any

SCHEMA = """
CREATE TABLE decision_mark (
    decision_id bigint PRIMARY KEY REFERENCES decision (id) ON DELETE CASCADE,
    marked_by text NOT NULL,
    note text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
"""


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401
    """Create the table."""
    db.execute_sql(SCHEMA)
