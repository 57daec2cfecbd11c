"""What Ley 172-13 asks for: customers are told, shown, and forgotten, here and in Rocket.Chat."""

import base64
import json
import time

import pytest
import requests

from brain.rocketchat.admin import Admin
from tests.system import rows, troubles
from tests.system.dialogue import Dialogue
from tests.system.running import System, wait_until
from tests.system.test_attacks import text_from

PRICE = "¿A cómo la funda de cemento Titán?"
NOTICE = "guardamos lo que nos escribe"


def test_the_first_words_a_customer_hears_tell_what_is_kept_and_no_others_do(
    dialogue: Dialogue,
) -> None:
    dialogue.customer(PRICE)
    assert NOTICE in dialogue.hears("Titán")
    dialogue.customer("¿Y dónde están ubicados?")
    assert NOTICE not in dialogue.hears("Herrera")
    assert [NOTICE in text for _, text in dialogue.said_in_room()] == [False, True, False, False]


def test_who_asks_for_a_person_first_is_told_too(dialogue: Dialogue) -> None:
    heard = dialogue.asks_for_a_person()
    assert NOTICE in heard
    assert heard.index("ticket") < heard.index(NOTICE), "what was asked for comes first"


def id_of(system: System, dialogue: Dialogue) -> str:
    return str(dialogue.rooms(open_only=False)[0]["v"]["token"]).split("-")[1]


@pytest.fixture
def talked(system: System) -> Dialogue:
    """A customer with a file, a ticket, a card, and a person's words in the room."""
    dialogue = Dialogue(system)
    dialogue.customer(PRICE)
    dialogue.hears("Titán")
    room_id = dialogue.marta_serves()
    dialogue.admin.card_with(dialogue.name)
    dialogue.marta.sends_file(
        room_id, "factura.pdf", "application/pdf", b"%PDF-1.4 x", "Su factura"
    )
    dialogue.hears("Su factura")
    return dialogue


def test_a_customer_sees_everything_that_is_kept_and_nothing_of_anybody_elses(
    system: System, talked: Dialogue
) -> None:
    other = Dialogue(system)
    other.customer(PRICE)
    other.hears("Titán")
    told = json.loads(system.brain("customer", "export", f"+{talked.phone.number}").stdout)
    text = json.dumps(told, ensure_ascii=False)
    assert [one["phone"] for one in told["customer"]] == [talked.phone.number]
    assert {"work", "decision", "ticket", "room", "send", "webhook_item"} <= told["tables"].keys()
    assert all(told["tables"][name] for name in ("work", "ticket", "send", "webhook_item"))
    said = [message["text"] for message in told["rooms"][0]["messages"]]
    assert {PRICE, "Su factura"} <= set(said)
    assert "factura.pdf" in text
    assert other.name not in text
    token = str(talked.rooms()[0]["v"]["token"])
    assert token.split("-")[2] not in json.dumps(told["customer"])


def test_a_card_that_rocketchat_lets_nobody_delete_is_not_called_erased(
    system: System, talked: Dialogue
) -> None:
    named = id_of(system, talked)
    nobody_is_answering(system, named)
    admin = Admin(system.rocketchat_url, "admin", "admin", requests.Session(), lambda _: "")
    admin.post("settings/Message_AllowDeleting", value=False)
    erase = ("customer", "erase", named, "--yes")
    try:
        said = system.brain(*erase, check=False)
        assert said.returncode != 0
        assert "Allow Message Deleting" in said.stderr + said.stdout
    finally:
        admin.post("settings/Message_AllowDeleting", value=True)
    system.brain(*erase)


def test_a_customer_is_erased_here_and_in_rocketchat_and_may_come_back_as_somebody_new(
    system: System, talked: Dialogue
) -> None:
    named = id_of(system, talked)
    room_id = talked.room()
    tried = system.brain("customer", "erase", named, "--dry-run").stdout
    assert "would be erased" in tried
    assert talked.rooms()
    asked = system.brain("customer", "erase", named, check=False)
    assert asked.returncode == 1  # nobody said yes
    assert talked.rooms()

    nobody_is_answering(system, named)
    somebody_works_for(system, named, seconds=30)
    refused = system.brain("customer", "erase", named, "--yes", check=False)
    assert "is being answered just now" in refused.stderr
    assert talked.rooms()

    somebody_works_for(system, named, seconds=-1)
    system.brain("customer", "erase", named, "--yes")
    assert not talked.rooms(open_only=False)
    assert talked.name not in str(talked.admin.cards())
    assert room_id not in str(talked.admin.get("livechat/rooms", count=500))
    gone = system.brain("customer", "export", named, check=False)
    assert gone.stderr.startswith("Error: there is no such customer")
    assert names_him(system, talked) == []
    meta_goes_on_telling_of(talked)
    wait_until(lambda: not rows.one(system, UNSORTED)[0], "sorted")
    assert names_him(system, talked) == []
    assert not talked.rooms(open_only=False)

    talked.customer(PRICE)
    assert NOTICE in talked.hears("Titán")
    assert len(talked.rooms(open_only=False)) == 1
    assert id_of(system, talked) != named


UNSORTED = "SELECT count(*) FROM webhook_item WHERE sorted_at IS NULL"
TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"


def names_him(system: System, dialogue: Dialogue) -> list[str]:
    """Return the tables in which the customer's number, user id, name or words stand.

    The ids of WhatsApp's messages hold the number, too.
    """
    phone = dialogue.phone
    coded = base64.b64encode(f"{phone.number}\x15".encode()).decode()  # see newWamid
    telling = [f"%{one}%" for one in (phone.number, phone.user_id, dialogue.name, coded)]
    found = "SELECT count(*) FROM {} AS t WHERE t::text LIKE ANY(%s)"
    tables = [row[0] for row in rows.every(system, TABLES)]
    return [one for one in tables if rows.one(system, found.format(one), telling)[0]]


def meta_goes_on_telling_of(dialogue: Dialogue) -> None:
    """Repeat what he wrote first, and tell that he read the last he heard."""
    assert dialogue.phone.number
    first = text_from(dialogue, PRICE)
    value = first["entry"][0]["changes"][0]["value"]
    value["messages"][0]["id"] = dialogue.phone.messages("customer")[0]["wamid"]
    assert troubles.posted(dialogue.system, body=first) == 200
    status = {
        "id": dialogue.phone.messages("business")[-1]["wamid"],
        "status": "read",
        "timestamp": str(int(time.time())),
        "recipient_id": dialogue.phone.number,
    }
    value |= {"statuses": [status]}
    del value["messages"]
    assert troubles.posted(dialogue.system, body=first) == 200


def somebody_works_for(system: System, customer_id: str, *, seconds: int) -> None:
    """Let another worker hold the customer's lease for so long."""
    sql = "UPDATE lease SET owner = 'x', until = now() + make_interval(secs => %s)"
    rows.every(system, f"{sql} WHERE customer_id = %s", seconds, customer_id)


def nobody_is_answering(system: System, customer_id: str) -> None:
    """Wait until all is done for a customer, who wrote last more than a minute ago."""
    due = "SELECT count(*) FROM work WHERE customer_id = %s AND state = 'due' AND due_at <= now()"
    wait_until(lambda: not rows.one(system, due, customer_id)[0], "nothing is due")
    silent = "UPDATE customer SET last_incoming_at = now() - interval '2 minutes' WHERE id = %s"
    rows.every(system, silent, customer_id)


def test_whoever_is_not_known_is_said_to_be_unknown(system: System) -> None:
    for named in ("18000000000", ""):
        refused = system.brain("customer", "export", named, check=False)
        assert refused.returncode == 1
        assert "no such customer" in refused.stderr
