"""Read JSON whose shape nobody guarantees."""

from collections.abc import Mapping
from typing import Any


def part(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return the object under a key, or an empty one."""
    found = value.get(key)
    return found if isinstance(found, Mapping) else {}


def parts(value: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """Return the objects in the list under a key."""
    found = value.get(key)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def first(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return the first object of the list under a key, or an empty one."""
    return next(iter(parts(value, key)), {})
