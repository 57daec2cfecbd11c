"""When a backup was restored: what stands in rooms from before then was said by another system."""

from typing import Any

SCHEMA = """
CREATE TABLE restoration (
    id bigserial PRIMARY KEY,
    taken_at timestamptz NOT NULL,
    restored_at timestamptz NOT NULL,
    settled_at timestamptz
);
"""


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401
    """Make the table."""
    db.execute_sql(SCHEMA)
