"""A workspace whose licence lets no private app run: the same conversation, by REST and webhook."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from brain.rocketchat.account import Account
from brain.rocketchat.admin import Admin
from tests.system import troubles
from tests.system.clocks import swept_often
from tests.system.dialogue import Dialogue
from tests.system.running import WITH_APP, System, wait_until

pytestmark = pytest.mark.people

PRICE = "¿A cómo la funda de cemento Titán?"
VARILLA, WHERE = "¿Tienen varilla de 3/8?", "¿Y dónde están ubicados?"
A_SWEEP = 45.0
COMMUNITY = {"ROCKETCHAT_LICENSE": "community", "SETUP_YES_RATE_LIMITER": "1"}


@pytest.fixture(scope="module")
def system(request: pytest.FixtureRequest) -> Iterator[System]:
    """The system of all the tests where that is without the app, else one of its own."""
    if not WITH_APP:
        yield request.getfixturevalue("everybodys")
        return
    with tempfile.TemporaryDirectory(prefix="system-") as name:
        running = System(Path(name), settings=COMMUNITY)
        try:
            yield running.start()
        finally:
            running.stop()


@pytest.fixture
def dialogue(system: System) -> Dialogue:
    return Dialogue(system)


def admin_of(system: System) -> Account:
    """Return the administrator, who may change settings."""
    return Admin(system.rocketchat_url, "admin", "admin", requests.Session(), lambda _: "")


@pytest.fixture
def admin(system: System) -> Account:
    return admin_of(system)


def door_of(system: System) -> str:
    """Return how words get into Rocket.Chat, as the health page says."""
    door: str = requests.get(f"{system.web_url}/health/ready", timeout=10).json()["door"]
    return door


def test_the_door_is_shown(system: System) -> None:
    assert door_of(system) == "rest"


def test_setup_says_which_way_results_and_what_is_missing(system: System) -> None:
    said = system.brain("setup", "--brain-url", system.web_url).stdout
    assert "way in: without the app" in said
    assert "webhook: in order" in said
    assert "rate limiter: off" in said


def test_a_conversation_goes_round_and_comes_back_to_the_bot(dialogue: Dialogue) -> None:
    dialogue.customer(PRICE)
    assert "RD$ 525.00" in dialogue.hears("Titán")
    said = dialogue.said_in_room()
    assert [said[0][1], said[1][0]] == [PRICE, "asistente"]

    room_id = dialogue.marta_serves()
    dialogue.customer("¿hola?")
    dialogue.marta.writes(room_id, "Buenas, soy Marta")
    dialogue.hears("soy Marta")
    named = "Lista de precios #2 ¿nueva?.pdf"
    dialogue.marta.sends_file(room_id, named, "application/pdf", b"%PDF-1.4 x", "La lista")
    dialogue.hears("La lista")

    dialogue.marta.writes(room_id, "!cerrar-ticket gracias")
    dialogue.hears("ha sido cerrado")
    wait_until(lambda: not dialogue.rooms(), "the room is closed")

    dialogue.customer(PRICE)
    dialogue.hears("Titán")
    assert dialogue.room() != room_id
    assert dialogue.phone.hears_nothing_for(1)
    texts = dialogue.phone.texts()
    assert [texts.count(words) for words in ("Buenas, soy Marta", "La lista")] == [1, 1]
    assert len(texts) == 6
    assert not any("cerrar-ticket" in text for text in texts)


def test_who_takes_a_room_takes_its_ticket(dialogue: Dialogue) -> None:
    number = str(dialogue.ticket(dialogue.asks_for_a_person()))
    before = dialogue.admin.card_with(number)["color"]
    cards = [card for card in dialogue.admin.cards() if number in str(card["attachments"])]
    assert [card.get("blocks") for card in cards] == [None], "buttons with no app"
    assert f"/live/{dialogue.room()})" in cards[0]["msg"], "the way to the conversation"
    dialogue.marta.takes(dialogue.room())
    wait_until(
        lambda: any(
            number in str(card["attachments"]) and card["attachments"][0]["color"] != before
            for card in dialogue.admin.cards()
        ),
        "the card has another colour",
    )


def test_a_command_nobody_knows_reaches_no_customer(dialogue: Dialogue) -> None:
    room_id = dialogue.marta_serves()
    heard = len(dialogue.phone.texts())
    dialogue.marta.writes(room_id, "!cerar-ticket")
    wait_until(
        lambda: any("cerar-ticket»" in text for _, text in dialogue.said_in_room()), "a note"
    )
    dialogue.marta.writes(room_id, "!crear-ticket ventas Cotizar 20 fundas")
    dialogue.hears("Hemos registrado su solicitud")
    assert len(dialogue.phone.texts()) == heard + 1
    dialogue.marta.writes(room_id, "/cerrar-ticket")  # as a client that knows no such command
    dialogue.hears("han sido cerrados")


def test_a_picture_enters_the_room_once_and_its_words_after_it(dialogue: Dialogue) -> None:
    dialogue.marta_serves()
    dialogue.phone.sends(image={"caption": "esta pieza"})
    wait_until(lambda: "esta pieza" in [text for _, text in dialogue.said_in_room()], "its words")
    messages = dialogue.admin.messages(dialogue.room())
    files = [place for place, message in enumerate(messages) if message.get("file")]
    words = [place for place, message in enumerate(messages) if message["msg"] == "esta pieza"]
    assert len(files) == len(words) == 1
    assert files < words


def test_whoever_has_the_phone_of_another_visitor_gets_a_room_of_her_own(
    system: System, admin: Account
) -> None:
    dialogue = Dialogue(system)
    other = {"token": "from-the-web-site", "name": "Otra", "phone": dialogue.phone.number}
    url = f"{system.rocketchat_url}/api/v1/livechat/visitor"
    assert requests.post(url, json={"visitor": other}, timeout=10).ok
    dialogue.customer(PRICE)
    dialogue.hears("Titán")
    (room,) = dialogue.rooms()
    assert room["v"]["token"].startswith("wa-")
    assert room["v"]["phone"] == dialogue.phone.number


LOST: list[dict[str, object]] = [
    {"match": "livechat/message", "after": True},
    {"match": "livechat/message"},
    {"match": "livechat/room", "after": True},
    {"match": "livechat/visitor", "after": True},
    {"match": "livechat/message", "status": 429, "body": {"success": False}},
]


@pytest.mark.parametrize("fault", LOST, ids=lambda fault: "-".join(map(str, fault.values())))
def test_a_call_that_fails_or_whose_answer_is_lost_is_made_good_once(
    system: System, fault: dict[str, object]
) -> None:
    dialogue = Dialogue(system)
    kind = {"kind": "refuse", "status": 500, "times": 2}
    with troubles.of_rocketchat(system, kind | fault):  # in a new room
        dialogue.customer(PRICE)
        dialogue.hears("Titán")
    dialogue.customer(VARILLA)
    dialogue.hears("varilla")
    with troubles.of_rocketchat(system, kind | fault):  # in one that is known
        dialogue.customer(WHERE)
        dialogue.hears("Herrera")
    assert dialogue.phone.hears_nothing_for(1)
    said = [text for _, text in dialogue.said_in_room()]
    assert [said.count(question) for question in (PRICE, VARILLA, WHERE)] == [1, 1, 1]
    wait_until(lambda: not rows_due(system), "nothing is tried again")
    assert len(dialogue.rooms(open_only=False)) == 1


def rows_due(system: System) -> list[str]:
    """Return the figures of rows that wait to be done."""
    lines = requests.get(f"{system.web_url}/metrics", timeout=10).text.splitlines()
    return [line for line in lines if line.startswith("mostrador_work_due{") and line[-2:] != " 0"]


def test_what_no_webhook_told_is_found_in_the_room_and_sent_once(
    system: System, admin: Account
) -> None:
    dialogue = Dialogue(system)
    room_id = dialogue.marta_serves()
    url = admin.get("settings/Livechat_webhookUrl")["value"]
    admin.post("settings/Livechat_webhookUrl", value="")
    try:
        with swept_often(system):
            dialogue.marta.writes(room_id, "Se perdió el aviso")
            dialogue.hears("Se perdió el aviso", within=A_SWEEP)
            dialogue.marta.writes(room_id, "!cerrar-ticket")
            dialogue.hears("ha sido cerrado", within=A_SWEEP)
    finally:
        admin.post("settings/Livechat_webhookUrl", value=url)
    assert dialogue.phone.texts().count("Se perdió el aviso") == 1


def test_a_webhook_without_our_token_is_refused(system: System) -> None:
    url = f"{system.web_url}/rocketchat/omnichannel"
    for headers in ({}, {"X-RocketChat-Livechat-Token": "a guess"}):
        assert requests.post(url, json={}, headers=headers, timeout=10).status_code == 403
