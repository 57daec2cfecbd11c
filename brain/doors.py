"""The doors into Rocket.Chat, wired for any process; nothing is connected before the first call."""

from brain.rocketchat.account import Account, new_session
from brain.rocketchat.door import AppDoor
from brain.rocketchat.rooms import Rooms
from brain.settings import Settings


def connect_rooms(settings: Settings) -> tuple[Rooms, AppDoor]:
    """Return the doors into Rocket.Chat; nothing is connected before the first call."""
    session = new_session()
    bot = Account(
        settings.rocketchat_url,
        settings.rocketchat_bot_user,
        settings.rocketchat_bot_password.get_secret_value(),
        session,
    )
    bridge = Account(
        settings.rocketchat_url,
        settings.rocketchat_bridge_user,
        settings.rocketchat_bridge_password.get_secret_value(),
        session,
    )
    secret = settings.bridge_secret.get_secret_value()
    return Rooms(bot, bridge), AppDoor(settings.rocketchat_url, secret, session)
