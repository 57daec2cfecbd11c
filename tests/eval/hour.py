"""A time zone of the evaluation's own, so that the store is open, or shut, while it is asked.

The zone is the public setting TIMEZONE; a zone may lie up to a day before or after UTC, which from
any moment reaches a working morning (in the middle of a weekend: a Saturday's).
"""

import os
import struct
import zoneinfo
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

NAME = "Evaluation"
OPEN_HOUR, SHUT_HOUR = 10, 23
_SATURDAY = 5
_FARTHEST = timedelta(hours=23, minutes=45)
_STEP = timedelta(minutes=15)


def open_offset(now: datetime) -> timedelta:
    """The nearest offset from UTC at which it is a working morning, on a weekday if one is near."""
    mornings = [o for o in _offsets() if (now + o).hour == OPEN_HOUR]
    return min(mornings, key=lambda o: (max((now + o).weekday() - _SATURDAY + 1, 0), abs(o)))


def shut_offset(now: datetime) -> timedelta:
    """The nearest offset at which it is late at night."""
    return min((o for o in _offsets() if (now + o).hour == SHUT_HOUR), key=abs)


def _offsets() -> Iterator[timedelta]:
    offset = -_FARTHEST
    while offset <= _FARTHEST:
        yield offset
        offset += _STEP


def settings(folder: Path, offset: timedelta) -> dict[str, str]:
    """Write the zone into a folder; return the environment in which it is the store's."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NAME).write_bytes(_tzif(int(offset.total_seconds())))
    path = os.pathsep.join([str(folder.resolve()), *zoneinfo.TZPATH])
    return {"TIMEZONE": NAME, "PYTHONTZPATH": path}


def _tzif(seconds: int) -> bytes:
    """The smallest file of a zone: one offset for ever (RFC 8536, version 1)."""
    name = b"EVAL\0"
    counts = struct.pack(">6l", 0, 0, 0, 0, 1, len(name))
    return b"TZif" + bytes(16) + counts + struct.pack(">lBB", seconds, 0, 0) + name
