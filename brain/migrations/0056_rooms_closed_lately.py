"""The sweep asks which rooms were closed lately: not by reading all that ever were."""

from typing import Any

SCHEMA = "CREATE INDEX room_closed_lately ON room (closed_at)"


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401
    """Make the index."""
    db.execute_sql(SCHEMA)
