"""The words around a conversation, from their file."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).parent / "texts" / "people.es_DO.toml"


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def say(key: str, **names: object) -> str:
    """Return the words under a dotted key with the names filled in."""
    found: Any = _words()
    for part in key.split("."):
        found = found[part]
    return str(found).format(**names)


def refusal(code: str) -> str:
    """Return Rocket.Chat's reason to refuse in words; a code without words of its own is named."""
    reasons = _words()["refused"]
    return str(reasons.get(code) or reasons["other"]).format(code=code)


def excerpt(text: str, length: int = 60) -> str:
    """Return the beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
