"""A customer has a BSUID, a phone, or both: never two rows a person, never two people in one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brain import customers, room_messages, work
from brain.database import Database
from brain.models import Customer, IdentityChange, every
from whatsapp.incoming import IdentityChange as Changed
from whatsapp.incoming import Sender

PHONE, BSUID = "18095550101", "DO.1"


def known() -> list[tuple[str | None, str | None]]:
    return [tuple(row) for row in every(
        "SELECT bsuid, phone FROM customer WHERE merged_into IS NULL ORDER BY id")]  # fmt: skip


def test_the_same_sender_is_one_customer(database: Database) -> None:
    first = customers.find_or_create(Sender(BSUID, PHONE, None, "Ana"))
    again = customers.find_or_create(Sender(BSUID, PHONE, None, "Ana"))
    assert first.id == again.id
    assert known() == [(BSUID, PHONE)]


def test_a_phone_known_before_learns_its_bsuid(database: Database) -> None:
    before = customers.find_or_create(Sender(None, PHONE, None, "Ana"))
    after = customers.find_or_create(Sender(BSUID, PHONE, None, "Ana"))
    assert after.id == before.id
    assert known() == [(BSUID, PHONE)]


def test_somebody_with_a_username_only_learns_the_phone(database: Database) -> None:
    before = customers.find_or_create(Sender(BSUID, None, "ana.p", "Ana"))
    after = customers.find_or_create(Sender(BSUID, PHONE, "ana.p", "Ana"))
    assert after.id == before.id
    assert known() == [(BSUID, PHONE)]


def test_two_rows_that_turn_out_to_be_one_person_become_one(database: Database) -> None:
    by_name = customers.find_or_create(Sender(BSUID, None, "ana.p", None))
    by_phone = customers.find_or_create(Sender(None, PHONE, None, "Ana"))
    customers.heard_from(by_phone.id, datetime.now(UTC))
    work.add(by_phone.id, "in", "w1", {}, Customer.get_by_id(by_phone.id).created_at)
    merged = customers.find_or_create(Sender(BSUID, PHONE, "ana.p", "Ana"))
    assert merged.id == by_name.id
    assert known() == [(BSUID, PHONE)]
    assert [task.key for task in work.pending(merged.id, "in")] == ["w1"]


def test_a_number_that_changed_hands_is_somebody_else(database: Database) -> None:
    ana = customers.find_or_create(Sender(BSUID, PHONE, None, "Ana"))
    luis = customers.find_or_create(Sender("DO.2", PHONE, None, "Luis"))
    assert luis.id != ana.id
    assert known() == [(BSUID, None), ("DO.2", PHONE)]


def test_a_customer_who_changes_the_number_stays_the_same(database: Database) -> None:
    ana = customers.find_or_create(Sender(BSUID, PHONE, None, "Ana"))
    moved = customers.change_identity(
        Changed(previous_bsuid=BSUID, previous_phone=PHONE, bsuid="DO.9", phone="18295550109")
    )
    assert moved is not None
    assert moved.id == ana.id
    assert known() == [("DO.9", "18295550109")]
    assert {(change.kind, change.old) for change in IdentityChange.select()} == {
        ("bsuid", BSUID),
        ("phone", PHONE),
    }


def test_a_change_of_somebody_unknown_makes_nobody(database: Database) -> None:
    change = Changed(previous_bsuid="DO.7", previous_phone=None, bsuid="DO.8", phone=None)
    assert customers.change_identity(change) is None
    assert known() == []


def test_twenty_first_messages_at_once_make_one_customer(database: Database) -> None:
    def write(_: int) -> int:
        with database.connection_context():
            return int(customers.find_or_create(Sender(BSUID, PHONE, None, "Ana")).id)

    with ThreadPoolExecutor(20) as pool:
        ids = set(pool.map(write, range(20)))
    assert len(ids) == 1
    assert known() == [(BSUID, PHONE)]


identifiers = st.tuples(
    st.sampled_from([None, "DO.1", "DO.2"]), st.sampled_from([None, "1809", "1829"])
).filter(any)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(senders=st.lists(identifiers, min_size=1, max_size=8))
def test_whatever_comes_the_sender_is_found_again_and_keys_stay_unique(
    database: Database, senders: list[tuple[str | None, str | None]]
) -> None:
    database.execute_sql("TRUNCATE customer CASCADE")
    for bsuid, phone in senders:
        found = customers.find_or_create(Sender(bsuid, phone, None, None))
        again = customers.find_or_create(Sender(bsuid, phone, None, None))
        assert again.id == found.id
        assert bsuid in (None, found.bsuid)
        assert phone in (None, found.phone)
    rows = known()
    for place in (0, 1):
        keys = [row[place] for row in rows if row[place]]
        assert len(keys) == len(set(keys))


def test_no_two_customers_share_a_visitors_secret_and_who_was_there_before_keeps_the_token(
    database: Database,
) -> None:
    database.execute_sql("INSERT INTO customer (id, phone, secret) VALUES (7, '1809555', NULL)")
    database.execute_sql("INSERT INTO customer (id, phone) VALUES (8, '1809556')")
    made = customers.find_or_create(Sender(BSUID, PHONE, None, "Ana"))
    tokens = {customers.by_id(one).token for one in (7, 8, made.id)}
    assert "wa-7" in tokens
    assert len({token.rpartition("-")[2] for token in tokens}) == 3
    assert {room_messages.customer_of(token) for token in tokens} == {7, 8, made.id}
