"""The words of the product: template files of four kinds, versioned, reloaded when changed.

`system` and `classification` are what a language model reads, `clarification` every question,
`answer` every other sentence of a reply. A file declares its version; the hash of its content tells
which words a turn really had.
"""

from __future__ import annotations

import hashlib
import string
import threading
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog

log = structlog.get_logger()

BRAIN = Path(__file__).parent.parent
PLACES = (BRAIN / "prompts", BRAIN / "texts" / "es_DO.toml")  # folders and single files
KINDS = ("system", "classification", "clarification", "answer")
UNDECLARED = "0"
_FENCE = "---"


@dataclass(frozen=True)
class Prompts:
    """One state of the template files; a turn keeps the one that it began with.

    `versions` gives of each kind what its file declares and the hash of its content; `version` is
    the hash of all files.
    """

    version: str
    tables: Mapping[str, Mapping[str, Any]]
    documents: Mapping[str, str]
    classification: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, seed: int = 0, **values: object) -> str:
        """Fill the sentence `section.name`; of several variants `seed` picks one."""
        template = self._entry(key)
        if isinstance(template, list):
            template = template[seed % len(template)]
        return str(template).format(**values)

    def names(self, key: str) -> list[str]:
        return [str(entry) for entry in self._entry(key)]

    def has(self, key: str) -> bool:
        section, name = key.split(".")
        return name in self.tables.get(section, {})

    def _entry(self, key: str) -> Any:  # noqa: ANN401 - a sentence or a list of them
        section, name = key.split(".")
        return self.tables[section][name]


class Unusable(Exception):
    """A changed file lacks a sentence, or has one that nobody could fill."""


class PromptManager:
    """Gives out the current prompts; files that became unusable leave the last good ones."""

    def __init__(self, places: Sequence[Path] = PLACES) -> None:
        self._places = tuple(places)
        self._lock = threading.Lock()
        self._stamp = self._stamps()
        self._prompts = self._load()

    def current(self) -> Prompts:
        stamp = self._stamps()
        if stamp != self._stamp:
            with self._lock:
                self._reload(stamp)
        return self._prompts

    def _reload(self, stamp: tuple[tuple[str, int], ...]) -> None:
        if stamp == self._stamp:
            return
        try:
            changed = self._load()
            _check(self._prompts, changed)
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
            return  # half written: the next turn looks again
        except Unusable as problem:
            log.warning("prompts.refused", problem=str(problem))
        else:
            self._prompts = changed
            log.info("prompts.changed", **changed.versions)
        self._stamp = stamp

    def _files(self) -> list[Path]:
        found = [
            p for place in self._places for p in (place.glob("*") if place.is_dir() else [place])
        ]
        return sorted(path for path in found if path.suffix in {".toml", ".md"})

    def _stamps(self) -> tuple[tuple[str, int], ...]:
        return tuple((str(path), path.stat().st_mtime_ns) for path in self._files())

    def _load(self) -> Prompts:
        return _put_together((path, path.read_text(encoding="utf-8")) for path in self._files())


def _put_together(files: Iterable[tuple[Path, str]]) -> Prompts:
    digest = hashlib.sha256()
    tables: dict[str, dict[str, Any]] = {}
    documents: dict[str, str] = {}
    classification: dict[str, Any] = {}
    versions: dict[str, str] = {}
    for path, content in files:
        digest.update(f"{path.name}\0{content}\0".encode())
        declared, entries = _read(path, content)
        if path.stem in KINDS:
            versions[path.stem] = f"{declared}@{_hash(content)}"
        if path.suffix == ".md":
            documents[path.stem] = str(entries["text"])
        elif path.stem == "classification":
            classification = entries
        else:
            tables.update(entries)
    return Prompts(digest.hexdigest()[:12], tables, documents, classification, versions)


def _read(path: Path, content: str) -> tuple[str, dict[str, Any]]:
    """Give the declared version and the entries; a text has its version between two fences."""
    if path.suffix == ".toml":
        entries = tomllib.loads(content)
        return str(entries.pop("version", UNDECLARED)), entries
    if not content.startswith(_FENCE):
        return UNDECLARED, {"text": content}
    _, head, text = content.split(_FENCE, 2)
    return str(tomllib.loads(head).get("version", UNDECLARED)), {"text": text.lstrip("\n")}


def _hash(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()[:8]


def _check(before: Prompts, after: Prompts) -> None:
    """Refuse a change that would leave a turn without words.

    Raises:
        Unusable: a sentence went away, or has a {name} that it did not have before.
    """
    for section, entries in before.tables.items():
        for name, sentence in entries.items():
            key = f"{section}.{name}"
            if name not in after.tables.get(section, {}):
                raise Unusable(f"{key} is missing")
            if not _names(after.tables[section][name]) <= _names(sentence):
                raise Unusable(f"{key} has a name in braces that nobody fills")
    for name in set(before.documents) - set(after.documents):
        raise Unusable(f"{name} is missing")


def _names(entry: object) -> set[str]:
    """The {names} in a sentence, or in any of its variants."""
    if isinstance(entry, dict):
        return {name for each in entry.values() for name in _names(each)}
    if isinstance(entry, list):
        return {name for each in entry for name in _names(each)}
    try:
        return {name for _, name, _, _ in string.Formatter().parse(str(entry)) if name is not None}
    except ValueError as error:
        raise Unusable(f"braces do not close: {error}") from error
