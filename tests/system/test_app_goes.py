"""The app is switched off and on: the way into Rocket.Chat changes, and nothing is lost."""

import requests

from brain.rocketchat.account import Account
from brain.rocketchat.admin import Admin
from brain.rocketchat.door import APP_ID
from tests.system.dialogue import Dialogue
from tests.system.running import System, wait_until

A_SWEEP = 45.0


def door_of(system: System) -> str:
    """Return how words get into Rocket.Chat, as the health page says."""
    door: str = requests.get(f"{system.web_url}/health/ready", timeout=10).json()["door"]
    return door


def app_becomes(admin: Account, status: str) -> None:
    assert admin.raw("POST", f"/api/apps/{APP_ID}/status", json={"status": status}).ok


def test_the_way_changes_by_itself_when_the_app_goes_and_comes(mortal: System) -> None:
    dialogue = Dialogue(mortal)
    assert door_of(mortal) == "app"
    dialogue.customer("¿A cómo la funda de cemento Titán?")
    dialogue.hears("Titán")
    admin = Admin(mortal.rocketchat_url, "admin", "admin", requests.Session(), lambda _: "")
    app_becomes(admin, "manually_disabled")
    dialogue.customer("¿Y dónde están ubicados?")
    wait_until(lambda: door_of(mortal) == "rest", "the door is shown", within=A_SWEEP, every=1)
    dialogue.hears("Herrera", within=A_SWEEP)
    app_becomes(admin, "manually_enabled")
    dialogue.customer("¿Tienen varilla de 3/8?")
    dialogue.hears("varilla")
    wait_until(lambda: door_of(mortal) == "app", "the door is shown")
    assert len(dialogue.rooms(open_only=False)) == 1
    assert len(dialogue.phone.texts()) == 3
