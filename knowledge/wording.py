"""The Spanish words of imports and their reports live in texts/; this gives them out."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).parent / "texts"


@cache
def load(name: str) -> Mapping[str, Any]:
    """Read one file of texts/ once."""
    with (TEXTS / name).open("rb") as file:
        return tomllib.load(file)


def say(key: str, **values: object) -> str:
    """Give the sentence `section.name` of es_DO.toml with its values filled in."""
    section, name = key.split(".")
    sentence: str = load("es_DO.toml")[section][name]
    return sentence.format(**values)
