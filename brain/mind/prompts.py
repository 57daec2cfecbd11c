"""The words of the product: template files of four kinds, versioned, reloaded when changed.

`system` and `classification` are what a language model reads, `clarification` every question,
`answer` every other sentence of a reply. A file declares its version; the hash of its content tells
which words a turn really had. A store's own folder may say any of it otherwise.
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
Stamp = tuple[tuple[str, int, int], ...]  # of each file its path, when it was written, its size
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


_SPOILT = (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError, Unusable)


class PromptManager:
    """Gives out the current prompts; files that became unusable leave the last good ones.

    Args:
        places: our own files.
        own: the store's folder: what stands in a file of the same name there counts instead.
    """

    def __init__(self, places: Sequence[Path] = PLACES, own: Path | None = None) -> None:
        self._places = tuple(places)
        self._own = own
        self._lock = threading.Lock()
        self.problem = ""  # why the files as they are now are not used
        self._stamp = self._stamps()
        self._prompts = _put_together(_contents(self._files()))
        if own is not None:
            self._reload(self._stamp)  # whoever makes it tells of the problem, if there is one

    def current(self) -> Prompts:
        try:
            stamp = self._stamps()
        except OSError:
            return self._prompts  # a file is being replaced: the next turn looks again
        if stamp != self._stamp:
            with self._lock:
                if stamp != self._stamp:
                    self._reload(stamp)
                    self.tell()
        return self._prompts

    def tell(self) -> None:
        """Log which words are used from now on, or why the files are not."""
        if self.problem:
            log.warning("prompts.refused", problem=self.problem)
        else:
            log.info("prompts.changed", **self._prompts.versions)

    def _reload(self, stamp: Stamp) -> None:
        try:
            changed = self._load()
        except OSError:
            return
        except _SPOILT as problem:
            # A file may be half written: it is read again once it is whole, for then it is newer.
            self.problem = str(problem)
        else:
            self._prompts, self.problem = changed, ""
        self._stamp = stamp

    def _load(self) -> Prompts:
        """Read all files.

        Raises:
            OSError: one could not be read.
            ValueError, Unusable: what stands there leaves a turn without words.
        """
        ours = _put_together(_contents(self._files()))
        check(self._prompts, ours)
        if self._own is None:
            return ours
        told = _put_together(_contents(self._files()), _contents(self._own_files()))
        check(ours, told, alike=True)
        return told

    def _files(self) -> list[Path]:
        found = [
            p for place in self._places for p in (place.glob("*") if place.is_dir() else [place])
        ]
        return sorted(path for path in found if path.suffix in {".toml", ".md"})

    def _own_files(self) -> list[Path]:
        """The store's files of the same names as ours; it may keep other files beside them."""
        named = [self._own / path.name for path in self._files()] if self._own else []
        return [path for path in named if path.exists()]

    def _stamps(self) -> Stamp:
        found = [(path, path.stat()) for path in (*self._files(), *self._own_files())]
        return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in found)


def _contents(files: Iterable[Path]) -> list[tuple[Path, str]]:
    return [(path, path.read_text(encoding="utf-8")) for path in files]


def _put_together(
    files: Iterable[tuple[Path, str]], own: Iterable[tuple[Path, str]] = ()
) -> Prompts:
    """Make prompts of files; what stands in `own` counts instead, sentence by sentence."""
    digest = hashlib.sha256()
    tables: dict[str, dict[str, Any]] = {}
    documents: dict[str, str] = {}
    classification: dict[str, Any] = {}
    versions: dict[str, str] = {}
    for path, content in (*files, *own):
        digest.update(f"{path.name}\0{content}\0".encode())
        declared, entries = _read(path, content)
        if path.stem in KINDS:
            versions[path.stem] = f"{declared}@{_hash(content)}"
        if path.suffix == ".md":
            documents[path.stem] = str(entries["text"])
        elif path.stem == "classification":
            classification = _laid_over(classification, entries)
        else:
            tables = _laid_over(tables, entries)
    return Prompts(digest.hexdigest()[:12], tables, documents, classification, versions)


def _laid_over(before: Mapping[str, Any], entries: Mapping[str, Any]) -> dict[str, Any]:
    """Lay the sentences of a file over those of another, section by section."""
    told = dict(before)
    for name, entry in entries.items():
        known = before.get(name)
        told[name] = {**known, **entry} if isinstance(known, dict) else entry
    return told


def _read(path: Path, content: str) -> tuple[str, dict[str, Any]]:
    """Give the declared version and the entries; a text has its version between two fences."""
    if path.suffix == ".toml":
        try:
            entries = tomllib.loads(content)
        except tomllib.TOMLDecodeError as error:
            raise Unusable(f"{path.name}: {error}") from error
        return str(entries.pop("version", UNDECLARED)), entries
    if not content.startswith(_FENCE):
        return UNDECLARED, {"text": content}
    _, head, text = content.split(_FENCE, 2)
    return str(tomllib.loads(head).get("version", UNDECLARED)), {"text": text.lstrip("\n")}


def _hash(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()[:8]


def check(before: Prompts, after: Prompts, *, alike: bool = False) -> None:
    """Refuse a change that would leave a turn without words.

    Args:
        alike: nothing new may stand there either: who says a thing otherwise names it as we do.

    Raises:
        Unusable: a sentence went away, or has a {name} that it did not have before.
    """
    for name in set(before.documents) - set(after.documents):
        raise Unusable(f"{name} is missing")
    _same_shape(before.tables, after.tables, alike=alike)
    read = {k: v for k, v in before.classification.items() if k != "examples"}
    _same_shape({"classification": read}, {"classification": after.classification}, alike=False)
    if not all("said" in each and "choice" in each for each in _examples(after)):
        raise Unusable("classification.examples: each needs what was said, and the choice")


def _examples(prompts: Prompts) -> Sequence[Mapping[str, Any]]:
    return tuple(prompts.classification.get("examples", ()))


def _same_shape(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]], *, alike: bool
) -> None:
    for section, entries in before.items():
        for name, sentence in entries.items():
            key = f"{section}.{name}"
            if name not in after.get(section, {}):
                raise Unusable(f"{key} is missing")
            if not _names(after[section][name]) <= _names(sentence):
                raise Unusable(f"{key} has a name in braces that nobody fills")
    for section, entries in after.items() if alike else ():
        if unknown := set(entries) - set(before.get(section, {})):
            raise Unusable(f"{section}.{min(unknown)} is no sentence that anything says")


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
