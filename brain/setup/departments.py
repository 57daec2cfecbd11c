"""The departments: made in Rocket.Chat where they are missing, and remembered here."""

import tomllib
from functools import partial
from pathlib import Path
from typing import Any

import peewee

from brain.errors import Failure
from brain.models import Department
from brain.rocketchat.account import Account
from brain.settings import Settings
from brain.setup import people
from brain.setup.changes import Change, Found, Note

REMEMBERED = ("name", "rocketchat_id", "head", "fallback", "position")


def wanted(file: Path) -> dict[str, dict[str, Any]]:
    """Return the departments of the file, by key, each with its place among them.

    Raises:
        Failure: the file is malformed; the reason says where.
    """
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        return {key: _entry(told, key, place) for place, key in enumerate(told)}
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise Failure(f"{file}: {error}", permanent=True) from error


def _entry(told: dict[str, Any], key: str, place: int) -> dict[str, Any]:
    entry, fallback = told[key], told[key].get("fallback")
    if fallback and fallback not in told:
        raise KeyError(f"[{key}] fallback names {fallback}, which is no department here")
    if not entry.get("name"):
        raise KeyError(f"[{key}] has no name")
    return {
        "name": entry["name"],
        "rocketchat": entry.get("rocketchat", entry["name"]),
        "head": entry.get("head"),
        "fallback": fallback,
        "position": place,
    }


def departments(admin: Account, settings: Settings) -> Found:
    """Find which departments are missing; those that exist are left as they are."""
    there = admin.every("livechat/department", "departments")
    by_name = {entry["name"]: entry for entry in there}
    agents = people.agents(admin, settings)
    known = _remembered()
    found: Found = []
    for key, entry in wanted(settings.departments_file).items():
        name, exists = entry["rocketchat"], by_name.get(entry["rocketchat"])
        if exists is None:
            found.append(_to_be_made(admin, key, entry, _agents_of(key, agents)))
            continue
        if known.get(key) != _row(entry, exists["_id"]):
            remember = partial(_remember, key, entry, exists["_id"])
            found.append(Change(f"remember that {key} is {name}", remember))
        if not exists.get("enabled", True):
            found.append(Note(f"{name} is DISABLED and left so; other departments take its place"))
    return found


def _to_be_made(
    admin: Account, key: str, entry: dict[str, Any], agents: list[dict[str, Any]]
) -> Change:
    name = entry["rocketchat"]
    who = ", ".join(agent["username"] for agent in agents) or "NOBODY yet"
    return Change(f"create {name} with {who} in it", partial(_make, admin, key, entry, agents))


def _agents_of(key: str, agents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [agent for agent in agents if agent["username"].startswith(f"{key}.")] or agents


def _make(admin: Account, key: str, entry: dict[str, Any], agents: list[dict[str, Any]]) -> None:
    department = {
        "enabled": True,
        "name": entry["rocketchat"],
        "email": "whatsapp@mostrador.invalid",
        "showOnRegistration": False,
        "showOnOfflineForm": False,
    }
    members = [{"agentId": agent["_id"], "count": 0, "order": 0} for agent in agents]
    answer = admin.post("livechat/department", department=department, agents=members)
    _remember(key, entry, str(answer["department"]["_id"]))


def _row(entry: dict[str, Any], department_id: str) -> dict[str, Any]:
    return {name: entry.get(name) for name in REMEMBERED} | {"rocketchat_id": department_id}


def _remembered() -> dict[str, dict[str, Any]]:
    try:
        return {
            row.key: {name: getattr(row, name) for name in REMEMBERED}
            for row in Department.select()
        }
    except peewee.ProgrammingError:  # a dry run before the schema is there
        return {}


def _remember(key: str, entry: dict[str, Any], department_id: str) -> None:
    row = _row(entry, department_id)
    Department.insert(key=key, **row).on_conflict(
        conflict_target=[Department.key],
        update={getattr(Department, name): value for name, value in row.items()},
    ).execute()
