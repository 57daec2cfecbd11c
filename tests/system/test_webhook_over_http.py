"""What Meta posts: forged, malformed, of every kind, twice and out of order."""

import itertools
import json
import random
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.system import troubles
from tests.system.console import Agent
from tests.system.dialogue import Dialogue
from tests.system.running import ROOT, System, wait_until

PAYLOADS = ROOT / "tests" / "whatsapp" / "payloads"
MARIA = {
    "phone": "18095550101",
    "user_id": "DO.13491208655302741918",
    "new_user_id": "DO.99999999999999999999",
    "new_phone": "18095550199",
}
# What of each body must stand in the customer's room, in this order. A file is "file:<type>".
IN_THE_ROOM = {
    "audio_file.json": ["file:audio/mpeg"],
    "audio_voice.json": ["file:audio/ogg"],
    "batch_two_entries.json": ["Buenas, tienen cemento gris?", "file:image/jpeg", "esta pieza"],
    "batch_two_messages_one_value.json": ["uno", "dos"],
    "button_reply.json": ["Si"],
    "contacts.json": ["Juan Diaz"],
    "contacts_contact_request.json": ["Compartió su propio número"],
    "document.json": ["file:application/pdf", "lista"],
    "edit.json": ["corregido"],
    "image.json": ["file:image/jpeg", "esta pieza"],
    "list_reply.json": ["Cemento"],
    "location_current.json": ["18.4861,-69.9312"],
    "location_place.json": ["Av. 27 de Febrero"],
    "order.json": ["SKU-1"],
    "reaction.json": ["👍"],
    "reaction_removed.json": ["Quitó su reacción"],
    "referral_ctwa.json": ["Quiero informacion"],
    "sticker.json": ["file:image/webp"],
    "template_quick_reply.json": ["Continuar"],
    "text.json": ["Buenas, tienen cemento gris?"],
    "text_forwarded.json": ["reenviado"],
    "text_legacy_no_bsuid.json": ["formato anterior a abril 2026"],
    "text_reply_context.json": ["ese mismo"],
    "text_username_no_phone.json": ["hola"],
    "unsupported.json": ["Envió algo que WhatsApp no permite ver aquí"],
    "video.json": ["file:video/mp4"],
}
# Statuses of messages that are not ours, and the change of a number that nobody wrote from.
NOWHERE_TO_STAND = {"system_user_changed_number.json"}
_numbers = itertools.count(random.randrange(1_000_000, 9_000_000))


@dataclass(frozen=True)
class Sent:
    """A body of the collection as somebody new sends it."""

    file: str
    name: str
    body: dict[str, Any]


def as_somebody_new(file: Path, system: System) -> Sent:
    """Return the body with a name, number, ids and time of its own, and files that exist."""
    number = next(_numbers)
    name = f"Persona {uuid.uuid4().hex[:8]}"
    text = file.read_text(encoding="utf-8").replace("1763800000", str(int(time.time())))
    text = text.replace(MARIA["phone"], f"1829{number}").replace(
        MARIA["new_phone"], f"1849{number}"
    )
    text = text.replace(MARIA["user_id"], f"DO.4{number}").replace(
        MARIA["new_user_id"], f"DO.5{number}"
    )
    text = text.replace("wamid.", f"wamid.{number}")
    body = json.loads(text)
    for value in _values(body):
        for contact in value.get("contacts", []):
            contact["profile"]["name"] = name
        for message in value.get("messages", []):
            _give_file(message, system)
    return Sent(file.name, name, body)


def _values(body: dict[str, Any]) -> list[dict[str, Any]]:
    return [change["value"] for entry in body["entry"] for change in entry["changes"]]


def _give_file(message: dict[str, Any], system: System) -> None:
    content = message.get(message["type"])
    if isinstance(content, dict) and "mime_type" in content:
        content["id"] = troubles.file_of_customer(
            system, b"\xff\xd8 a file", content["mime_type"], "f"
        )
        content.pop("sha256")


def stands_in_room(admin: Agent, name: str) -> list[str]:
    """Return what the customer of this name said, as the room shows it, oldest first."""
    rooms = admin.rooms_of(name)
    if not rooms:
        return []
    assert len(rooms) == 1
    visitor = rooms[0]["v"]["_id"]
    said = []
    for message in admin.messages(rooms[0]["_id"]):
        if message["u"]["_id"] == visitor and not message.get("t"):
            file = message.get("file")
            said.append(f"file:{file['type'].split(';')[0]}" if file else message["msg"])
    return said


@pytest.fixture
def admin(system: System) -> Agent:
    return Agent(system, "admin")


def test_every_body_of_the_collection_is_taken_and_what_a_customer_said_is_in_the_room(
    system: System, admin: Agent
) -> None:
    everything = [as_somebody_new(file, system) for file in sorted(PAYLOADS.glob("*.json"))]
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda sent: troubles.posted(system, body=sent.body), everything))
    assert set(statuses) == {200}

    with_words = [sent for sent in everything if sent.file in IN_THE_ROOM]
    others = {sent.file for sent in everything} - IN_THE_ROOM.keys() - NOWHERE_TO_STAND
    assert all(name.startswith(("status_", "batch_three_statuses")) for name in others)
    for sent in with_words:
        wait_until(partial(_all_said, admin, sent), f"{sent.file}: {IN_THE_ROOM[sent.file]}")


def _all_said(admin: Agent, sent: Sent) -> bool:
    said, wanted = stands_in_room(admin, sent.name), IN_THE_ROOM[sent.file]
    return len(said) == len(wanted) and all(
        words in told for words, told in zip(wanted, said, strict=True)
    )


def test_a_forged_webhook_is_refused_and_nothing_happens(system: System, admin: Agent) -> None:
    forged = [as_somebody_new(PAYLOADS / "text.json", system) for _ in range(2)]
    assert troubles.posted(system, body=forged[0].body, signed="missing") == 401
    assert troubles.posted(system, body=forged[1].body, signed="wrong") == 403
    true = as_somebody_new(PAYLOADS / "text.json", system)
    assert troubles.posted(system, body=true.body) == 200
    wait_until(lambda: admin.rooms_of(true.name), "the true one has its room")
    assert not [sent for sent in forged if admin.rooms_of(sent.name)]


def test_what_is_no_webhook_is_refused_with_400(system: System) -> None:
    for text in ("", "{", "[]", "null", '"hola"', "NaN", "{" * 10_000):
        assert troubles.posted(system, text=text) == 400, text[:10]


def test_a_strange_shape_is_taken_and_harms_nobody(system: System, dialogue: Dialogue) -> None:
    change = {"field": "messages", "value": {"messages": [{}, 7, {"id": None, "type": []}]}}
    strange: list[Any] = [
        {},
        {"object": "page", "entry": None},
        {
            "entry": [
                None,
                {"changes": "x"},
                {"changes": [{"field": "account_update", "value": {}}]},
            ]
        },
        {"entry": [{"changes": [change]}]},
        {"entry": [{"changes": [{"field": "messages", "value": None}]}]},
    ]
    assert {troubles.posted(system, body=body) for body in strange} == {200}
    dialogue.customer("¿A cómo la funda de cemento Titán?")
    assert "RD$ 525.00" in dialogue.hears("Titán")


def test_meta_may_verify_the_address_with_the_right_token_only(system: System) -> None:
    url = f"{system.web_url}/whatsapp/webhook"
    asked = {
        "hub.mode": "subscribe",
        "hub.challenge": "31415",
        "hub.verify_token": "a-verify-token",
    }
    right = requests.get(url, params=asked, timeout=10)
    assert (right.status_code, right.text) == (200, "31415")
    wrong = requests.get(url, params=asked | {"hub.verify_token": "guess"}, timeout=10)
    assert (wrong.status_code, "31415" in wrong.text) == (403, False)


def test_a_message_of_a_kind_nobody_knows_is_visible_in_the_room(dialogue: Dialogue) -> None:
    dialogue.phone.sends(raw={"type": "hologram", "hologram": {"id": "9"}})
    wait_until(lambda: dialogue.rooms(), "a room")
    wait_until(
        lambda: any("hologram" in text for _, text in dialogue.said_in_room()), "it is shown"
    )


def test_twelve_customers_whose_webhooks_come_twice_and_shuffled_get_one_answer_each(
    system: System,
) -> None:
    people = [Dialogue(system) for _ in range(12)]
    with troubles.rules_of_meta(system, copies=2, shuffle_ms=300):
        for person in people:
            person.customer("¿A cómo la funda de cemento Titán?")
        for person in people:
            assert "RD$ 525.00" in person.hears("Titán")
    time.sleep(1.5)
    assert [len(person.phone.texts()) for person in people] == [1] * len(people)
    assert [len(person.rooms(open_only=False)) for person in people] == [1] * len(people)


def test_a_batch_of_many_customers_is_taken_whole(system: System) -> None:
    people = [Dialogue(system) for _ in range(10)]
    for person in people:
        person.phone.says("¿A cómo la funda de cemento Titán?", hold=True)
    troubles.let_go(system, together=True)
    for person in people:
        assert "RD$ 525.00" in person.hears("Titán")


def test_messages_that_meta_posts_in_reverse_stand_in_the_order_they_were_said(
    dialogue: Dialogue,
) -> None:
    dialogue.marta_serves()
    words = [f"parte {number}" for number in range(4)]
    for place, text in enumerate(words):
        dialogue.phone.says(text, hold=True, ago_s=20 - place)
    troubles.let_go(dialogue.system, order="reversed", together=True)
    wait_until(lambda: _parts(dialogue, "parte") == sorted(words), f"{words} in order")


def _parts(dialogue: Dialogue, beginning: str) -> list[str]:
    return [text for _, text in dialogue.said_in_room() if text.startswith(beginning)]
