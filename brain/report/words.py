"""The report's words, from their file."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).parent.parent / "texts" / "report.es_DO.toml"


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def say(key: str, **names: object) -> str:
    """Return the words under a dotted key with the names filled in."""
    return str(_found(key)).format(**names)


def several(key: str) -> list[str]:
    """Return a list of words."""
    return [str(one) for one in _found(key)]


def name_of(kind: str, key: str) -> str:
    """Return what people call a thing of this kind; its key in words where nobody named it."""
    return str(_words()[kind].get(key) or key.replace("_", " ").capitalize())


def _found(key: str) -> Any:  # noqa: ANN401  whatever stands there
    found: Any = _words()
    for part in key.split("."):
        found = found[part]
    return found
