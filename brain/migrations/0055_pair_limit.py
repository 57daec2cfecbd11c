"""How far ahead a customer's allowance of messages is spent, beside who works for him."""

from typing import Any

SCHEMA = """
ALTER TABLE lease ADD COLUMN paid_until timestamptz;
CREATE INDEX send_lately ON send USING brin (intended_at);
CREATE INDEX decision_lately ON decision USING brin (created_at);
"""


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401
    """Widen the tables."""
    db.execute_sql(SCHEMA)
