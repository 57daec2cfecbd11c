"""Bytes that come in pieces: in memory while they are few, on disk where they are many."""

import hashlib
import io
import tempfile
from pathlib import Path
from typing import IO

IN_MEMORY = 5 * 1024 * 1024


class Spilled:
    """What was added, to be read from `body`; `close` it where it is no longer wanted.

    folder: where it lies on disk; the machine's own for such without it.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._digest = hashlib.sha256()
        self.body: IO[bytes] = io.BytesIO()
        self.size = 0

    def add(self, chunk: bytes) -> None:
        """Add a piece. Raises OSError where the disk is full."""
        if self.size <= IN_MEMORY < self.size + len(chunk):
            self._spill()
        self.body.write(chunk)
        self._digest.update(chunk)
        self.size += len(chunk)

    def _spill(self) -> None:
        if self._folder:
            self._folder.mkdir(parents=True, exist_ok=True)
        spilled = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115  it outlives this
        self.body.seek(0)
        spilled.write(self.body.read())
        self.body = spilled

    @property
    def digest(self) -> str:
        """The SHA-256 of all of it."""
        return self._digest.hexdigest()

    def close(self) -> None:
        """Give back memory and disk."""
        self.body.close()
