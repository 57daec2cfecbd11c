"""The brain's rows. The room is the log; these rows are the work and what explains it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import peewee
from playhouse.postgres_ext import BinaryJSONField, DateTimeTZField

database = peewee.DatabaseProxy()


class Row(peewee.Model):
    """A row of the brain's."""

    class Meta:
        database = database
        legacy_table_names = False


class Customer(Row):
    """Somebody who writes on WhatsApp. Looked up by BSUID first, then by phone."""

    id = peewee.BigAutoField()
    bsuid = peewee.TextField(null=True, unique=True)
    phone = peewee.TextField(null=True, unique=True)
    username = peewee.TextField(null=True)
    name = peewee.TextField(null=True)
    secret = peewee.TextField(null=True, default=lambda: secrets.token_hex(16))
    last_incoming_at = DateTimeTZField(null=True)
    privacy_told_at = DateTimeTZField(null=True)
    erased_at = DateTimeTZField(null=True)
    merged_into = peewee.BigIntegerField(null=True)
    created_at = DateTimeTZField()

    @property
    def token(self) -> str:
        """The visitor token in Rocket.Chat: letters, digits and dashes only.

        Who knows it reads the visitor's rooms there without a login.
        """
        return f"wa-{self.id}-{self.secret}" if self.secret else f"wa-{self.id}"


class IdentityChange(Row):
    """What a customer was known by before: numbers and user ids change."""

    id = peewee.BigAutoField()
    customer = peewee.ForeignKeyField(Customer, on_delete="CASCADE")
    customer_id: int
    kind = peewee.TextField()
    old = peewee.TextField(null=True)
    new = peewee.TextField(null=True)
    at = DateTimeTZField()


class Lease(Row):
    """Who works for a customer just now; it lapses unless renewed."""

    customer = peewee.ForeignKeyField(Customer, primary_key=True, on_delete="CASCADE")
    customer_id: int
    owner = peewee.TextField(null=True)
    until = DateTimeTZField(null=True)


class Work(Row):
    """One thing to do for a customer; UNIQUE (stage, key) makes it happen once."""

    id = peewee.BigAutoField()
    customer = peewee.ForeignKeyField(Customer, on_delete="CASCADE")
    customer_id: int
    stage = peewee.TextField()
    key = peewee.TextField()
    payload = BinaryJSONField()
    state = peewee.TextField()
    order_at = DateTimeTZField()
    due_at = DateTimeTZField()
    attempts = peewee.IntegerField()
    error = peewee.TextField(null=True)
    created_at = DateTimeTZField()
    done_at = DateTimeTZField(null=True)


class Room(Row):
    """A Rocket.Chat room of a customer's, and how far its history was read."""

    id = peewee.TextField(primary_key=True)
    customer = peewee.ForeignKeyField(Customer, on_delete="CASCADE")
    customer_id: int
    open = peewee.BooleanField()
    read_until = DateTimeTZField(null=True)
    opened_at = DateTimeTZField()
    closed_at = DateTimeTZField(null=True)


class Send(Row):
    """One WhatsApp message of ours, recorded as intended before it was tried."""

    tracker = peewee.TextField(primary_key=True)
    work = peewee.ForeignKeyField(Work, on_delete="CASCADE")
    work_id: int
    wamid = peewee.TextField(null=True, index=True)
    state = peewee.TextField()
    code = peewee.IntegerField(null=True)
    tries = peewee.IntegerField()
    intended_at = DateTimeTZField()
    settled_at = DateTimeTZField(null=True)


class Decision(Row):
    """Why the bot answered what it answered: one a turn."""

    id = peewee.BigAutoField()
    customer = peewee.ForeignKeyField(Customer, on_delete="CASCADE")
    customer_id: int
    room_id = peewee.TextField()
    reply_id = peewee.TextField(unique=True)
    action = peewee.TextField()
    outcome = peewee.TextField()
    state = BinaryJSONField()
    data = BinaryJSONField()
    created_at = DateTimeTZField()


class DecisionMark(Row):
    """A decision that an administrator called a mistake, and what would have been right."""

    decision = peewee.ForeignKeyField(Decision, primary_key=True, on_delete="CASCADE")
    marked_by = peewee.TextField()
    note = peewee.TextField()
    eval_case = peewee.TextField(null=True)


class Department(Row):
    """A department that takes handoffs, and its counterpart in Rocket.Chat."""

    key = peewee.TextField(primary_key=True)
    name = peewee.TextField()
    rocketchat_id = peewee.TextField(null=True)
    head = peewee.TextField(null=True)  # the user name that is mentioned when nobody takes a ticket
    fallback = peewee.TextField(null=True)  # the department that takes over where this one cannot
    position = peewee.IntegerField(default=0)


class Ticket(Row):
    """A request that needs a person; outlives its room; numbered without gaps.

    `room_id` is the latest of its rooms (`ticket_room` has all of them). `waiting_since` is null
    while somebody has it. Each change that people see raises `version`; `shown` is the card's.
    """

    number = peewee.BigIntegerField(primary_key=True)
    origin = peewee.TextField(unique=True)
    customer = peewee.ForeignKeyField(Customer, on_delete="CASCADE")
    customer_id: int
    room_id = peewee.TextField()
    department = peewee.TextField()
    title = peewee.TextField()
    summary = peewee.TextField()
    original_text = peewee.TextField()
    priority = peewee.TextField()
    status = peewee.TextField()
    owner = peewee.TextField(null=True)
    created_at = DateTimeTZField()
    waiting_since = DateTimeTZField(null=True)
    taken_at = DateTimeTZField(null=True)  # for the first time
    owned_at = DateTimeTZField(null=True)  # since when it has this owner, or none any more
    first_answer_at = DateTimeTZField(null=True)
    resolved_at = DateTimeTZField(null=True)
    resolved_by = peewee.TextField(null=True)
    stale = peewee.IntegerField(default=0)  # 0, 1 yellow, 2 red: nobody has taken it for so long
    version = peewee.IntegerField(default=1)
    shown = peewee.IntegerField(default=0)


class TicketRoom(Row):
    """A room in which a ticket was spoken of."""

    number = peewee.BigIntegerField()
    room_id = peewee.TextField()
    linked_at = DateTimeTZField()

    class Meta:
        primary_key = peewee.CompositeKey("number", "room_id")


class Satisfaction(Row):
    """What a customer said, with one tap, of how people served. `score`: 1 bad, 2 fair, 3 good."""

    id = peewee.BigAutoField()
    customer = peewee.ForeignKeyField(Customer, on_delete="CASCADE")
    customer_id: int
    room_id = peewee.TextField(unique=True)
    ticket = peewee.BigIntegerField(null=True)
    asked_at = DateTimeTZField()
    answered_at = DateTimeTZField(null=True)
    score = peewee.IntegerField(null=True)


class Process(Row):
    """A sign of life of a process, for readiness and the doctor."""

    name = peewee.TextField(primary_key=True)
    beat_at = DateTimeTZField()
    data = BinaryJSONField()


@contextmanager
def durably() -> Iterator[None]:
    """A transaction that is on disk once it is over, also in a worker: what others will be told."""
    with database.atomic():
        database.execute_sql("SET LOCAL synchronous_commit = on")
        yield


def one(sql: str, *parameters: Any) -> Any:  # noqa: ANN401  whatever the query selects
    """Return the first row of a query as a tuple, or None."""
    return database.execute_sql(sql, parameters).fetchone()


def every(sql: str, *parameters: Any) -> list[Any]:  # noqa: ANN401
    """Return all rows of a query as tuples."""
    return list(database.execute_sql(sql, parameters).fetchall())
