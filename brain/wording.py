"""The words around a conversation, from their file."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

WORDS = Path(__file__).parent / "texts" / "people.es_DO.toml"
_OPENED = re.compile(r"(?<!\w)\*(?=\S)[^*]*$")


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


def with_choices(text: str, choices: Iterable[Mapping[str, Any]]) -> str:
    """Return what agents see of a message: the text, and the choices the customer can tap."""
    return "\n".join([text, *(f"▫️ {choice['title']}" for choice in choices)])


def refusal(code: str) -> str:
    """Return Rocket.Chat's reason to refuse in words; a code without words of its own is named."""
    reasons = _words()["refused"]
    return str(reasons.get(code) or reasons["other"]).format(code=code)


def moment(at: datetime, zone: ZoneInfo, key: str = "short") -> str:
    """Write a time for agents, in the store's zone: "22/11 1:05 p. m."."""
    local = at.astimezone(zone)
    half = say("time.am" if local.hour < 12 else "time.pm")
    return f"{local.strftime(say(f'time.{key}'))} {local.hour % 12 or 12}:{local:%M} {half}"


def harmless(text: str) -> str:
    """Return somebody's words without what steers a terminal or turns the writing around."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def excerpt(text: str, length: int = 60) -> str:
    """Return the beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else _closed(line[: length - 1]) + "…"


def _closed(text: str) -> str:
    """A mark of bold whose end was cut off is taken away: it would stand there as a star."""
    opened = _OPENED.search(text)
    return text if opened is None else text[: opened.start()] + text[opened.start() + 1 :]
