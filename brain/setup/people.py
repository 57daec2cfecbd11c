"""The two users that are ours, and the agents' channel."""

from functools import partial
from typing import Any

from brain.errors import Failure
from brain.rocketchat.account import A_CODE_IS_WANTED, Account, Away, Refused, new_session
from brain.rocketchat.rooms import CHANNEL
from brain.settings import Settings
from brain.setup.changes import Change, Found
from brain.setup.workspace import read
from brain.wording import say

BRIDGE_ROLES = ["user", "livechat-manager"]
BOT_ROLES = ["bot", "livechat-agent"]
POLICY = "error-password-policy-not-met"


def bot(admin: Account, settings: Settings) -> Found:
    """Find what the bot's user lacks; being an agent is said again each time it is changed."""
    name, password = settings.rocketchat_bot_user, settings.rocketchat_bot_password
    found = _user(admin, settings, name, password.get_secret_value(), BOT_ROLES, "bot")
    if found or not _is_listed(admin, "agent", name):
        agent = partial(admin.post, "livechat/users/agent", username=name)
        found.append(Change(f"make {name} an agent of Omnichannel", agent))
    elif user := _who_takes_no_part(admin, name):
        there = partial(
            admin.post, "livechat/agent.status", agentId=user["_id"], status="available"
        )
        found.append(Change(f"set {name} to available", there))
    return found


def bridge(admin: Account, settings: Settings) -> Found:
    """Find what the bridge's user lacks."""
    name, password = settings.rocketchat_bridge_user, settings.rocketchat_bridge_password
    found = _user(admin, settings, name, password.get_secret_value(), BRIDGE_ROLES, "bridge")
    if found or not _is_listed(admin, "manager", name):
        manager = partial(admin.post, "livechat/users/manager", username=name)
        found.append(Change(f"make {name} a manager of Omnichannel", manager))
    return found


def _user(
    admin: Account, settings: Settings, name: str, password: str, roles: list[str], whose: str
) -> Found:
    found = find_user(admin, name)
    verified = _must_be_verified(admin)
    if found is None:
        data = {"roles": roles, "password": password, "active": True, "joinDefaultChannels": False}
        email = f"{name}@mostrador.invalid"
        make = partial(
            admin.post, "users.create", username=name, name=say(f"user.{whose}"), email=email,
            verified=verified, **data,
        )  # fmt: skip
        return [Change(f"create the user {name} with the roles {', '.join(roles)}", make)]
    lacks: dict[str, Any] = {}
    if set(found.get("roles", roles)) != set(roles):
        lacks["roles"] = roles
    if not found.get("active", True):
        lacks["active"] = True
    if any(email.get("verified", verified) != verified for email in found.get("emails") or ()):
        lacks["verified"] = verified
    if not lacks and not _gets_in(settings, name, password):
        lacks["password"] = password
    if not lacks:
        return []
    told = ", ".join(_told(key, value) for key, value in lacks.items())
    update = partial(_update, admin, name, found["_id"], lacks)
    return [Change(f"change the user {name}: {told}", update)]


def _must_be_verified(admin: Account) -> bool:
    """Tell whether our users' addresses have to be verified ones.

    Who has a verified address is sent a code to it at each login, by the server's defaults, and no
    program can read it. Some workspaces let nobody in without one.
    """
    return bool(read(admin, "Accounts_EmailVerification"))


def _update(admin: Account, name: str, user_id: str, lacks: dict[str, Any]) -> None:
    try:
        admin.post("users.update", userId=user_id, data=lacks)
    except Refused as refused:
        if refused.code != POLICY:
            raise
        unmet = (str(reason.get("error", "")).removeprefix(POLICY) for reason in refused.reasons)
        raise Failure(
            f"Rocket.Chat's password policy refuses the new password of {name} "
            f"({', '.join(part.lstrip('-') for part in unmet)}): choose another one in the "
            "settings, by default 14 characters with a capital, a digit and a sign",
            permanent=True,
        ) from refused


def _told(key: str, value: object) -> str:
    if key == "password":
        return "password"
    if key == "verified":
        return f"address {'' if value else 'not '}verified, so that it can log in"
    return f"roles {', '.join(value)}" if isinstance(value, list) else key


def _gets_in(settings: Settings, name: str, password: str) -> bool:
    """Tell whether the password is the user's: it is set again only where it is not."""
    url = settings.rocketchat_url
    try:
        Account(url, name, password, new_session(url)).get("me")
    except Away:
        raise
    except Refused as refused:
        if refused.code == A_CODE_IS_WANTED:
            raise Failure(_asked_for_a_code(name, refused), permanent=True) from refused
        return False
    return True


def _asked_for_a_code(name: str, refused: Refused) -> str:
    return (
        f"Rocket.Chat asks {name} for a second factor ({refused.details.get('method')}) at each "
        "login, and a program cannot answer. Take that factor from this user; for codes by e-mail "
        "switch off Accounts > Two Factor Authentication > via Email, or > Registration > Email "
        "Verification"
    )


def _is_listed(admin: Account, kind: str, name: str) -> bool:
    users = admin.every(f"livechat/users/{kind}", "users")
    return any(user["username"] == name for user in users)


def _who_takes_no_part(admin: Account, name: str) -> dict[str, Any] | None:
    """Return the agent where nobody can be given a conversation of his."""
    users = admin.every("livechat/users/agent", "users")
    away = (user for user in users if user.get("statusLivechat", "available") != "available")
    return next((user for user in away if user["username"] == name), None)


def find_user(admin: Account, name: str) -> dict[str, Any] | None:
    """Return a user, or None where there is nobody of that name."""
    try:
        found: dict[str, Any] = admin.get("users.info", username=name)["user"]
    except Refused as refused:
        if refused.status == 401 or refused.code == "error-unauthorized":
            raise
        return None
    return found


def agents(admin: Account, settings: Settings) -> list[dict[str, Any]]:
    """Return the human agents: whoever serves livechat and is not the bot."""
    users = admin.every("livechat/users/agent", "users")
    return [user for user in users if user["username"] != settings.rocketchat_bot_user]


def channel(admin: Account, settings: Settings) -> Found:
    """Find what the agents' channel lacks; public unless there is a private one of its name."""
    members = [user["username"] for user in agents(admin, settings)]
    members.append(settings.rocketchat_bridge_user)
    try:
        room = admin.get("rooms.info", roomName=CHANNEL)["room"]
    except Refused:
        make = partial(admin.post, "channels.create", name=CHANNEL, members=members)
        return [Change(f"create it with {', '.join(members)} in it", make)]
    kind = "groups" if room.get("t") == "p" else "channels"
    there = admin.every(f"{kind}.members", "members", roomId=room["_id"])
    inside = {user["username"] for user in there}
    return [
        Change(f"invite {name}", partial(_invite, admin, kind, room["_id"], name))
        for name in members
        if name not in inside
    ]


def _invite(admin: Account, kind: str, room_id: str, name: str) -> None:
    user = find_user(admin, name)
    if user:
        admin.post(f"{kind}.invite", roomId=room_id, userId=user["_id"])
