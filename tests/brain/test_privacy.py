"""Retention forgets what is old and nothing that is needed; access to accounts is on record."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from brain import customers, work
from brain.database import Database
from brain.mind.values import Ask, Thought
from brain.models import Customer, every
from brain.privacy import access, command, finding, notice, retention
from brain.privacy.refusal import CustomerRefused
from brain.settings import Settings, SettingsRefused, load

NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(days=400)


def settings(monkeypatch: pytest.MonkeyPatch, **given: str) -> Settings:
    needed = {
        "WHATSAPP_PHONE_ID": "1", "WHATSAPP_TOKEN": "t", "WHATSAPP_APP_SECRET": "s",
        "WHATSAPP_VERIFY_TOKEN": "v", "ROCKETCHAT_URL": "http://127.0.0.1:1",
        "ROCKETCHAT_BOT_USER": "b", "ROCKETCHAT_BOT_PASSWORD": "p",
        "ROCKETCHAT_BRIDGE_USER": "c", "ROCKETCHAT_BRIDGE_PASSWORD": "q",
        "BRIDGE_SECRET": "0123456789abcdef",
    }  # fmt: skip
    for name, value in (needed | given).items():
        monkeypatch.setenv(name, value)
    return load(None)


def add_item(database: Database, key: str, *, sorted_at: datetime | None) -> int:
    made: int = database.execute_sql(
        """INSERT INTO webhook_item (phone_number_id, key, status, kind, sender, payload, sorted_at)
           VALUES ('1', %s, '', 'message', 'DO.1', '{}', %s) RETURNING id""",
        (key, sorted_at),
    ).fetchone()[0]
    return made


def add_done(customer: int, stage: str, key: str, room: str, at: datetime = LONG_AGO) -> None:
    work.add(customer, stage, key, {"room": room, "text": key}, at)
    every("UPDATE work SET state = 'done', done_at = %s WHERE key = %s RETURNING id", at, key)


def left(table: str, column: str = "key") -> set[Any]:
    return {row[0] for row in every(f"SELECT {column} FROM {table}")}  # noqa: S608


def add_room(customer: int, name: str, *, is_open: bool, read_until: datetime | None) -> None:
    every(
        """INSERT INTO room (id, customer_id, open, read_until, opened_at, closed_at)
           VALUES (%s, %s, %s, %s, %s, %s) RETURNING id""",
        name, customer, is_open, read_until, LONG_AGO, None if is_open else LONG_AGO,
    )  # fmt: skip


def test_what_is_old_is_forgotten_and_what_is_new_is_not(
    database: Database, customer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_room(customer, "closed", is_open=False, read_until=LONG_AGO)
    add_done(customer, "out", "old", "closed")
    add_done(customer, "out", "new", "closed", NOW - timedelta(days=300))
    add_item(database, "old", sorted_at=LONG_AGO)
    add_item(database, "new", sorted_at=NOW)
    gone = retention.forget(settings(monkeypatch), NOW)
    assert (left("work"), left("webhook_item"), left("room", "id")) == ({"new"}, {"new"}, set())
    assert (gone["work"], gone["webhook_item"]) == (1, 1)


def test_what_still_makes_things_happen_once_is_kept_however_old(
    database: Database, customer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_room(customer, "open", is_open=True, read_until=LONG_AGO)
    add_room(customer, "never-read", is_open=True, read_until=None)
    add_room(customer, "read-lately", is_open=True, read_until=NOW)
    for room in ("open", "never-read", "read-lately"):
        add_done(customer, "out", f"in-{room}", room)
    work.add(customer, "out", "due", {"room": "open"}, LONG_AGO)
    add_item(database, "unsorted", sorted_at=None)
    add_item(database, "waits", sorted_at=LONG_AGO)
    work.add(customer, "in", "waits", {"item": 1}, LONG_AGO)
    add_done(customer, "out", "unclear", "closed")
    every(
        """INSERT INTO send (tracker, work_id) SELECT 'unclear:0', id FROM work
           WHERE key = 'unclear' RETURNING tracker"""
    )
    retention.forget(settings(monkeypatch), NOW)
    # An open room is read from a moment before where it was read to: only what is older may go.
    assert left("work") == {"in-open", "in-never-read", "due", "waits", "unclear"}
    assert left("webhook_item") == {"unsorted", "waits"}
    assert left("room", "id") == {"open", "never-read", "read-lately"}


def test_old_decisions_go_and_a_tickets_number_stays_without_its_words(
    database: Database, customer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, at in ((1, LONG_AGO), (2, LONG_AGO), (3, NOW - timedelta(days=300))):
        every(
            """INSERT INTO decision (customer_id, room_id, reply_id, action, outcome, state, data,
                   created_at)
               VALUES (%s, 'r', %s, 'Answer', 'done', '{}', '{}', %s) RETURNING id""",
            customer, f"b-{number}", at,
        )  # fmt: skip
    for number, status in ((1001, "resuelto"), (1002, "nuevo")):
        every(
            """INSERT INTO ticket (number, origin, customer_id, room_id, department, title, summary,
                   original_text, priority, status, resolved_at)
               VALUES (%s, %s, %s, 'r', 'ventas', 't', 's', 'o', 'normal', %s, %s)
               RETURNING number""",
            number, str(number), customer, status, LONG_AGO,
        )  # fmt: skip
    retention.forget(settings(monkeypatch), NOW)
    assert left("decision", "reply_id") == {"b-3"}
    assert every("SELECT number, original_text FROM ticket ORDER BY 1") == [(1001, ""), (1002, "o")]


def test_it_is_done_in_batches_that_can_be_stopped_between(
    database: Database, customer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.execute_sql(
        """INSERT INTO webhook_item (phone_number_id, key, status, kind, sender, payload, sorted_at)
           SELECT '1', n::text, '', 'message', 'x', '{}', %s FROM generate_series(1, 1200) AS n""",
        (LONG_AGO,),
    )
    stopped = retention.forget(settings(monkeypatch), NOW, more=lambda: False)
    assert stopped["webhook_item"] == retention.BATCH
    assert retention.forget(settings(monkeypatch), NOW)["webhook_item"] == 700


def test_nothing_is_forgotten_where_the_setting_is_0_and_no_fewer_days_than_meta_repeats(
    database: Database, customer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_item(database, "old", sorted_at=LONG_AGO)
    kept = settings(monkeypatch, RETENTION_DAYS="0", RETENTION_AUDIT_DAYS="0")
    assert retention.forget(kept, NOW) == {}
    with pytest.raises(SettingsRefused, match="RETENTION_DAYS is malformed: must be 10 or more"):
        settings(monkeypatch, RETENTION_DAYS="7")


def test_the_notice_is_the_stores_own_once_and_can_be_switched_off(
    customer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"text": "Hay 5."}
    off = settings(monkeypatch, PRIVACY_NOTICE="off")
    assert notice.added_to(said, customer, off) == said
    linked = settings(monkeypatch, PRIVACY_NOTICE="on", PRIVACY_URL="https://tienda.do/privacidad")
    first = notice.added_to(said, customer, linked)
    assert first["text"].startswith("Hay 5.\n\n")
    assert "https://tienda.do/privacidad" in first["text"]
    assert notice.added_to(said, customer, linked) == first  # what was not said yet is said again
    notice.told(first, customer)
    assert notice.added_to(said, customer, linked) == said


def thought(
    number: str | None,
    *,
    wrong: int = 0,
    unknown: int = 0,
    shown: bool = False,
    proved: str | None = None,
    since: str = "a day",
) -> Thought:
    rows = [{"table": "store_account", "id": 1, "figures": {}}] if shown else []
    kept = {"number": number, "wrong": wrong, "unknown": unknown, "proved": proved, "since": since}
    return Thought(Ask("?"), {"account": kept}, {"rows": rows})


def test_each_sight_of_an_account_and_each_wrong_try_is_on_record(customer: int) -> None:
    asked = thought("0012345").state
    access.note(customer, {}, thought("0012345"))
    access.note(customer, {}, thought("0012345", shown=True))
    access.note(customer, asked, thought("0012345", wrong=1))
    access.note(customer, {}, thought("0012345", shown=True, proved="0012345"))
    access.note(customer, asked, thought(None, unknown=1))
    tired = thought("0012345", wrong=3).state
    access.note(customer, tired, thought("0012345", wrong=1, since="the next day"))
    seen = every("SELECT customer_id, account, proof, outcome FROM account_access ORDER BY id")
    assert seen == [
        (customer, "0012345", "phone", "shown"),
        (customer, "0012345", "digits", "refused"),
        (customer, "0012345", "digits", "shown"),
        (customer, "?", "number", "unknown"),
        (customer, "0012345", "digits", "refused"),
    ]
    assert (access.wrong_tries("0012345"), access.wrong_tries("0056247")) == (2, 0)


@pytest.mark.parametrize("named", ["18000000000", "999999", "DO.0", "nobody", "+", ""])
def test_whoever_is_not_known_is_said_to_be_unknown(database: Database, named: str) -> None:
    with pytest.raises(CustomerRefused, match="no such customer"):
        finding.find(named)


def brought(database: Database, key: str, kind: str, sender: str, payload: str = "{}") -> int:
    made: int = database.execute_sql(
        """INSERT INTO webhook_item (phone_number_id, key, status, kind, sender, payload, sorted_at)
           VALUES ('1', %s, '', %s, %s, %s, now()) RETURNING id""",
        (key, kind, sender, payload),
    ).fetchone()[0]
    return made


def wrote_and_heard(database: Database, customer: int, sender: str, name: str) -> set[int]:
    """Let a customer write, and hear something; return the items of both."""
    asked = brought(database, f"in-{name}", "message", sender)
    work.add(customer, "in", f"in-{name}", {"item": asked}, NOW)
    work.add(customer, "out", f"out-{name}", {"room": "r", "text": "x"}, NOW)
    every(
        """INSERT INTO send (tracker, work_id, wamid) SELECT key || ':0', id, %s FROM work
           WHERE key = %s RETURNING tracker""",
        f"wamid-{name}", f"out-{name}",
    )  # fmt: skip
    return {asked, brought(database, f"wamid-{name}", "status", sender)}


def test_who_has_a_number_now_is_shown_nothing_of_who_had_it_before(
    database: Database, customer: int
) -> None:
    former = wrote_and_heard(database, customer, "18095550101", "former")  # before user ids came
    every("UPDATE customer SET phone = NULL WHERE id = %s RETURNING id", customer)
    now_has_it = Customer.create(phone="18095550101", bsuid="DO.2", created_at=NOW)
    latter = wrote_and_heard(database, now_has_it.id, "18095550101", "latter")
    stray = brought(database, "stray", "message", "18095550101")  # not in a room yet
    about = brought(
        database,
        "about",
        "other",
        "",
        '{"value": {"user_preferences": [{"wa_id": "18095550101"}]}}',
    )
    items = finding.items_of
    assert set(items(finding.same_as(now_has_it.id))) == latter | {stray, about}
    assert set(items(finding.same_as(customer))) == former


def test_wrong_digits_for_an_account_are_counted_whoever_gave_them(customer: int) -> None:
    other = Customer.create(bsuid="DO.3", created_at=NOW).id
    asked = {"pending": {"kind": "account_factor"}, "account": {"number": "0012345", "wrong": 0}}
    for who in (customer, other):
        access.note(who, asked, thought("0012345", wrong=1))
        access.note(who, asked, thought("0012345", shown=True))
    access.note(other, asked, thought("0099999", wrong=1))
    assert access.wrong_tries("0012345") == 2
    every("UPDATE account_access SET at = at - interval '25 hours' RETURNING id")
    assert access.wrong_tries("0012345") == 0


def test_an_export_opens_no_room_and_no_file_of_his_is_everybodys(
    database: Database, customer: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = Customer.create(bsuid="DO.9", created_at=NOW)
    customers.merge(Customer.get_by_id(customer), gone)
    path = tmp_path / "ana.json"
    path.write_text("of before, and longer " * 1000)
    path.chmod(0o644)
    command.write_export(settings(monkeypatch), "18095550101", path)
    told = path.read_text()
    assert json.loads(told)["tables"]["identity_change"]
    assert str(gone.secret) not in told
    assert path.stat().st_mode & 0o777 == 0o600
