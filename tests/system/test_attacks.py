"""What somebody tries who means no good; docs/security.md names these tests."""

import requests

from tests.system.dialogue import Dialogue

PRICE = "¿A cómo la funda de cemento Titán?"


def test_nobody_reads_a_neighbours_room_by_guessing_the_visitors_token(dialogue: Dialogue) -> None:
    dialogue.customer(PRICE)
    dialogue.hears("Titán")
    token = str(dialogue.rooms()[0]["v"]["token"])
    open_to_all = f"{dialogue.system.rocketchat_url}/api/v1/livechat/visitor/"
    assert requests.get(open_to_all + token, timeout=10).ok  # so the token is the only secret
    prefix, number, secret = token.split("-")
    assert (prefix, number.isdigit(), len(secret)) == ("wa", True, 32)
    assert not requests.get(open_to_all + f"wa-{number}", timeout=10).ok
