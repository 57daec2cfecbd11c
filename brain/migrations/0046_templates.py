"""The templates that WhatsApp has approved, as they were listed last."""

from typing import Any

SCHEMA = """
CREATE TABLE template (
    id text PRIMARY KEY,
    name text NOT NULL,
    language text NOT NULL,
    body text NOT NULL,
    parameters jsonb NOT NULL,
    named boolean NOT NULL,
    header text NOT NULL,
    footer text NOT NULL
);
"""


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401
    """Create the table."""
    db.execute_sql(SCHEMA)
