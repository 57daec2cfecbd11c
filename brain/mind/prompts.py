"""The words of the product: template files, versioned by their content, reloaded when changed."""

from __future__ import annotations

import hashlib
import threading
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BRAIN = Path(__file__).parent.parent
PLACES = (BRAIN / "prompts", BRAIN / "texts" / "es_DO.toml")  # folders and single files


@dataclass(frozen=True)
class Prompts:
    """One state of the template files; a turn keeps the one that it began with."""

    version: str
    tables: Mapping[str, Mapping[str, Any]]
    documents: Mapping[str, str]

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


class PromptManager:
    """Gives out the current prompts; a file that became unreadable leaves the last good ones."""

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
        try:
            self._prompts = self._load()
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
            return  # half written: the next turn looks again
        self._stamp = stamp

    def _files(self) -> list[Path]:
        found = [
            p for place in self._places for p in (place.glob("*") if place.is_dir() else [place])
        ]
        return sorted(path for path in found if path.suffix in _KINDS)

    def _stamps(self) -> tuple[tuple[str, int], ...]:
        return tuple((str(path), path.stat().st_mtime_ns) for path in self._files())

    def _load(self) -> Prompts:
        digest = hashlib.sha256()
        tables: dict[str, dict[str, Any]] = {}
        documents: dict[str, str] = {}
        for path in self._files():
            content = path.read_text(encoding="utf-8")
            digest.update(f"{path.name}\0{content}\0".encode())
            if path.suffix == ".md":
                documents[path.stem] = content
            else:
                tables.update(tomllib.loads(content))
        return Prompts(digest.hexdigest()[:12], tables, documents)


_KINDS = {".toml", ".md"}
