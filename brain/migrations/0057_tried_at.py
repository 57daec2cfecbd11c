"""When a row was tried last: in the future only where the clock was set back since."""

from typing import Any

SCHEMA = "ALTER TABLE work ADD COLUMN tried_at timestamptz"


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401
    """Widen the table."""
    db.execute_sql(SCHEMA)
