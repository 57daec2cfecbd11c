"""The Spanish words of this package, read once from texts/es_DO.toml."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def texts() -> dict[str, Any]:
    """Return the whole file."""
    return tomllib.loads((files("whatsapp") / "texts" / "es_DO.toml").read_text("utf-8"))


def say(section: str, key: str, **values: object) -> str:
    """Return one text with its names filled in."""
    template: str = texts()[section][key]
    return template.format(**values) if values else template


def kind_name(kind: str) -> str | None:
    """Return what people call a kind of message, or None."""
    name: str | None = texts()["room"]["kinds"].get(kind)
    return name


def template_problem(problem: str) -> str:
    """Return why a template cannot be sent from here."""
    return str(texts()["template"]["problem"][problem])


def failure_reason(code: int | None) -> str:
    """Return why a message did not arrive and what an agent can do, by Meta's error code."""
    reasons: dict[str, Any] = texts()["delivery"]
    if code is not None and 132000 <= code < 133000:
        return str(reasons["codes"].get(str(code), reasons["template"]))
    return str(reasons["codes"].get(str(code), reasons["unknown"]))
