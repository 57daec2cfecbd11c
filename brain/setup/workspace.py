"""Settings and permissions of the workspace."""

from functools import partial
from typing import Any

from brain.rocketchat.account import Account, Refused
from brain.setup.changes import Change, Found, Note

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


def contacts(admin: Account) -> Found:
    """Tell when the month's contacts run out; Rocket.Chat tells an administrator alone."""
    try:
        licence = admin.get("licenses.info", loadValues="true").get("license", {})
    except Refused:
        return []
    monthly = (licence.get("limits") or {}).get("monthlyActiveContacts") or {}
    most, now = int(monthly.get("max") or -1), int(monthly.get("value") or 0)
    if not 0 < most <= now / 0.8:
        return []
    refused = "beyond that Rocket.Chat refuses agents' messages (error-mac-limit-reached)"
    return [Note(f"{now} of {most} monthly active contacts are used; {refused}")]


def settings(admin: Account) -> Found:
    """Find what Omnichannel's settings lack."""
    return [change for name, wanted in SETTINGS.items() for change in setting(admin, name, wanted)]


def setting(admin: Account, name: str, wanted: object, *, secret: bool = False) -> list[Change]:
    """Return the change that brings one setting to a value; none where it has that."""
    found = read(admin, name)
    if found == wanted:
        return []
    shown = "" if secret else f" to {_shown(wanted)} (was {_shown(found)})"
    return [Change(f"set {name}{shown}", partial(admin.post, f"settings/{name}", value=wanted))]


def read(admin: Account, name: str) -> Any:  # noqa: ANN401  a setting is text, number or truth
    """Read a setting of the workspace."""
    return admin.get(f"settings/{name}").get("value")


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return repr(value) if value == "" else str(value)


def permissions(admin: Account) -> Found:
    """Find what the roles lack; what others have granted stays."""
    there = {entry["_id"]: entry["roles"] for entry in admin.get("permissions.listAll")["update"]}
    return [
        Change(
            f"grant {name} to the role {role}",
            partial(
                admin.post,
                "permissions.update",
                permissions=[{"_id": name, "roles": [*there.get(name, []), role]}],
            ),
        )
        for name, role in GRANTS.items()
        if role not in there.get(name, [])
    ]
