"""The departments: made in Rocket.Chat where they are missing, and remembered here."""

import tomllib
from functools import partial
from pathlib import Path
from typing import Any

import peewee

from brain.models import Department
from brain.rocketchat.account import Account
from brain.settings import Settings
from brain.setup import people
from brain.setup.changes import Change, Found, Note

DEPARTMENTS = Path(__file__).parent.parent / "departments.toml"


def wanted() -> dict[str, dict[str, Any]]:
    """Return the departments of the file, by key."""
    return tomllib.loads(DEPARTMENTS.read_text(encoding="utf-8"))


def departments(admin: Account, settings: Settings) -> Found:
    """Find which departments are missing; those that exist are left as they are."""
    there = admin.get("livechat/department", count=100)["departments"]
    by_name = {entry["name"]: entry for entry in there}
    agents = people.agents(admin, settings)
    known = _remembered()
    found: Found = []
    for key, entry in wanted().items():
        name, exists = entry["name"], by_name.get(entry["name"])
        if exists is None:
            found.append(_to_be_made(admin, key, name, _agents_of(key, agents)))
            continue
        if known.get(key) != (name, exists["_id"]):
            remember = partial(_remember, key, name, exists["_id"])
            found.append(Change(f"remember that {key} is {name}", remember))
        if not exists.get("enabled", True):
            found.append(Note(f"{name} is DISABLED and left so; other departments take its place"))
    return found


def _to_be_made(admin: Account, key: str, name: str, agents: list[dict[str, Any]]) -> Change:
    who = ", ".join(agent["username"] for agent in agents) or "NOBODY yet"
    return Change(f"create {name} with {who} in it", partial(_make, admin, key, name, agents))


def _agents_of(key: str, agents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [agent for agent in agents if agent["username"].startswith(f"{key}.")] or agents


def _make(admin: Account, key: str, name: str, agents: list[dict[str, Any]]) -> None:
    department = {
        "enabled": True,
        "name": name,
        "email": "whatsapp@mostrador.invalid",
        "showOnRegistration": False,
        "showOnOfflineForm": False,
    }
    members = [{"agentId": agent["_id"], "count": 0, "order": 0} for agent in agents]
    answer = admin.post("livechat/department", department=department, agents=members)
    _remember(key, name, str(answer["department"]["_id"]))


def _remembered() -> dict[str, tuple[str, str | None]]:
    try:
        return {row.key: (row.name, row.rocketchat_id) for row in Department.select()}
    except peewee.ProgrammingError:  # a dry run before the schema is there
        return {}


def _remember(key: str, name: str, department_id: str) -> None:
    Department.insert(key=key, name=name, rocketchat_id=department_id).on_conflict(
        conflict_target=[Department.key],
        update={Department.name: name, Department.rocketchat_id: department_id},
    ).execute()
