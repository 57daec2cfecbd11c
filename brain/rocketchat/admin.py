"""The administrator at work: logs in with a second factor, and shows it wherever it is wanted."""

from collections.abc import Callable
from typing import TypeVar

import requests
from rocketchat_API.rocketchat import RocketChat

from brain.rocketchat.account import Account, Refused, as_second_factor
from brain.rocketchat.sign_in import CODE_WANTED, CodeWanted, SignedIn, sign_in

T = TypeVar("T")

AskCode = Callable[[str], str]  # the second factor's method -> its code


class Admin(Account):
    """An administrator. An account without a second factor of its own shows its password again.

    Args:
        ask: gets the code of an authenticator app or of an e-mail; raises where nobody can say it.
        token: "<user id>:<personal access token>", in place of a password.
    """

    def __init__(
        self,
        url: str,
        user: str,
        password: str,
        session: requests.Session,
        ask: AskCode,
        token: str = "",
    ) -> None:
        super().__init__(url, user, password, session)
        self._ask = ask
        self._token = token
        self._code = ""

    def _log_in(self) -> RocketChat:
        client = self._as(self._signed_in())
        self._show(client, "password")
        return client

    def _signed_in(self) -> SignedIn:
        if self._token:
            user_id, _, token = self._token.partition(":")
            return SignedIn(user_id, token, {})
        try:
            return sign_in(self._session, self._url, self.user, self._password)
        except CodeWanted as wanted:
            self._code = self._ask(wanted.method)
        return sign_in(self._session, self._url, self.user, self._password, self._code)

    def _show(self, client: RocketChat, method: str) -> None:
        """Send the second factor along with every request: the password, or a code."""
        if method == "password":
            client.headers.update(as_second_factor(self._password) if self._password else {})
        else:
            client.headers.update({"x-2fa-code": self._code, "x-2fa-method": method})

    def _translated(self, call: Callable[[RocketChat], T], client: RocketChat) -> T:
        """Call; where a code is wanted show the one of the login, then ask for another."""
        codes: list[AskCode] = [self._ask]
        if self._code:
            codes.insert(0, lambda _: self._code)
        while True:
            try:
                return super()._translated(call, client)
            except Refused as refused:
                if refused.code not in CODE_WANTED or not codes:
                    raise
                method = str(refused.details.get("method", "totp"))
                self._code = codes.pop(0)(method)
                self._show(client, method)
