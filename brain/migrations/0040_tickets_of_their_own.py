"""Tickets of their own: several rooms, times, a version a change; departments; satisfaction."""

from typing import Any

SCHEMA = """
ALTER TABLE ticket
    ADD COLUMN waiting_since timestamptz,
    ADD COLUMN owned_at timestamptz,
    ADD COLUMN first_answer_at timestamptz,
    ADD COLUMN stale int NOT NULL DEFAULT 0,
    ADD COLUMN version int NOT NULL DEFAULT 1,
    ADD COLUMN shown int NOT NULL DEFAULT 0;
UPDATE ticket SET waiting_since = created_at WHERE taken_at IS NULL AND status <> 'resuelto';
UPDATE ticket SET owned_at = taken_at;
CREATE INDEX ticket_waiting ON ticket (waiting_since) WHERE waiting_since IS NOT NULL;
CREATE INDEX ticket_of_customer ON ticket (customer_id, number DESC);

CREATE TABLE ticket_room (
    number bigint NOT NULL REFERENCES ticket (number) ON DELETE CASCADE,
    room_id text NOT NULL,
    linked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (number, room_id)
);
INSERT INTO ticket_room (number, room_id, linked_at) SELECT number, room_id, created_at FROM ticket;
CREATE INDEX ticket_room_of_room ON ticket_room (room_id);

ALTER TABLE department ADD COLUMN fallback text, ADD COLUMN position int NOT NULL DEFAULT 0;

CREATE TABLE satisfaction (
    id bigserial PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
    room_id text NOT NULL UNIQUE,
    ticket bigint REFERENCES ticket (number) ON DELETE SET NULL,
    asked_at timestamptz NOT NULL DEFAULT now(),
    answered_at timestamptz,
    score int CHECK (score BETWEEN 1 AND 3)
);
CREATE INDEX satisfaction_of_customer ON satisfaction (customer_id, asked_at DESC);
"""


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401
    """Widen the tables."""
    db.execute_sql(SCHEMA)
