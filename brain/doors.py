"""The doors into Rocket.Chat, wired for any process; nothing is connected before the first call."""

from dataclasses import dataclass

import requests

from brain import tickets
from brain.models import Department
from brain.rocketchat.account import Account, new_session
from brain.rocketchat.door import AppDoor
from brain.rocketchat.either_door import EitherDoor
from brain.rocketchat.rest_door import RestDoor
from brain.rocketchat.rooms import Rooms
from brain.rocketchat.visitor_api import VisitorApi
from brain.rocketchat.visitor_files import VisitorFiles
from brain.settings import Settings


@dataclass(frozen=True)
class Doors:
    """What stands in rooms, how customers' words get there, and their large files."""

    rooms: Rooms
    door: EitherDoor
    files: VisitorFiles


def connect(settings: Settings) -> Doors:
    """Return the doors into Rocket.Chat; nothing is connected before the first call."""
    url, session = settings.rocketchat_url, new_session(settings.rocketchat_url)
    rooms, api = Rooms(*our_users(settings, session)), VisitorApi(url, new_session(url))
    files = VisitorFiles(api, rooms)
    app = AppDoor(url, settings.bridge_secrets, session)
    rest = RestDoor(api, rooms, files, _departments)
    return Doors(rooms, EitherDoor(url, session, app, rest, whispers=app.whisper), files)


def our_users(settings: Settings, session: requests.Session) -> tuple[Account, Account]:
    """Return the bot and the bridge; they log in at their first call."""
    bot, bridge = settings.rocketchat_bot_password, settings.rocketchat_bridge_password
    url = settings.rocketchat_url
    return (
        Account(url, settings.rocketchat_bot_user, bot.get_secret_value(), session),
        Account(url, settings.rocketchat_bridge_user, bridge.get_secret_value(), session),
    )


def _departments() -> list[str]:
    """Ids of the departments, the one for whoever asks for nothing in particular first."""
    rows = sorted(Department.select(), key=lambda row: row.key != tickets.USUAL_DEPARTMENT)
    return list(dict.fromkeys(row.rocketchat_id for row in rows if row.rocketchat_id))
