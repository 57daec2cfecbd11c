"""Privacy: who was told what is kept, whose data was erased, and who saw which account."""

from typing import Any

SCHEMA = """
ALTER TABLE customer ADD COLUMN privacy_told_at timestamptz, ADD COLUMN erased_at timestamptz;

CREATE TABLE account_access (
    id bigserial PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customer (id),
    account text NOT NULL,
    proof text NOT NULL,
    outcome text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX account_access_of_account ON account_access (account, at DESC);
CREATE INDEX account_access_of_customer ON account_access (customer_id, at DESC);
CREATE INDEX work_old ON work (done_at) WHERE state <> 'due';
CREATE INDEX webhook_item_old ON webhook_item (sorted_at);
"""


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401
    """Add columns, the record and what retention looks by."""
    db.execute_sql(SCHEMA)
