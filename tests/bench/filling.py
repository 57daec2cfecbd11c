"""A past for the system: customers, rooms and messages by the million, in its own tables."""

import psycopg

# Half of the messages came in, half went out. What is long done is all there is of it: rooms are
# closed, items sorted, sends read. `first` and `last` count messages in, `people` customers.
_CUSTOMERS = """
INSERT INTO customer (bsuid, phone, name, last_incoming_at, created_at)
SELECT 'DO.7' || i, '1999' || lpad(i::text, 8, '0'), 'Cliente ' || i,
    now() - interval '2 days', now() - interval '90 days'
FROM generate_series(%(before)s + 1, %(people)s) i
"""
_ROOMS = """
INSERT INTO room (id, customer_id, open, read_until, opened_at, closed_at)
SELECT 'filled-' || id, id, false, now() - interval '2 days', now() - interval '9 days',
    now() - interval '2 days'
FROM customer WHERE phone LIKE '1999%%' ON CONFLICT DO NOTHING
"""
_FILLED = """
CREATE TEMP TABLE past AS
SELECT i, of.id AS customer_id, now() - interval '90 days' + i * interval '1 second' AS at
FROM generate_series(%(first)s + 1, %(last)s) i
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place
      FROM customer WHERE phone LIKE '1999%%') of ON of.place = i %% %(people)s
"""
_ITEMS = """
INSERT INTO webhook_item
    (phone_number_id, key, status, kind, sender, payload, received_at, sorted_at)
SELECT '106540352242922', 'filled.' || i || kind, status, kind, customer_id::text,
    jsonb_build_object('message', jsonb_build_object('id', i, 'type', 'text', 'text',
        jsonb_build_object('body', '¿A cómo la funda de cemento Titán? ' || i))), at, at
FROM past, (VALUES ('message', ''), ('status', 'sent'), ('status', 'delivered')) AS k (kind, status)
"""
_WORK = """
INSERT INTO work (customer_id, stage, key, payload, state, order_at, due_at, created_at, done_at)
SELECT customer_id, stage, 'filled-' || stage || i, jsonb_build_object(
        'room', 'filled-' || customer_id, 'author', 'bot', 'wamid', 'filled.' || i,
        'text', 'Funda de cemento Titán: RD$ 525.00, hay 140 en existencia. ' || i),
    'done', at, at, at, at
FROM past, (VALUES ('in'), ('turn'), ('out')) AS s (stage)
"""
_SENDS = """
INSERT INTO send (tracker, work_id, wamid, state, tries, intended_at, settled_at)
SELECT work.key || ':0', work.id, 'filled.out.' || i, 'read', 1, at, at
FROM past JOIN work ON work.stage = 'out' AND work.key = 'filled-out' || i
"""
_DECISIONS = """
INSERT INTO decision
    (customer_id, room_id, reply_id, action, outcome, state, data, created_at)
SELECT customer_id, 'filled-' || customer_id, 'filled-out' || i, 'Answer', 'done', '{}',
    jsonb_build_object('intents', jsonb_build_array('precio'), 'message_ids',
        jsonb_build_array('filled-turn' || i)), at
FROM past
"""


def fill(uri: str, *, people: int, messages: int) -> None:
    """Give the system so many customers, each with a room, and so many messages in and out."""
    with psycopg.connect(uri) as connection:
        values = {
            "before": _count(connection, "customer WHERE phone LIKE '1999%'"),
            "people": people,
            "first": _count(connection, "decision WHERE room_id LIKE 'filled-%'"),
            "last": messages // 2,
        }
        connection.execute("SET synchronous_commit = off")
        connection.execute(_CUSTOMERS, values)
        connection.execute(_ROOMS, values)
        connection.execute(_FILLED, values)
        for sql in (_ITEMS, _WORK, _SENDS, _DECISIONS):
            connection.execute(sql)
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _count(connection: "psycopg.Connection[tuple[int]]", what: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {what}").fetchone()  # noqa: S608
    return int(row[0]) if row else 0


def rows_scanned(uri: str) -> dict[str, int]:
    """Return how many rows each table gave to scans that read it from end to end."""
    with psycopg.connect(uri) as connection:
        rows = connection.execute("SELECT relname, seq_tup_read FROM pg_stat_user_tables")
        return {str(name): int(count or 0) for name, count in rows.fetchall()}
