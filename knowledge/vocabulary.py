"""The lexicon file as the parts that measures and search need."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.folding import plain, sound

LEXICON = Path(__file__).parent / "lexicon" / "es_DO.toml"


@dataclass(frozen=True)
class Lexicon:
    """Units, numbers and fractions by their plain word; synonyms and ignored words by sound."""

    units: Mapping[str, str]
    prefixes: Mapping[str, str]
    alone: frozenset[str]
    counted: frozenset[str]
    numbers: Mapping[str, int]
    fractions: Mapping[str, int]
    of: frozenset[str]
    plus: frozenset[str]
    by: frozenset[str]
    ignored: frozenset[str]
    synonyms: Sequence[Sequence[tuple[str, ...]]]


@cache
def lexicon() -> Lexicon:
    """Read the lexicon once."""
    with LEXICON.open("rb") as file:
        content = tomllib.load(file)
    ignored = frozenset(sound(plain(word)) for word in content["ignored"])
    return Lexicon(
        units=_inverted(content["units"]),
        prefixes=_inverted(content["prefixes"]),
        alone=frozenset(content["amounts"]["alone"]),
        counted=frozenset(content["amounts"]["counted"]),
        numbers=content["numbers"],
        fractions=content["fractions"],
        of=frozenset(content["joining"]["of"]),
        plus=frozenset(content["joining"]["plus"]),
        by=frozenset(content["joining"]["by"]),
        ignored=ignored,
        synonyms=[[_phrase(name, ignored) for name in names] for names in content["synonyms"]],
    )


def _inverted(table: Mapping[str, Any]) -> dict[str, str]:
    return {plain(word): unit for unit, words in table.items() for word in words}


def _phrase(name: str, ignored: frozenset[str]) -> tuple[str, ...]:
    sounds = [sound(word) for word in plain(name).split()]
    return tuple(heard for heard in sounds if heard not in ignored) or tuple(sounds)
