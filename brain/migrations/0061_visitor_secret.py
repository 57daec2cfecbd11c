"""Whoever knows a visitor's token reads his rooms, without a login: it must not be guessed.

Customers of before keep the token under which Rocket.Chat knows them.
"""

from typing import Any

SCHEMA = """
ALTER TABLE customer ADD COLUMN secret text;
ALTER TABLE customer ALTER COLUMN secret SET DEFAULT replace(gen_random_uuid()::text, '-', '');
"""


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401
    """Give everybody who comes from now on a token that nobody can guess."""
    db.execute_sql(SCHEMA)
