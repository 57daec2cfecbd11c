"""Log in at Rocket.Chat with a password, and a code where the account has a second factor."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests

from brain.errors import Failure
from brain.rocketchat.refusals import TIMEOUT_SECONDS, Away, Refused

CODE_WANTED = ("totp-required", "totp-invalid")


@dataclass(frozen=True)
class SignedIn:
    """A session of a user's at Rocket.Chat."""

    user_id: str
    token: str
    me: Mapping[str, Any]

    @property
    def headers(self) -> dict[str, str]:
        """What every request of the session carries."""
        return {"X-Auth-Token": self.token, "X-User-Id": self.user_id}


class CodeWanted(Failure):
    """The account has a second factor, and its code is missing or wrong.

    Args:
        method: `totp` (an authenticator app) or `email`.
        wrong: a code was given, and it was not the one.
    """

    def __init__(self, method: str, *, wrong: bool) -> None:
        said = "the code is wrong or has expired" if wrong else "a code is wanted"
        super().__init__(f"rocketchat refused: second factor ({method}): {said}", permanent=True)
        self.method = method
        self.wrong = wrong


def sign_in(
    session: requests.Session, url: str, user: str, password: str, code: str = ""
) -> SignedIn:
    """Log in.

    Raises:
        CodeWanted: the account has a second factor.
        Refused: user or password are wrong, or the account is not active.
        Away: Rocket.Chat did not answer.
    """
    body = {"user": user, "password": password} | ({"code": code} if code else {})
    try:
        answer = session.post(f"{url}/api/v1/login", json=body, timeout=TIMEOUT_SECONDS)
        said = answer.json()
    except requests.RequestException as error:
        raise Away(f"rocketchat away at login: {type(error).__name__}") from error
    if answer.ok and said.get("status") == "success":
        data = said["data"]
        return SignedIn(data["userId"], data["authToken"], data.get("me", {}))
    raise _refusal(answer.status_code, said)


def who_is(session: requests.Session, url: str, user_id: str, token: str) -> Mapping[str, Any]:
    """Return the user of a session as it is now, with its roles.

    Raises:
        Refused: the session has ended, or its user was deactivated.
        Away: Rocket.Chat did not answer.
    """
    headers = SignedIn(user_id, token, {}).headers
    try:
        answer = session.get(f"{url}/api/v1/me", headers=headers, timeout=TIMEOUT_SECONDS)
        said: dict[str, Any] = answer.json()
    except requests.RequestException as error:
        raise Away(f"rocketchat away: {type(error).__name__}") from error
    if answer.status_code >= 500 or answer.status_code == requests.codes.too_many_requests:
        raise Away(f"rocketchat answered {answer.status_code}")
    if not answer.ok:
        raise Refused("session ended", answer.status_code)
    return said


def sign_out(session: requests.Session, url: str, user_id: str, token: str) -> None:
    """End a session; one that cannot be ended now ends by itself."""
    headers = SignedIn(user_id, token, {}).headers
    try:
        session.post(f"{url}/api/v1/logout", headers=headers, timeout=TIMEOUT_SECONDS)
    except requests.RequestException:
        return


def _refusal(status: int, said: Mapping[str, Any]) -> Failure:
    if status >= 500 or status == requests.codes.too_many_requests:
        return Away(f"rocketchat answered {status} at login")
    if said.get("error") in CODE_WANTED:
        method = (said.get("details") or {}).get("method", "totp")
        return CodeWanted(str(method), wrong=said["error"] == CODE_WANTED[1])
    return Refused("login refused: user or password", requests.codes.unauthorized)
