"""The way in and out: the app, or without it Omnichannel's webhook and the open routes."""

from collections.abc import Iterator
from typing import Any

import requests

from brain.doctor.finding import SETUP_AGAIN, Finding, ok, problem, warning
from brain.errors import Failure
from brain.rocketchat import omnichannel
from brain.rocketchat.account import Account, Refused
from brain.rocketchat.door import APP_ID, AppDoor
from brain.settings import Settings
from brain.setup.app import PACKAGE, RUNNING, licence_forbids, manifest
from brain.setup.way_in import TOKEN, TOLD, WEBHOOK

Json = dict[str, Any]
WITHOUT = (
    "Without the app nobody rescues conversations while the worker is down, and agents have "
    "no slash commands."
)


def look(bridge: Account, settings: Settings, session: requests.Session) -> Iterator[Finding]:
    """Look at the way that is taken just now."""
    app = _app(bridge)
    if app and app.get("status") in RUNNING:
        yield _version(app)
        yield _connection(settings, session)
        return
    yield _absent(bridge, app)
    yield _webhook(bridge, settings)
    yield _limiter(settings, session)


def _app(bridge: Account) -> Json | None:
    answer = bridge.raw("GET", "/api/apps/installed")
    apps = answer.json().get("apps", []) if answer.ok else []
    return next((app for app in apps if app.get("id") == APP_ID), None)


def _absent(bridge: Account, app: Json | None) -> Finding:
    if licence_forbids(bridge):
        told = "This licence runs no private apps: everything goes without the app."
        return ok("rocketchat.app", told)
    if app is None:
        told = "The app is not installed."
        return warning("rocketchat.app", told, WITHOUT, SETUP_AGAIN)
    told = f"The app is installed and not enabled ({app.get('status')})."
    do = "Enable it under Marketplace > Private apps > Mostrador, or run `python -m brain setup`."
    return warning("rocketchat.app", told, WITHOUT, do)


def _version(app: Json) -> Finding:
    if not PACKAGE.exists():
        return ok("rocketchat.app", f"The app {app['version']} is enabled.")
    ours = manifest()
    if (app["version"], app.get("build")) == (ours["version"], ours.get("build")):
        return ok("rocketchat.app", f"The app {app['version']} is enabled.")
    same = app["version"] == ours["version"]
    other = "of another content than" if same else f"{app['version']}, not"
    return warning(
        "rocketchat.app",
        f"The app in Rocket.Chat is {other} the {ours['version']} that belongs to this brain.",
        "Brain and app speak a protocol that may have changed between them.",
        SETUP_AGAIN,
    )


def _connection(settings: Settings, session: requests.Session) -> Finding:
    """Let the app try the way to the brain, over the way from the brain to the app."""
    door = AppDoor(settings.rocketchat_url, settings.bridge_secrets, session)
    try:
        said = door.health()
    except Failure as failure:
        return problem(
            "rocketchat.app.connection",
            f"The app does not accept what the brain signs: {failure.reason}.",
            "No customer's message gets into Rocket.Chat.",
            f"{SETUP_AGAIN} It gives the app BRIDGE_SECRET. If it stays so, compare the two "
            "machines' clocks.",
        )
    status = int((said.get("brain") or {}).get("status") or 0)
    if status == requests.codes.ok:
        return ok("rocketchat.app.connection", "Brain and app reach each other.")
    if status in (401, 403):
        told = "The brain does not accept the app's signature."
        do = "Restart web: it runs with an older BRIDGE_SECRET. If it stays so, compare the clocks."
    else:
        told = f"The app does not reach the brain (status {status})."
        do = (
            "Run `python -m brain setup --brain-url http://<this host>:<port>` with an address "
            "that works from Rocket.Chat's machine, and let its firewall pass."
        )
    why = "What agents write is found only by re-reading the rooms, and commands do not work."
    return problem("rocketchat.app.connection", told, why, do)


def _webhook(bridge: Account, settings: Settings) -> Finding:
    try:
        listed = bridge.get("livechat/integrations.settings")["settings"]
    except Refused as refused:
        return ok("rocketchat.webhook", f"The webhook could not be read ({refused.code}).")
    found = {entry["_id"]: entry.get("value") for entry in listed}
    url, token = str(found.get(WEBHOOK) or ""), str(found.get(TOKEN) or "")
    ours = omnichannel.is_ours(settings.bridge_secrets, token)
    silent = [name for name in TOLD if not found.get(name)]
    if url.endswith(omnichannel.PATH) and ours and not silent:
        return ok("rocketchat.webhook", f"Omnichannel tells {url}.")
    what = "goes to " + (url or "nobody") if not url.endswith(omnichannel.PATH) else ""
    what = what or ("has another token" if not ours else f"does not tell {', '.join(silent)}")
    return warning(
        "rocketchat.webhook",
        f"Omnichannel's webhook {what}.",
        "Without the app it tells what agents write; now that is found by re-reading the rooms, "
        "some seconds later.",
        f"{SETUP_AGAIN} A webhook of somebody else's is left alone: empty {WEBHOOK} first.",
    )


def _limiter(settings: Settings, session: requests.Session) -> Finding:
    """Ask an open route whether calls are counted: the setting itself only administrators see."""
    answer = session.get(f"{settings.rocketchat_url}/api/v1/livechat/config", timeout=10)
    if "x-ratelimit-limit" not in answer.headers:
        return ok("rocketchat.limiter", "The API rate limiter is off.")
    return problem(
        "rocketchat.limiter",
        "The API rate limiter is on, and the app does not run.",
        "All customers together get no more than 10 messages a minute in; the others wait.",
        "Run `python -m brain setup --yes-rate-limiter`, or switch it off under Workspace > "
        "Settings > Rate Limiter.",
    )
