"""`python -m brain setup`: make in a Rocket.Chat whatever the product needs there, idempotently."""

import json
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from brain import way_in
from brain.errors import Failure
from brain.models import Department
from brain.rocketchat.account import Account, Refused, new_session
from brain.rocketchat.door import APP_ID
from brain.rocketchat.rooms import CHANNEL
from brain.settings import Settings

DEPARTMENTS = Path(__file__).parent / "departments.toml"
PACKAGE = Path(__file__).parent.parent / "rc_app" / "dist" / "mostrador.zip"

# What Omnichannel must be set to, and why.
SETTINGS: dict[str, Any] = {
    "Livechat_enabled": True,
    "Livechat_Routing_Method": "Manual_Selection",  # a handoff waits in its department's queue
    "Livechat_accept_chats_with_no_agents": True,  # at night requests wait; nobody is turned away
    "Livechat_assign_new_conversation_to_bot": True,
    "Message_MaxAllowedSize": 66000,  # WhatsApp lets a customer write up to 65,536 characters
}
# Who needs which permission besides what the vendor gives the role.
GRANTS = {
    "api-bypass-rate-limit": "livechat-manager",  # all our customers' words come from one address
    "transfer-livechat-guest": "livechat-agent",  # agents pass conversations on
}
BRIDGE_ROLES = ["user", "livechat-manager"]
BOT_ROLES = ["bot", "livechat-agent"]
RUNNING = ("manually_enabled", "auto_enabled")


def run(
    settings: Settings,
    user: str,
    password: str,
    brain_url: str,
    say: Callable[[str], None],
    *,
    limiter_may_go: bool = False,
) -> None:
    """Install everything; what is there already is left or brought up to date.

    Args:
        brain_url: where Rocket.Chat reaches this brain, such as http://127.0.0.1:8000.
        say: gets a line for each step.
        limiter_may_go: the API rate limiter may be switched off where the app cannot run.

    Raises:
        Failure: the step that failed and what Rocket.Chat said.
    """
    url, session = settings.rocketchat_url, new_session(settings.rocketchat_url)
    admin = Account(url, user, password, session, second_factor=True)
    steps: list[tuple[str, Callable[[], str]]] = [
        ("settings", lambda: _workspace(admin)),
        ("bot user", lambda: _bot(admin, settings)),
        ("bridge user", lambda: _bridge(admin, settings)),
        ("permissions", lambda: _permissions(admin)),
        ("departments", lambda: _departments(admin, settings)),
        (f"channel #{CHANNEL}", lambda: _channel(admin, settings)),
        ("app", lambda: _app(admin, settings, brain_url)),
    ]
    for name, step in steps:
        say(f"{name}: {step()}")
    way_in.arrange(
        admin, settings, brain_url, say, with_app=_runs(admin), limiter_may_go=limiter_may_go
    )


def _workspace(admin: Account) -> str:
    changed = []
    for name, wanted in SETTINGS.items():
        found = admin.get(f"settings/{name}").get("value")
        if found != wanted:
            admin.post(f"settings/{name}", value=wanted)
            changed.append(name)
    return f"changed {', '.join(changed)}" if changed else "in order"


def _bot(admin: Account, settings: Settings) -> str:
    password = settings.rocketchat_bot_password.get_secret_value()
    done = _user(admin, settings.rocketchat_bot_user, password, BOT_ROLES)
    admin.post("livechat/users/agent", username=settings.rocketchat_bot_user)
    return done


def _bridge(admin: Account, settings: Settings) -> str:
    password = settings.rocketchat_bridge_password.get_secret_value()
    done = _user(admin, settings.rocketchat_bridge_user, password, BRIDGE_ROLES)
    admin.post("livechat/users/manager", username=settings.rocketchat_bridge_user)
    return done


def _permissions(admin: Account) -> str:
    """Give the roles what they lack; what others have granted stays."""
    there = {entry["_id"]: entry["roles"] for entry in admin.get("permissions.listAll")["update"]}
    wanted = [
        {"_id": name, "roles": [*there.get(name, []), role]}
        for name, role in GRANTS.items()
        if role not in there.get(name, [])
    ]
    if wanted:
        admin.post("permissions.update", permissions=wanted)
    return f"granted {', '.join(GRANTS)}" if wanted else "in order"


def _user(admin: Account, name: str, password: str, roles: list[str]) -> str:
    found = _find_user(admin, name)
    data = {"roles": roles, "password": password, "active": True, "joinDefaultChannels": False}
    if found:
        admin.post("users.update", userId=found["_id"], data={"roles": roles, "password": password})
        return f"{name} updated"
    email = f"{name}@mostrador.invalid"
    admin.post(
        "users.create", username=name, name=name.capitalize(), email=email, verified=True, **data
    )
    return f"{name} created"


def _find_user(admin: Account, name: str) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = admin.get("users.info", username=name)["user"]
    except Refused:
        return None
    return found


def _people(admin: Account, settings: Settings) -> list[dict[str, Any]]:
    """The human agents: whoever serves livechat and is not the bot."""
    users = admin.get("livechat/users/agent", count=100)["users"]
    return [user for user in users if user["username"] != settings.rocketchat_bot_user]


def _departments(admin: Account, settings: Settings) -> str:
    wanted = tomllib.loads(DEPARTMENTS.read_text(encoding="utf-8"))
    there = admin.get("livechat/department", count=100)["departments"]
    by_name = {entry["name"]: entry["_id"] for entry in there}
    people = _people(admin, settings)
    made = []
    for key, entry in wanted.items():
        department_id = by_name.get(entry["name"])
        if department_id is None:
            department_id = _make_department(admin, entry["name"], _agents_of(key, people))
            made.append(entry["name"])
        _remember(key, entry["name"], department_id)
    return f"created {', '.join(made)}" if made else "in order"


def _agents_of(key: str, people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    named = [user for user in people if user["username"].startswith(f"{key}.")]
    return [{"agentId": user["_id"], "count": 0, "order": 0} for user in named or people]


def _make_department(admin: Account, name: str, agents: list[dict[str, Any]]) -> str:
    department = {
        "enabled": True,
        "name": name,
        "email": "whatsapp@mostrador.invalid",
        "showOnRegistration": False,
        "showOnOfflineForm": False,
    }
    answer = admin.post("livechat/department", department=department, agents=agents)
    return str(answer["department"]["_id"])


def _remember(key: str, name: str, department_id: str) -> None:
    Department.insert(key=key, name=name, rocketchat_id=department_id).on_conflict(
        conflict_target=[Department.key],
        update={Department.name: name, Department.rocketchat_id: department_id},
    ).execute()


def _channel(admin: Account, settings: Settings) -> str:
    """Make the agents' channel, public unless there is a private one of its name."""
    members = [user["username"] for user in _people(admin, settings)]
    members.append(settings.rocketchat_bridge_user)
    try:
        room = admin.get("rooms.info", roomName=CHANNEL)["room"]
    except Refused:
        admin.post("channels.create", name=CHANNEL, members=members)
        return "created"
    kind = "groups" if room.get("t") == "p" else "channels"
    for username in members:
        user = _find_user(admin, username)
        if user:
            admin.post(f"{kind}.invite", roomId=room["_id"], userId=user["_id"])
    return "in order"


def _app(admin: Account, settings: Settings, brain_url: str) -> str:
    if not PACKAGE.exists():
        raise Failure("the app is not packaged: run `make app`", permanent=True)
    verb = _upload(admin)
    values = {
        "brain_url": brain_url,
        "bridge_secret": settings.bridge_secret.get_secret_value(),
        "bot_username": settings.rocketchat_bot_user,
        "bridge_username": settings.rocketchat_bridge_user,
        "default_department": "Servicio al cliente",
    }
    body = {"settings": [{"id": name, "value": value} for name, value in values.items()]}
    answer = admin.raw("POST", f"/api/apps/{APP_ID}/settings", json=body)
    if not answer.ok:
        raise Failure(f"app settings refused: {answer.status_code}", permanent=True)
    return f"{verb}, {_status(admin)}"


def _upload(admin: Account) -> str:
    """Install the package, or bring the installed app to its version."""
    answer = admin.raw("GET", f"/api/apps/{APP_ID}")
    installed = answer.json()["app"]["version"] if answer.ok else None
    if installed == _manifest()["version"]:
        return f"version {installed} was there"
    path = f"/api/apps/{APP_ID}" if installed else "/api/apps"
    package = {"app": (PACKAGE.name, PACKAGE.read_bytes(), "application/zip")}
    permissions = {"permissions": json.dumps(_manifest()["permissions"])}
    answer = admin.raw("POST", path, files=package, data=permissions)
    if not answer.ok:
        raise Failure(f"Rocket.Chat refused the app: {answer.text[:200]}", permanent=True)
    return f"version {_manifest()['version']} installed"


def _manifest() -> dict[str, Any]:
    with zipfile.ZipFile(PACKAGE) as package:
        found: dict[str, Any] = json.loads(package.read("app.json"))
    return found


def _status(admin: Account) -> str:
    """Enable the app unless it runs already; a licence that forbids it is told, not an error."""
    path = f"/api/apps/{APP_ID}/status"
    if not _runs(admin) and not admin.raw("POST", path, json={"status": RUNNING[0]}).ok:
        return "not enabled: this workspace's licence does not let private apps run"
    return "enabled"


def _runs(admin: Account) -> bool:
    return admin.raw("GET", f"/api/apps/{APP_ID}/status").json().get("status", "") in RUNNING
