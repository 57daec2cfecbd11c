"""Who is at the page: an administrator of Rocket.Chat's, asked there again every few minutes.

The browser's cookie is signed and carries the session that Rocket.Chat gave that very user, as its
own client would keep it; nothing of it is kept here.
"""

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from flask import session

from brain.rocketchat.account import Away, Refused, new_session
from brain.rocketchat.sign_in import CodeWanted, sign_in, sign_out, who_is

log = structlog.get_logger()

ROLE = "admin"
LONGEST = timedelta(hours=8)
IDLE = timedelta(minutes=45)
ASK_AGAIN = timedelta(minutes=5)


@dataclass(frozen=True)
class Visit:
    """Somebody who may see the page."""

    name: str


def csrf() -> str:
    """Return the word that every form of this browser carries."""
    if "csrf" not in session:
        session["csrf"] = secrets.token_urlsafe(24)
    return str(session["csrf"])


def form_is_ours(form: Mapping[str, str]) -> bool:
    """Tell whether a form was drawn for this browser."""
    known, given = session.get("csrf", ""), form.get("csrf", "")
    return bool(known) and hmac.compare_digest(known.encode(), given.encode())


class Door:
    """Lets administrators in and out.

    Args:
        url: the Rocket.Chat server.
    """

    def __init__(self, url: str, now: Callable[[], datetime]) -> None:
        self._url = url
        self._session = new_session(url)
        self._now = now

    def enter(self, name: str, form: Mapping[str, str]) -> str:
        """Log in; return "" or the key of the words that say why not."""
        password, code = form.get("password", ""), form.get("code", "").strip()
        if not name or not password:
            return "wrong"
        try:
            signed = sign_in(self._session, self._url, name, password, code)
        except CodeWanted as wanted:
            return "wrong_code" if wanted.wrong else "code_wanted"
        except Refused:
            return "wrong"
        except Away:
            return "away"
        if ROLE not in signed.me.get("roles", ()):
            sign_out(self._session, self._url, signed.user_id, signed.token)
            return "no_admin"
        self._remember(signed.user_id, signed.token, signed.me)
        return ""

    def _remember(self, user_id: str, token: str, me: Mapping[str, Any]) -> None:
        session.clear()  # a session that was there before is nobody's now
        now = self._now().timestamp()
        name = str(me.get("name") or me.get("username") or "")
        session.update(user=user_id, token=token, name=name, began=now, seen=now, asked=now)
        csrf()
        log.info("panel.entered", user=user_id)

    def visitor(self) -> Visit | None:
        """Return who is there, or None: nobody, too long, idle, or no administrator any more."""
        if "token" not in session:
            return None
        now = self._now().timestamp()
        too_long = now - session["began"] > LONGEST.total_seconds()
        idle = now - session["seen"] > IDLE.total_seconds()
        if too_long or idle or not self._still_admin(now):
            self.leave()
            return None
        session["seen"] = now
        return Visit(str(session["name"]))

    def _still_admin(self, now: float) -> bool:
        if now - session["asked"] <= ASK_AGAIN.total_seconds():
            return True
        try:
            me = who_is(self._session, self._url, session["user"], session["token"])
        except (Refused, Away):
            return False
        session["asked"] = now
        return ROLE in me.get("roles", ()) and bool(me.get("active", True))

    def leave(self) -> None:
        """End the session, here and at Rocket.Chat."""
        if "token" in session:
            sign_out(self._session, self._url, session["user"], session["token"])
        session.clear()
