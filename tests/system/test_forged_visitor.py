"""Rocket.Chat lets anybody be a visitor under any token: who forges one is nobody's customer."""

import uuid

import requests

from tests.system import rows
from tests.system.clocks import struck
from tests.system.dialogue import Dialogue
from tests.system.running import System


def test_a_visitor_under_a_forged_token_is_told_nothing_of_the_customer_whose_id_it_names(
    system: System,
) -> None:
    victim = Dialogue(system, phone="18095550104")  # on file for an account
    victim.customer("¿cuánto debo?")
    victim.hears("RD$")
    token = str(victim.rooms()[0]["v"]["token"])
    forged = [f"wa-{token.split('-')[1]}", f"wa-{token.split('-')[1]}-{uuid.uuid4().hex}"]
    opened = [ask_as(system, one) for one in forged]
    struck(system, "sweep_all_rooms")
    for room_id in opened:
        assert rows.every(system, "SELECT 1 FROM room WHERE id = %s", room_id) == []
        assert "RD$" not in str(victim.admin.messages(room_id))
    victim.customer("¿y cuándo vence?")
    victim.hears("diciembre")
    assert len(victim.phone.texts()) == 2


def ask_as(system: System, token: str) -> str:
    """Be a visitor under a token, as anybody may, and ask; return the room."""
    api = f"{system.rocketchat_url}/api/v1/livechat/"
    visitor = {"token": token, "name": "Cualquiera"}
    requests.post(api + "visitor", json={"visitor": visitor}, timeout=10).raise_for_status()
    room = requests.get(api + "room", params={"token": token}, timeout=10).json()["room"]["_id"]
    said = {"token": token, "rid": room, "msg": "¿cuánto debo?"}
    requests.post(api + "message", json=said, timeout=10).raise_for_status()
    return str(room)
