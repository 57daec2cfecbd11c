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
    return str(_under(key)).format(**names)


def every(key: str) -> dict[str, Any]:
    """Return all that stands under a dotted key, as it stands there."""
    return dict(_under(key))


def _under(key: str) -> Any:  # noqa: ANN401  words, or a table of them
    found: Any = _words()
    for part in key.split("."):
        found = found[part]
    return found


def refusal(code: str) -> str:
    """Return Rocket.Chat's reason to refuse in words; a code without words of its own is named."""
    reasons = _words()["refused"]
    return str(reasons.get(code) or reasons["other"]).format(code=code)


def excerpt(text: str, length: int = 60) -> str:
    """Return the beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
