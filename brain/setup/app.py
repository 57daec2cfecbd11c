"""The app inside Rocket.Chat: its package, its settings, and whether it may run."""

import json
import zipfile
from functools import partial
from pathlib import Path
from typing import Any

from brain.errors import Failure
from brain.rocketchat.account import Account, Refused
from brain.rocketchat.door import APP_ID
from brain.settings import Settings
from brain.setup import departments
from brain.setup.changes import Change, Found, Note

PACKAGE = Path(__file__).parent.parent.parent / "rc_app" / "dist" / "mostrador.zip"
RUNNING = ("manually_enabled", "auto_enabled")
REFUSED = (
    "not enabled: this workspace's licence does not let private apps run (Community, since 7.0); "
    "Starter and the paid plans do. Everything is arranged without the app, see below"
)
LEFT = "LEFT at version {}: this plan runs no private apps, and lets none be brought up to date"
SECRET = "bridge_secret"  # noqa: S105  a setting's name


def manifest() -> dict[str, Any]:
    """Read the package's own description; `build` is made from everything else in it.

    Raises:
        Failure: there is no package.
    """
    if not PACKAGE.exists():
        raise Failure("the app is not packaged: run `make app`", permanent=True)
    with zipfile.ZipFile(PACKAGE) as package:
        found: dict[str, Any] = json.loads(package.read("app.json"))
    return found


def installed(admin: Account) -> dict[str, Any] | None:
    """Return the app as Rocket.Chat has it, or None."""
    answer = admin.raw("GET", f"/api/apps/{APP_ID}")
    if answer.ok:
        found: dict[str, Any] = answer.json()["app"]
        return found
    if answer.status_code == 404:
        return None
    raise Refused(f"list of apps: status {answer.status_code}", answer.status_code)


def package(admin: Account) -> Found:
    """Find whether another package is to be installed: another version, or other content."""
    ours, theirs = manifest(), installed(admin)
    install = partial(_upload, admin, update=theirs is not None)
    if theirs is None:
        return [Change(f"install version {ours['version']}", install)]
    if (theirs["version"], theirs.get("build")) == (ours["version"], ours.get("build")):
        return []
    if licence_forbids(admin):
        return [Note(LEFT.format(theirs["version"]))]
    if theirs["version"] != ours["version"]:
        return [Change(f"bring it from {theirs['version']} to {ours['version']}", install)]
    return [Change(f"install version {ours['version']} anew: its content differs", install)]


def _upload(admin: Account, *, update: bool) -> None:
    path = f"/api/apps/{APP_ID}" if update else "/api/apps"
    files = {"app": (PACKAGE.name, PACKAGE.read_bytes(), "application/zip")}
    permissions = {"permissions": json.dumps(manifest()["permissions"])}
    answer = admin.raw("POST", path, files=files, data=permissions)
    if not answer.ok:
        raise Failure(f"Rocket.Chat refused the app: {answer.text[:200]}", permanent=True)


def settings(admin: Account, settings: Settings, brain_url: str) -> Found:
    """Find what the app's settings lack; what the operator chose besides stays."""
    theirs = _settings(admin)
    wanted = {
        "brain_url": brain_url.rstrip("/"),
        SECRET: settings.bridge_secrets[0],
        "bot_username": settings.rocketchat_bot_user,
        "bridge_username": settings.rocketchat_bridge_user,
    }
    if not theirs.get("default_department"):
        wanted["default_department"] = departments.usual(admin, settings)
    changed = {name: value for name, value in wanted.items() if theirs.get(name) != value}
    if not changed:
        return []
    told = ", ".join(name if name == SECRET else f"{name} {changed[name]}" for name in changed)
    return [Change(f"set {told}", partial(_set, admin, changed))]


def _settings(admin: Account) -> dict[str, Any]:
    answer = admin.raw("GET", f"/api/apps/{APP_ID}/settings")
    if not answer.ok:
        return {}
    return {name: entry.get("value") for name, entry in answer.json()["settings"].items()}


def _set(admin: Account, values: dict[str, Any]) -> None:
    body = {"settings": [{"id": name, "value": value} for name, value in values.items()]}
    answer = admin.raw("POST", f"/api/apps/{APP_ID}/settings", json=body)
    if not answer.ok:
        raise Failure(f"app settings refused: {answer.status_code}", permanent=True)


def enabled(admin: Account) -> Found:
    """Find whether it is to be enabled; a licence that forbids it is told, not an error."""
    if runs(admin):
        return []
    if licence_forbids(admin):
        return [Note(REFUSED)]
    return [Change("enable it", partial(_enable, admin))]


def _enable(admin: Account) -> str:
    answer = admin.raw("POST", f"/api/apps/{APP_ID}/status", json={"status": RUNNING[0]})
    return "done" if answer.ok and runs(admin) else REFUSED


def runs(admin: Account) -> bool:
    """Tell whether the app is enabled."""
    answer = admin.raw("GET", f"/api/apps/{APP_ID}/status")
    return bool(answer.ok) and answer.json().get("status", "") in RUNNING


def licence_forbids(admin: Account) -> bool:
    """Tell whether the licence says that private apps may not run; False where it says nothing."""
    try:
        licence = admin.get("licenses.info").get("license", {})
    except Refused:
        return False
    return bool((licence.get("preventedActions") or {}).get("privateApps"))
