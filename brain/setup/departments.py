"""The departments: made in Rocket.Chat where they are missing, and remembered here."""

import tomllib
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import peewee

from brain.errors import Failure
from brain.models import Department
from brain.rocketchat.account import Account, Refused
from brain.settings import Settings
from brain.setup import people
from brain.setup.changes import Change, Found, Note
from brain.tickets import USUAL_DEPARTMENT

REMEMBERED = ("name", "rocketchat_id", "head", "fallback", "position")
TOGETHER = "together"
ONE_ONLY = "this plan lets no further department be made; tickets and cards tell them apart"
MANY_DEPARTMENTS = "livechat-enterprise"  # the plan's module that lets more than one be made


@dataclass(frozen=True)
class Told:
    """What the departments' file says.

    Args:
        together: the name of the department that all share where only one can be made.
        entries: ours, by key, each with its place among them.
    """

    together: str
    entries: dict[str, dict[str, Any]]


def told(file: Path) -> Told:
    """Read the departments' file.

    Raises:
        Failure: the file is malformed; the reason says where.
    """
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        together = content.pop(TOGETHER, None)
        entries = {key: _entry(content, key, place) for place, key in enumerate(content)}
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise Failure(f"{file}: {error}", permanent=True) from error
    return Told(together or next(iter(entries.values()))["name"], entries)


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


def served_in(told: Told, there: list[str], *, many: bool) -> dict[str, list[str]]:
    """Decide in which departments of Rocket.Chat ours are served: name there, keys of ours.

    Args:
        there: the names of those that Rocket.Chat has.
        many: whether more than one can be made; else those without one of their own share one.
    """
    own = {key: entry["rocketchat"] for key, entry in told.entries.items()}
    found = [name for name in own.values() if name in there]
    if many or (not there and len(set(own.values())) == 1):
        shared = None
    elif told.together in there or not there:
        shared = told.together
    else:
        shared = [*found, *there][0]
    places: dict[str, list[str]] = {}
    for key, name in own.items():
        place = name if shared is None or name in there else shared
        places.setdefault(place, []).append(key)
    return places


def departments(admin: Account, settings: Settings) -> Found:
    """Find which departments are missing; those that exist are left as they are."""
    there = admin.every("livechat/department", "departments")
    by_name = {entry["name"]: entry for entry in there}
    agents = people.agents(admin, settings)
    file, known = told(settings.departments_file), _remembered()
    found: Found = []
    for name, keys in _places(admin, file, there).items():
        entries = {key: file.entries[key] for key in keys}
        exists = by_name.get(name)
        if exists is None:
            found.append(_to_be_made(admin, name, entries, _agents_of(keys, agents)))
        else:
            found += _to_be_remembered(name, entries, exists, known)
        others = ", ".join(key for key in keys if file.entries[key]["rocketchat"] != name)
        if others:
            found.append(Note(f"{name} takes what is for {others}: {ONE_ONLY}"))
    return found


def usual(admin: Account, settings: Settings) -> str:
    """Return the name of the department that takes what is for none in particular."""
    there = admin.every("livechat/department", "departments")
    places = _places(admin, told(settings.departments_file), there)
    return next((name for name, keys in places.items() if USUAL_DEPARTMENT in keys), "")


def _places(admin: Account, file: Told, there: list[dict[str, Any]]) -> dict[str, list[str]]:
    names = [entry["name"] for entry in there]
    return served_in(file, names, many=_can_be_many(admin, there))


def _can_be_many(admin: Account, there: list[dict[str, Any]]) -> bool:
    """Tell whether more than one department can be made, which Community refuses since 6.0.

    The server says yes to a first one under every plan, so that the plan is asked first.
    See RocketChat/Rocket.Chat, pull request 27753.
    """
    try:
        modules = admin.get("licenses.info")["license"].get("activeModules") or []
    except Refused:
        modules = []
    if MANY_DEPARTMENTS in modules or not there:
        return MANY_DEPARTMENTS in modules
    answer = admin.get("livechat/department/isDepartmentCreationAvailable")
    return bool(answer.get("isDepartmentCreationAvailable", True))  # before 6.0 nobody asked


def _to_be_made(
    admin: Account, name: str, entries: dict[str, dict[str, Any]], agents: list[dict[str, Any]]
) -> Change:
    who = ", ".join(agent["username"] for agent in agents) or "NOBODY yet"
    make = partial(_make, admin, name, entries, agents)
    return Change(f"create {name} with {who} in it", make)


def _to_be_remembered(
    name: str,
    entries: dict[str, dict[str, Any]],
    exists: dict[str, Any],
    known: dict[str, dict[str, Any]],
) -> Found:
    found: Found = [
        Change(f"remember that {key} is {name}", partial(_remember, key, entry, exists["_id"]))
        for key, entry in entries.items()
        if known.get(key) != _row(entry, exists["_id"])
    ]
    if not exists.get("enabled", True):
        found.append(Note(f"{name} is DISABLED and left so; other departments take its place"))
    return found


def _agents_of(keys: list[str], agents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if len(keys) > 1:
        return agents
    return [agent for agent in agents if agent["username"].startswith(f"{keys[0]}.")] or agents


def _make(
    admin: Account, name: str, entries: dict[str, dict[str, Any]], agents: list[dict[str, Any]]
) -> None:
    department = {
        "enabled": True,
        "name": name,
        "email": "whatsapp@mostrador.invalid",
        "showOnRegistration": False,
        "showOnOfflineForm": False,
    }
    members = [{"agentId": agent["_id"], "count": 0, "order": 0} for agent in agents]
    answer = admin.post("livechat/department", department=department, agents=members)
    for key, entry in entries.items():
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
