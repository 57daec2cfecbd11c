"""A backup file: one page that says what it holds, then PostgreSQL's own dump.

The page is written last. A file without it, or whose bytes are not those it tells of, is no backup.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import BinaryIO

MAGIC = b"mostrador backup\n"
PAGE = 8192
CHUNK = 1024 * 1024
FORMAT = 1


class BackupRefused(Exception):
    """Something is in the way of a backup or a restore; the words say what to do about it."""


@dataclass(frozen=True)
class About:
    """What a backup holds. `migrations` are the names of those applied, by table of theirs."""

    taken_at: str
    migrations: dict[str, list[str]]
    postgres: str
    rows: dict[str, int]
    format: int = FORMAT
    size: int = 0
    sha256: str = ""


def write(path: Path, about: About, dump: Callable[[], Iterator[bytes]]) -> About:
    """Write a backup, whole or not at all, readable by its owner only.

    Raises:
        BackupRefused: the file that is there is no backup, or what was written cannot be read back.
    """
    _refuse_to_overwrite(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as file:
            written = _fill(file, about, dump())
        check(part)
        part.replace(path)
        _sync_folder(path.parent)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
    return written


def _refuse_to_overwrite(path: Path) -> None:
    if path.exists() and path.stat().st_size:
        try:
            read(path)
        except BackupRefused:
            raise BackupRefused(f"{path} is there and is no backup: choose another name") from None


def _fill(file: BinaryIO, about: About, chunks: Iterator[bytes]) -> About:
    file.write(bytes(PAGE))
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        file.write(chunk)
        digest.update(chunk)
        size += len(chunk)
    written = replace(about, size=size, sha256=digest.hexdigest())
    page = MAGIC + json.dumps(asdict(written)).encode()
    if len(page) > PAGE:
        raise BackupRefused("there are more migrations than a backup's first page has room for")
    file.seek(0)
    file.write(page.ljust(PAGE, b"\n"))
    file.flush()
    os.fsync(file.fileno())
    return written


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(path: Path) -> About:
    """Return what a file says it holds.

    Raises:
        BackupRefused: it is no backup, or one of a later version's.
    """
    with path.open("rb") as file:
        page = file.read(PAGE)
    if not page.startswith(MAGIC):
        raise BackupRefused(f"{path} is no backup made by `python -m brain backup`")
    try:
        told = json.loads(page.removeprefix(MAGIC))
        if told["format"] != FORMAT:
            raise BackupRefused(
                f"{path} has format {told['format']}, this version reads {FORMAT}: "
                "restore it with the version that made it, or a later one"
            )
        return About(**told)
    except (ValueError, TypeError, KeyError):
        raise BackupRefused(f"{path} is damaged: its first page cannot be read") from None


def check(path: Path, seen: Callable[[int], object] = lambda _: None) -> About:
    """Read the whole file and return what it holds.

    Args:
        seen: told how many bytes were read, again and again.

    Raises:
        BackupRefused: it is damaged or cut short.
    """
    about = read(path)
    digest, size = hashlib.sha256(), 0
    for chunk in content(path):
        digest.update(chunk)
        size += len(chunk)
        seen(len(chunk))
    if size != about.size:
        raise BackupRefused(f"{path} is cut short: {size} bytes of {about.size}")
    if digest.hexdigest() != about.sha256:
        raise BackupRefused(f"{path} is damaged: its checksum is not the one it was written with")
    return about


def content(path: Path) -> Iterator[bytes]:
    """Yield the dump that a backup holds."""
    with path.open("rb") as file:
        file.seek(PAGE)
        while chunk := file.read(CHUNK):
            yield chunk
