"""By which door customers' words enter: the app's where it runs, else Omnichannel's own routes.

Whether the app runs is asked without a signature: the app refuses that (401, or 403 while it has no
secret), and where there is no app, or it is not enabled, the server says 404. It costs the app
nothing, and no account of ours may look at the list of apps.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

import requests
import structlog

from brain.errors import Failure
from brain.rocketchat.account import Away
from brain.rocketchat.door import APP_ID, Entered, VisitorMessage

log = structlog.get_logger()

THERE = (401, 403)
ABSENT = 404
# A server that starts opens its doors before its apps run: a known app is given up after this.
GONE_AFTER_SECONDS = 20.0
ASK_AGAIN_SECONDS = 1.0
LOOK_EVERY_SECONDS = 10.0
TIMEOUT_SECONDS = 5


class Way(Enum):
    """How we come in."""

    APP = "app"
    REST = "rest"


@dataclass(frozen=True)
class Sight:
    """What was seen last; `absent_since` where a known app does not answer."""

    way: Way | None = None
    absent_since: float | None = None


def choose(before: Sight, status: int | None, now: float) -> Sight:
    """Decide the way from what the app's address answers to a call without a signature.

    Args:
        status: the HTTP status; None where there was no answer.
        now: seconds, of any clock that only goes on.
    """
    if status in THERE:
        return Sight(Way.APP)
    if status != ABSENT:
        return before  # an outage tells nothing about the app
    if before.way is not Way.APP:
        return Sight(Way.REST)
    since = now if before.absent_since is None else before.absent_since
    return Sight(Way.REST) if now - since >= GONE_AFTER_SECONDS else Sight(Way.APP, since)


class Door(Protocol):
    """Puts one thing a visitor said into his one open room, once for each wamid."""

    def enter(self, message: VisitorMessage) -> Entered:
        """Put it into the room; raises Away or Refused."""
        ...

    def health(self) -> dict[str, Any]:
        """Ask the other side how it is; raises as `enter` does."""
        ...


class EitherDoor:
    """The door that is open: chosen at the first look, looked at again as things change.

    Args:
        url: the Rocket.Chat server.
        session: connections to share.
        app: the app's door.
        rest: the door without it.
        clock: seconds, of any clock that only goes on.
        whispers: has the app show words in a room to one person.
    """

    def __init__(
        self,
        url: str,
        session: requests.Session,
        app: Door,
        rest: Door,
        clock: Callable[[], float] = time.monotonic,
        whispers: Callable[[str, str, str], None] = lambda room_id, username, text: None,
    ) -> None:
        self._whispers = whispers
        self._probe = f"{url}/api/apps/public/{APP_ID}/health"
        self._session = session
        self._doors = {Way.APP: app, Way.REST: rest}
        self._clock = clock
        self._looking = threading.Lock()
        self._sight = Sight()
        self._looked_at = float("-inf")

    @property
    def way(self) -> Way | None:
        """The way in as it was seen last; None before the server ever answered."""
        return self._sight.way

    def look(self, older_than: float = LOOK_EVERY_SECONDS) -> Way | None:
        """Ask whether the app runs, unless that was asked within `older_than` seconds."""
        with self._looking:
            if self._clock() - self._looked_at >= older_than:
                before = self.way
                self._sight = choose(self._sight, self._ask(), self._clock())
                self._looked_at = self._clock()
                if self.way is not before and self.way:
                    log.info("door.chosen", way=self.way.value)
        return self.way

    def enter(self, message: VisitorMessage) -> Entered:
        """Put it into the room by the door that is open; raises Away or Refused."""
        try:
            return self._open_door().enter(message)
        except Away:
            self.look(ASK_AGAIN_SECONDS)
            raise

    def health(self) -> dict[str, Any]:
        """Ask at the door that is open; raises as `enter` does."""
        return self._open_door().health()

    def whisper(self, room_id: str, username: str, text: str) -> bool:
        """Show words in a room to one person only; False where no app did so."""
        if self.look() is not Way.APP:
            return False
        try:
            self._whispers(room_id, username, text)
        except Failure as failure:
            log.info("whisper.failed", reason=failure.reason)
            return False
        return True

    def _open_door(self) -> Door:
        if self.way is not Way.APP:  # an app that was just enabled is better at once
            self.look(ASK_AGAIN_SECONDS)
        if self.way is None:
            raise Away("rocketchat away: no door seen yet")
        return self._doors[self.way]

    def _ask(self) -> int | None:
        try:
            answer = self._session.post(self._probe, json={}, timeout=TIMEOUT_SECONDS)
        except requests.RequestException:
            return None
        return answer.status_code
