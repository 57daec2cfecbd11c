"""For the management page: ranges of time are found quickly, failed logins are counted.

BRIN: rows lie in the tables as they came, so a few bytes a megabyte do, and writers notice nothing.
"""

from typing import Any

SCHEMA = """
CREATE INDEX decision_when ON decision USING brin (created_at) WITH (autosummarize = on);
CREATE INDEX work_when ON work USING brin (order_at) WITH (autosummarize = on);
CREATE INDEX ticket_when ON ticket (created_at);
CREATE TABLE panel_attempt (
    id bigserial PRIMARY KEY,
    who text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX panel_attempt_who ON panel_attempt (who, at);
"""


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401
    """Add the indexes and the table."""
    db.execute_sql(SCHEMA)
