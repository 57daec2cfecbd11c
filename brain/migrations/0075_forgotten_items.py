"""What Meta may tell again of somebody who was erased, known by hashes only."""

from typing import Any

SCHEMA = """
CREATE TABLE forgotten_item (
    digest bytea PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now()
);
"""


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401
    """Add the table."""
    db.execute_sql(SCHEMA)
