"""Reads dialogues from YAML files: what the customer writes, and what a good clerk would do."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CATEGORIES = (
    "stock", "price", "quotation", "offers", "account", "store", "vacancies", "documents",
    "handoff", "attack", "smalltalk", "followup", "open",
)  # fmt: skip
_OF_CASE = {"name", "category", "phone", "closed", "turns"}
_OF_TURN = {"customer", "complete", "intent", "person", "must", "must_not", "silent"}

Person = bool | tuple[str, ...]  # True: anybody; departments: one of these


class Malformed(Exception):
    """A file of dialogues cannot be read; the message says where and what to write."""


@dataclass(frozen=True)
class Expected:
    """One turn: a burst of messages, and what must be true of what comes back.

    `person` is whether a person must take over, or the departments that may; `optional` that it
    is right without one too. `silent`: nothing may come back (None: that is right only where the
    customer wrote no word).
    """

    customer: tuple[str, ...]
    complete: bool = False
    intent: tuple[str, ...] = ()
    person: Person = False
    optional: bool = False
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    silent: bool | None = None


@dataclass(frozen=True)
class Case:
    """One customer's conversation with one store."""

    store: str
    name: str
    category: str
    turns: tuple[Expected, ...]
    phone: str | None = None
    closed: bool = False


def load(folder: Path, store: str) -> list[Case]:
    """Read every file of a store's dialogues.

    Raises:
        Malformed: a file says something that no dialogue says.
    """
    found = [case for path in sorted(folder.glob("*.yaml")) for case in _of_file(path, store)]
    if not found:
        raise Malformed(f"{folder}: no dialogues; write <category>.yaml files there")
    return found


def _of_file(path: Path, store: str) -> list[Case]:
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except yaml.YAMLError as error:
        raise Malformed(f"{path.name}: {error}") from None
    cases = [
        _case(entry, f"{path.name}, dialogue {n}", store) for n, entry in enumerate(entries, 1)
    ]
    names = [case.name for case in cases]
    if twice := {name for name in names if names.count(name) > 1}:
        raise Malformed(f"{path.name}: a name stands twice: {', '.join(sorted(twice))}")
    return cases


def _case(entry: Any, where: str, store: str) -> Case:
    if not isinstance(entry, dict) or not entry.get("name") or not entry.get("turns"):
        raise Malformed(f"{where}: needs a name and turns")
    where = f"{where} ({entry['name']})"
    _only_known(entry, _OF_CASE, where)
    if entry.get("category") not in CATEGORIES:
        raise Malformed(f"{where}: category must be one of {', '.join(CATEGORIES)}")
    phone = entry.get("phone")
    return Case(
        store=store,
        name=str(entry["name"]),
        category=str(entry["category"]),
        turns=tuple(_turn(turn, where) for turn in entry["turns"]),
        phone=str(phone) if phone else None,
        closed=bool(entry.get("closed", False)),
    )


def _turn(entry: Any, where: str) -> Expected:
    if not isinstance(entry, dict) or not entry.get("customer"):
        raise Malformed(f"{where}: each turn needs what the customer writes")
    _only_known(entry, _OF_TURN, where)
    person = entry.get("person", False)
    return Expected(
        customer=_texts(entry["customer"]),
        complete=bool(entry.get("complete", False)),
        intent=_texts(entry.get("intent")),
        person=_person(person),
        optional=isinstance(person, list) and False in person,
        must=_texts(entry.get("must")),
        must_not=_texts(entry.get("must_not")),
        silent=entry.get("silent"),
    )


def _person(value: Any) -> Person:
    if isinstance(value, bool):
        return value
    if isinstance(value, list) and any(one is True for one in value):
        return True
    return tuple(one for one in _texts(value) if one != "False")


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(str(one) for one in value) if isinstance(value, list) else (str(value),)


def _only_known(entry: dict[str, Any], known: set[str], where: str) -> None:
    if strange := set(entry) - known:
        raise Malformed(f"{where}: nobody reads {', '.join(sorted(map(str, strange)))}")
