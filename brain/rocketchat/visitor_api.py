"""Omnichannel's open routes: they know a visitor by his token and count calls by address.

While the server's API rate limiter is on, ten calls a minute and route are let in (five where
visitors are registered), whoever the visitor is; a refused call tells when the next one may come.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import requests

from brain.rocketchat.account import Away, Refused

TIMEOUT_SECONDS = 20
LONGEST_WAIT_SECONDS = 60.0


class VisitorApi:
    """Calls the open routes and tells refusals from absences.

    Args:
        url: the Rocket.Chat server.
        session: connections to share.
        clock: Unix seconds.
    """

    def __init__(
        self, url: str, session: requests.Session, clock: Callable[[], float] = time.time
    ) -> None:
        self._url = f"{url}/api/v1/"
        self._session = session
        self._clock = clock

    def call(
        self,
        verb: str,
        path: str,
        timeout: float = TIMEOUT_SECONDS,
        **options: Any,  # noqa: ANN401
    ) -> dict[str, Any]:
        """Call a route and return its JSON.

        Raises:
            Away: no usable answer, or the rate limiter, with the time at which it lets in again.
            Refused: the server said no, with its code.
        """
        try:
            answer = self._session.request(verb, self._url + path, timeout=timeout, **options)
        except requests.RequestException as error:
            raise Away(f"rocketchat away: {type(error).__name__}") from error
        if answer.status_code == requests.codes.too_many_requests:
            raise Away("rate limiter of rocketchat's API", after=self._opens_after(answer))
        found = _json(answer)
        if answer.status_code >= 500 or (answer.ok and found is None):
            raise Away(f"rocketchat answered {answer.status_code}")
        if not answer.ok or found is None:
            raise Refused(_code(found or {}, answer.status_code), answer.status_code)
        return found

    def _opens_after(self, answer: requests.Response) -> timedelta | None:
        """Read when the window ends: milliseconds since 1970, by the server's clock."""
        told = answer.headers.get("X-RateLimit-Reset", "")
        if not told.isdigit():
            return None
        seconds = int(told) / 1000 - self._clock()
        return timedelta(seconds=min(max(seconds, 0.5), LONGEST_WAIT_SECONDS))


def _json(answer: requests.Response) -> dict[str, Any] | None:
    try:
        found = answer.json()
    except requests.RequestException:
        return None
    return found if isinstance(found, dict) else None


def _code(found: dict[str, Any], status: int) -> str:
    code = found.get("errorType") or found.get("error")
    code = code or found.get("reason") or found.get("message")
    return str(code or f"status {status}")
