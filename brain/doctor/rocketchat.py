"""Rocket.Chat: there, of a version and with settings that serve, our two users in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import requests

from brain.doctor import rocketchat_people, rocketchat_way
from brain.doctor.finding import SETUP_AGAIN, Finding, ok, problem, warning
from brain.doctor.patient import Patient, skew
from brain.doors import our_users
from brain.errors import Failure
from brain.rocketchat.account import Account, Away, Refused, new_session
from brain.settings import Settings
from brain.setup.people import BOT_ROLES, BRIDGE_ROLES
from brain.setup.workspace import GRANTS, SETTINGS

SUPPORTED = (7, 8)
TOO_MUCH = (
    "What it may not do it cannot do by mistake: with more roles the server no longer refuses it "
    "where a person serves."
)
WHY = {
    "Livechat_enabled": "Without Omnichannel no conversation can be opened.",
    "Livechat_Routing_Method": "A handoff is to wait in its department's queue until somebody "
    "takes it; otherwise Rocket.Chat gives it to an agent who may not look.",
    "Livechat_accept_chats_with_no_agents": "Outside office hours customers are turned away.",
    "Livechat_assign_new_conversation_to_bot": "New conversations do not come to the bot.",
    "Message_MaxAllowedSize": "Long messages of customers are refused.",
    "api-bypass-rate-limit": "Notices, notes and handoffs wait: ours are counted with all calls.",
    "transfer-livechat-guest": "Agents cannot pass conversations on.",
}


@dataclass(frozen=True)
class Seen:
    """Rocket.Chat through the eyes of our own two users."""

    settings: Settings
    session: requests.Session
    bot: Account
    bridge: Account


def look(patient: Patient) -> Iterator[Finding]:
    """Look at the server, then as the bridge at all that it may see."""
    settings = patient.settings
    seen = _see(settings)
    try:
        answer = seen.session.get(f"{settings.rocketchat_url}/api/info", timeout=10)
        version = str(answer.json().get("version", ""))
    except (requests.RequestException, ValueError) as error:
        yield _away(settings, type(error).__name__)
        return
    yield _version(version)
    yield from skew("rocketchat.clock", "Rocket.Chat's", _date(answer), patient)
    users = [*_bot(seen), *_bridge(seen)]
    yield from users
    if any(finding.key == "rocketchat.bridge" and finding.do for finding in users):
        return  # nothing more can be seen without the bridge
    yield from _licence(seen)
    yield from _settings(seen)
    yield from _permissions(seen)
    yield from rocketchat_people.look(seen.bridge, settings)
    yield from rocketchat_way.look(seen.bridge, settings, seen.session)


def _see(settings: Settings) -> Seen:
    session = new_session(settings.rocketchat_url)
    return Seen(settings, session, *our_users(settings, session))


def _date(answer: requests.Response) -> Any:  # noqa: ANN401  a time, where the server says one
    return parsedate_to_datetime(answer.headers["date"]) if "date" in answer.headers else None


def _away(settings: Settings, reason: str) -> Finding:
    return problem(
        "rocketchat.away",
        f"Rocket.Chat does not answer at {settings.rocketchat_url}: {reason}.",
        "Customers' messages wait; nothing is lost, and everything goes on in order later.",
        "Is it running, and is ROCKETCHAT_URL right as seen from this machine?",
    )


def _version(version: str) -> Finding:
    major = version.split(".")[0]
    if major.isdigit() and int(major) in SUPPORTED:
        return ok("rocketchat.version", f"Rocket.Chat {version}.")
    why = "Its REST paths and its app engine may differ from those that were tried."
    if major.isdigit() and int(major) > SUPPORTED[-1]:
        do = "Look for a newer mostrador, or go on with care: a customer's question, a handoff."
        return warning("rocketchat.version", f"Rocket.Chat {version} is newer than 8.", why, do)
    do = "Update Rocket.Chat to 7 or 8."
    return problem("rocketchat.version", f"Rocket.Chat {version} is older than 7.", why, do)


def _bot(seen: Seen) -> Iterator[Finding]:
    why = "In its name the bot answers customers."
    yield from _user("rocketchat.bot", seen.bot, BOT_ROLES, why)


def _bridge(seen: Seen) -> Iterator[Finding]:
    why = "In its name conversations are handed over, closed and noted on."
    yield from _user("rocketchat.bridge", seen.bridge, BRIDGE_ROLES, why)


def _user(key: str, account: Account, roles: list[str], why: str) -> Iterator[Finding]:
    try:
        me = account.get("me")
    except Failure as failure:
        if isinstance(failure, Away):
            do = "Look at Rocket.Chat's log; nothing is to be done here."
        else:
            do = f"{SETUP_AGAIN} It sets the password of the settings, and activates the user."
        yield problem(key, f"{account.user} cannot log in: {failure.reason}.", why, do)
        return
    has, wanted = set(me.get("roles", ())), set(roles)
    if wanted - has:
        lacks = ", ".join(sorted(wanted - has))
        yield problem(key, f"{account.user} lacks the role(s) {lacks}.", why, SETUP_AGAIN)
    elif has - wanted - {"user"}:
        more = ", ".join(sorted(has - wanted))
        told = f"{account.user} has more roles than it needs: {more}."
        yield warning(key, told, TOO_MUCH, SETUP_AGAIN)
    else:
        yield ok(key, f"{account.user} logs in and has its roles.")


def _licence(seen: Seen) -> Iterator[Finding]:
    try:
        licence = seen.bridge.get("licenses.info").get("license", {})
    except Refused:
        return
    prevented = licence.get("preventedActions") or {}
    plan = ", ".join(str(tag.get("name")) for tag in licence.get("tags") or ()) or "Community"
    contacts = (licence.get("limits") or {}).get("monthlyActiveContacts") or {}
    most, now = int(contacts.get("max") or -1), int(contacts.get("value") or 0)
    see = "See Workspace > Subscription; a larger plan, or wait for the next month."
    if prevented.get("monthlyActiveContacts"):
        yield problem(
            "rocketchat.licence",
            f"The plan ({plan}) has used up its monthly active contacts.",
            "Rocket.Chat refuses agents' messages to further customers (error-mac-limit-reached).",
            see,
        )
    elif 0 < most <= now / 0.8:
        why = "Beyond that Rocket.Chat refuses agents' messages (error-mac-limit-reached)."
        told = f"{now} of {most} monthly active contacts of the plan ({plan}) are used."
        yield warning("rocketchat.licence", told, why, see)
    else:
        apps = "does not run" if prevented.get("privateApps") else "runs"
        yield ok("rocketchat.licence", f"The plan is {plan}; it {apps} private apps.")


def _settings(seen: Seen) -> Iterator[Finding]:
    """Compare the settings that everybody may read; the others only an administrator sees."""
    public = seen.bridge.every("settings.public", "settings")
    found = {entry["_id"]: entry.get("value") for entry in public}
    wrong = {n: v for n, v in SETTINGS.items() if n in found and not _does(n, found[n], v)}
    for name, wanted in wrong.items():
        told = f"{name} is {found[name]!r}, not {wanted!r}."
        yield problem(f"rocketchat.settings.{name}", told, WHY[name], SETUP_AGAIN)
    if wrong:
        return
    unseen = ", ".join(name for name in SETTINGS if name not in found)
    hidden = f" Only an administrator sees {unseen}: `setup --dry-run` looks." if unseen else ""
    yield ok("rocketchat.settings", f"Omnichannel's settings are as they should be.{hidden}")


def _permissions(seen: Seen) -> Iterator[Finding]:
    """Look whether the roles still have what `setup` gave them."""
    try:
        listed = seen.bridge.get("permissions.listAll")["update"]
    except Refused:
        return
    there = {entry["_id"]: entry.get("roles", ()) for entry in listed}
    for name, role in GRANTS.items():
        if role not in there.get(name, ()):
            told = f"The role {role} lacks the permission {name}."
            yield problem(f"rocketchat.permissions.{name}", told, WHY[name], SETUP_AGAIN)


def _does(name: str, found: Any, wanted: Any) -> bool:  # noqa: ANN401  values of settings
    if name == "Message_MaxAllowedSize":
        return bool(found >= wanted)
    return bool(found == wanted)
