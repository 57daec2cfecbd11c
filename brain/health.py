"""Is everything in order? For load balancers, supervisors and people."""

import time
from collections.abc import Callable

import peewee
import structlog

from brain.errors import Failure
from brain.models import database, one
from brain.rocketchat.rooms import Rooms

log = structlog.get_logger()

ALIVE_WITHIN_SECONDS = 10
ROCKETCHAT_CHECK_EVERY_SECONDS = 5.0
RETRY_AFTER_SECONDS = 0.5

_WORKERS = """SELECT count(*) FROM process
WHERE name LIKE 'worker:%%' AND beat_at > now() - make_interval(secs => %s)"""


class Health:
    """What `GET /health/ready` reports: database, worker, Rocket.Chat and its bot."""

    def __init__(self, rooms: Rooms, clock: Callable[[], float] = time.monotonic) -> None:
        self._rooms = rooms
        self._clock = clock
        self._asked_at = -ROCKETCHAT_CHECK_EVERY_SECONDS
        self._rocketchat = {"rocketchat": "not asked yet", "bot": "not asked yet"}

    def check(self) -> dict[str, str]:
        """Return "ok" or what is wrong, by part."""
        return self._check_database() | self._check_rocketchat()

    def _check_database(self) -> dict[str, str]:
        try:
            with database.connection_context():
                workers = one(_WORKERS, ALIVE_WITHIN_SECONDS)[0]
        except peewee.PeeweeException as error:
            return {"database": f"away ({type(error).__name__})", "worker": "unknown"}
        return {"database": "ok", "worker": "ok" if workers else "no worker gave a sign of life"}

    def _check_rocketchat(self) -> dict[str, str]:
        good = set(self._rocketchat.values()) == {"ok"}
        fresh_for = ROCKETCHAT_CHECK_EVERY_SECONDS if good else RETRY_AFTER_SECONDS
        if self._clock() - self._asked_at >= fresh_for:
            self._rocketchat = self._ask_rocketchat()
            self._asked_at = self._clock()
        return self._rocketchat

    def _ask_rocketchat(self) -> dict[str, str]:
        try:
            me = self._rooms.bot.get("me")
            self._rooms.bridge.get("me")
        except Failure as failure:
            return {"rocketchat": failure.reason, "bot": "unknown"}
        missing = {"bot", "livechat-agent"} - set(me.get("roles", []))
        if missing:
            return {"rocketchat": "ok", "bot": f"lacks the roles {', '.join(sorted(missing))}"}
        return {"rocketchat": "ok", "bot": "ok" if me.get("active", True) else "deactivated"}
