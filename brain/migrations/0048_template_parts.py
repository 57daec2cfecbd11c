"""What a template's links read, and why one cannot be sent from here."""

from typing import Any


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401
    """Add both; the worker fills them in when it lists the templates next."""
    db.execute_sql(
        """ALTER TABLE template ADD COLUMN links text NOT NULL DEFAULT '',
           ADD COLUMN problem text NOT NULL DEFAULT ''"""
    )
