"""Receiving over a real network, from the stand-in for Meta: its bytes, signature and shapes."""

from typing import Any

import pytest

from tests.whatsapp.conftest import load
from tests.whatsapp.counter import Counter
from tests.whatsapp.meta import PHONE_ID, TOKEN, Meta
from whatsapp.incoming import Incoming, parse, parse_status
from whatsapp.media import MediaDownloader
from whatsapp.outgoing import Address, Choice, WhatsApp

PHONE = "18495550177"


@pytest.fixture
def maria(meta: Meta) -> str:
    return meta.customer(phone=PHONE)


def heard(meta: Meta, counter: Counter, customer: str, **what: Any) -> Incoming:
    return parse(counter.item(meta.says(customer, **what)).payload)


def test_meta_verifies_our_address(meta: Meta) -> None:
    assert meta.verifies()


def test_words_arrive_as_written(meta: Meta, counter: Counter, maria: str) -> None:
    words = '¿Tienen piña & ½ saco / 3"? 👷🏽 <b>'
    message = heard(meta, counter, maria, text=words)
    assert (message.text, message.sender.phone, message.sender.name) == (words, PHONE, "María")


@pytest.mark.parametrize("signed", ["wrong", "missing"])
def test_a_forgery_does_not_get_in(meta: Meta, signed: str) -> None:
    assert meta.posts(load("text"), signed) in {401, 403}


def test_each_delivery_of_a_repeated_message_has_the_same_key(
    meta: Meta, counter: Counter, maria: str
) -> None:
    wamid = meta.says(maria, text="hola", copies=3)
    first, *others = counter.items(wamid, at_least=3)
    assert others == [first, first]


def test_every_message_of_a_batch_arrives(meta: Meta, counter: Counter, maria: str) -> None:
    wamids = [meta.says(maria, text=f"línea {number}", batch=number < 4) for number in range(5)]
    texts = [parse(counter.item(wamid).payload).text for wamid in wamids]
    assert texts == [f"línea {number}" for number in range(5)]


@pytest.mark.parametrize("kind", ["image", "audio", "video", "document", "sticker"])
def test_files_arrive_and_can_be_fetched(
    meta: Meta, counter: Counter, maria: str, kind: str
) -> None:
    media = heard(meta, counter, maria, **{kind: True}).media
    assert media is not None
    with MediaDownloader(TOKEN, "24.0", meta.url) as downloader:
        assert downloader.download(media.id, media.kind).content


def test_a_place_arrives(meta: Meta, counter: Counter, maria: str) -> None:
    place = {"latitude": 18.4861, "longitude": -69.9312}
    assert "18.4861,-69.9312" in heard(meta, counter, maria, location=place).text


def test_a_tap_carries_the_id_we_gave(meta: Meta, counter: Counter, maria: str) -> None:
    heard(meta, counter, maria, text="hola")
    with WhatsApp(PHONE_ID, TOKEN, "24.0", meta.url) as whatsapp:
        whatsapp.send_choices(
            Address(None, PHONE), "¿Seguimos?", [Choice("y", "Sí"), Choice("n", "No")], "t-1"
        )
    tapped = heard(meta, counter, maria, button="y")
    assert (tapped.choice_id, tapped.text) == ("y", "Sí")


def test_corrections_and_deletions_name_what_they_change(
    meta: Meta, counter: Counter, maria: str
) -> None:
    wamid = meta.says(maria, text="tres sacos")
    deleted = heard(meta, counter, maria, delete=wamid)
    assert (deleted.kind, deleted.reply_to) == ("revoke", wamid)


def test_people_without_a_phone_arrive(meta: Meta, counter: Counter) -> None:
    customer = meta.customer(user_id="DO.a1B2c3", username="maria.p")
    sender = heard(meta, counter, customer, text="hola").sender
    assert (sender.bsuid, sender.phone, sender.username) == ("DO.a1B2c3", None, "maria.p")


def test_a_new_number_arrives_as_a_change_of_identity(
    meta: Meta, counter: Counter, maria: str
) -> None:
    change = parse(counter.item(meta.changes_number(maria, "18495550188")).payload)
    assert change.kind == "system_identity"
    assert change.identity is not None
    assert (change.identity.previous_phone, change.identity.phone) == (PHONE, "18495550188")
    assert change.identity.previous_bsuid != change.identity.bsuid


def test_statuses_of_what_we_sent_carry_our_tracker(
    meta: Meta, counter: Counter, maria: str
) -> None:
    heard(meta, counter, maria, text="hola")
    with WhatsApp(PHONE_ID, TOKEN, "24.0", meta.url) as whatsapp:
        wamid = whatsapp.send_text(Address(None, PHONE), "Buenas", "room-message-7")
    for status in ("sent", "delivered"):
        report = parse_status(counter.item(wamid, status).payload)
        assert (report.wamid, report.status, report.tracker) == (wamid, status, "room-message-7")


def test_a_late_failure_says_why(meta: Meta, counter: Counter, maria: str) -> None:
    heard(meta, counter, maria, text="hola")
    meta.fault("fail-131026")
    with WhatsApp(PHONE_ID, TOKEN, "24.0", meta.url) as whatsapp:
        wamid = whatsapp.send_text(Address(None, PHONE), "Buenas", "t-1")
    (error,) = parse_status(counter.item(wamid, "failed").payload).errors
    assert error.code == 131026
