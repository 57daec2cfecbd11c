"""The first schema: customers, what they wrote, what is to be done for them."""

from typing import Any

SCHEMA = """
CREATE TABLE customer (
    id bigserial PRIMARY KEY,
    bsuid text UNIQUE,
    phone text UNIQUE,
    username text,
    name text,
    last_incoming_at timestamptz,
    merged_into bigint REFERENCES customer (id),
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE identity_change (
    id bigserial PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
    kind text NOT NULL,
    old text,
    new text,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE webhook_item (
    id bigserial PRIMARY KEY,
    phone_number_id text NOT NULL,
    key text NOT NULL,
    status text NOT NULL,
    kind text NOT NULL,
    sender text NOT NULL,
    payload jsonb NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    sorted_at timestamptz,
    UNIQUE (phone_number_id, key, status)
);
CREATE INDEX webhook_item_unsorted ON webhook_item (sender, id) WHERE sorted_at IS NULL;
CREATE TABLE lease (
    customer_id bigint PRIMARY KEY REFERENCES customer (id) ON DELETE CASCADE,
    owner text,
    until timestamptz
) WITH (fillfactor = 50);
CREATE TABLE work (
    id bigserial PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
    stage text NOT NULL,
    key text NOT NULL,
    payload jsonb NOT NULL,
    state text NOT NULL DEFAULT 'due',
    order_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL DEFAULT now(),
    attempts int NOT NULL DEFAULT 0,
    error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    done_at timestamptz,
    UNIQUE (stage, key)
);
CREATE INDEX work_due ON work (customer_id, stage, order_at, id) WHERE state = 'due';
CREATE INDEX work_due_at ON work (due_at) WHERE state = 'due';
CREATE INDEX work_history ON work (customer_id, order_at) WHERE stage IN ('turn', 'out');
CREATE TABLE room (
    id text PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
    open boolean NOT NULL DEFAULT true,
    read_until timestamptz,
    opened_at timestamptz NOT NULL DEFAULT now(),
    closed_at timestamptz
);
CREATE INDEX room_of_customer ON room (customer_id);
CREATE INDEX room_open ON room (id) WHERE open;
CREATE TABLE send (
    tracker text PRIMARY KEY,
    work_id bigint NOT NULL REFERENCES work (id) ON DELETE CASCADE,
    wamid text,
    state text NOT NULL DEFAULT 'intended',
    code int,
    tries int NOT NULL DEFAULT 0,
    intended_at timestamptz NOT NULL DEFAULT now(),
    settled_at timestamptz
);
CREATE INDEX send_wamid ON send (wamid);
CREATE INDEX send_work ON send (work_id);
CREATE TABLE decision (
    id bigserial PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
    room_id text NOT NULL,
    reply_id text NOT NULL UNIQUE,
    action text NOT NULL,
    outcome text NOT NULL DEFAULT 'intended',
    state jsonb NOT NULL,
    data jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX decision_latest ON decision (customer_id, id DESC);
CREATE TABLE department (
    key text PRIMARY KEY,
    name text NOT NULL,
    rocketchat_id text,
    head text
);
CREATE TABLE counter (
    name text PRIMARY KEY,
    value bigint NOT NULL
);
INSERT INTO counter VALUES ('ticket', 1000);
CREATE TABLE ticket (
    number bigint PRIMARY KEY,
    origin text NOT NULL UNIQUE,
    customer_id bigint NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
    room_id text NOT NULL,
    department text NOT NULL,
    title text NOT NULL,
    summary text NOT NULL,
    original_text text NOT NULL,
    priority text NOT NULL,
    status text NOT NULL DEFAULT 'nuevo',
    owner text,
    created_at timestamptz NOT NULL DEFAULT now(),
    taken_at timestamptz,
    resolved_at timestamptz,
    resolved_by text
);
CREATE INDEX ticket_of_room ON ticket (room_id) WHERE status <> 'resuelto';
CREATE TABLE tick (
    task text NOT NULL,
    tick bigint NOT NULL,
    claimed_at timestamptz,
    PRIMARY KEY (task, tick)
);
CREATE TABLE process (
    name text PRIMARY KEY,
    beat_at timestamptz NOT NULL DEFAULT now(),
    data jsonb NOT NULL DEFAULT '{}'
);
"""


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401
    """Create everything."""
    db.execute_sql(SCHEMA)
