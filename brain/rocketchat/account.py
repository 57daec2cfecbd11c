"""One user's session with the REST API: logs in when needed, tells refusals from absences."""

import hashlib
import hmac
import re
import threading
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote, unquote, urljoin

import requests
from requests.adapters import HTTPAdapter
from rocketchat_API.APIExceptions.RocketExceptions import (
    RocketApiException,
    RocketBadStatusCodeException,
)
from rocketchat_API.rocketchat import RocketChat

from brain.errors import Failure
from brain.rocketchat.refusals import TIMEOUT_SECONDS
from brain.rocketchat.refusals import Away as Away
from brain.rocketchat.refusals import Refused as Refused
from brain.rocketchat.sign_in import CodeWanted, SignedIn, sign_in
from whatsapp.spilled import Spilled

T = TypeVar("T")

PAGE = 100
CHUNK = 64 * 1024
LARGEST_FILE = 100 * 1024 * 1024  # WhatsApp takes none that is larger
_A_FILE = re.compile(r"/file-upload/([\w-]+)/(.+)", re.DOTALL)
A_CODE_IS_WANTED = "login refused: a second factor is wanted"


def new_session(url: str) -> requests.Session:
    """Return a session to one server, whose connections are kept for all threads of a process.

    What the environment says of proxies and certificates is looked up here once: requests would do
    so again for every call, which costs a third of it.
    """
    session = requests.Session()
    found = session.merge_environment_settings(url, {}, None, None, None)
    session.proxies, session.verify, session.trust_env = found["proxies"], found["verify"], False
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(pool_connections=4, pool_maxsize=32))
    return session


class Account:
    """A user of Rocket.Chat that we act as."""

    def __init__(self, url: str, user: str, password: str, session: requests.Session) -> None:
        self.user = user
        self._url = url
        self._password = password
        self._session = session
        self._login = threading.Lock()
        self._client: RocketChat | None = None

    def unguessable(self, name: str) -> str:
        """Return a name that goes on in a way that nobody knows without the password."""
        return (
            f"{name}-{hmac.new(self._password.encode(), name.encode(), 'sha256').hexdigest()[:16]}"
        )

    def post(self, method: str, **body: Any) -> dict[str, Any]:  # noqa: ANN401
        """POST /api/v1/<method> with a JSON body.

        Raises:
            Refused: the server said no, with its code.
            Away: no usable answer; whether the call took effect is open.
        """
        return self._call(lambda client: client.call_api_post(method, body=body))

    def get(self, method: str, **query: Any) -> dict[str, Any]:  # noqa: ANN401
        """GET /api/v1/<method>. Raises as `post` does."""
        return self._call(lambda client: client.call_api_get(method, kwargs=query))

    def every(self, method: str, key: str, **query: Any) -> list[dict[str, Any]]:  # noqa: ANN401
        """GET all of a list, page by page: a server gives no more than a hundred at once."""
        found: list[dict[str, Any]] = []
        while True:
            page = self.get(method, offset=len(found), count=PAGE, **query)
            found += page[key]
            if not page[key] or len(found) >= int(page.get("total", len(found))):
                return found

    def download(self, path: str, cookies: dict[str, str], kept: Spilled) -> None:
        """Fetch a file of a room's by its path on the server.

        Args:
            cookies: what shows that it may be read, where our session does not.
            kept: where it goes.

        Raises:
            Refused: no file is there; a path that leads anywhere else gets no request of ours, for
                it comes with a message, and any agent can write one.
        """
        whole = _path_of_file(path)
        self._guarded(lambda client: self._fetch(client, whole, cookies, kept))

    def raw(self, verb: str, path: str, **options: Any) -> requests.Response:  # noqa: ANN401
        """Call any address of the server as this user and return the answer as it is."""
        extra = options.pop("headers", {})
        return self._guarded(
            lambda client: self._session.request(
                verb, self._url + path, headers=client.headers | extra, timeout=60, **options
            )
        )

    def _fetch(self, client: RocketChat, path: str, cookies: dict[str, str], kept: Spilled) -> None:
        url = self._url + path
        get = partial(self._session.get, timeout=60, allow_redirects=False, stream=True)
        with get(url, headers=client.headers, cookies=cookies) as answer:
            if not answer.is_redirect:
                _keep(answer, kept)
                return
            elsewhere = urljoin(url, answer.headers["location"])
        with get(elsewhere) as answer:  # somebody else's storage, who is shown nothing of ours
            _keep(answer, kept)

    def _call(self, call: Callable[[RocketChat], Any]) -> dict[str, Any]:
        answer = self._guarded(call)
        if not isinstance(answer, dict):
            raise Away("rocketchat answered without JSON")
        return answer

    def _guarded(self, call: Callable[[RocketChat], T]) -> T:
        client = self._logged_in()
        try:
            return self._translated(call, client)
        except Refused as refused:
            if refused.status != requests.codes.unauthorized:
                raise
        return self._translated(call, self._logged_in(instead_of=client))

    def _translated(self, call: Callable[[RocketChat], T], client: RocketChat) -> T:
        try:
            return call(client)
        except RocketApiException as error:
            raise _refusal(error) from error
        except RocketBadStatusCodeException as error:
            raise _bad_status(error) from error
        except requests.RequestException as error:
            raise Away(f"rocketchat away: {type(error).__name__}") from error

    def _logged_in(self, instead_of: RocketChat | None = None) -> RocketChat:
        with self._login:
            if self._client is None or self._client is instead_of:
                self._client = self._log_in()
            return self._client

    def _log_in(self) -> RocketChat:
        try:
            return self._as(sign_in(self._session, self._url, self.user, self._password))
        except CodeWanted as wanted:
            words = f"({wanted.method}): run `python -m brain setup`"
            raise Refused(A_CODE_IS_WANTED, 401, words, {"method": wanted.method}) from wanted

    def _as(self, signed: SignedIn) -> RocketChat:
        return RocketChat(
            user_id=signed.user_id,
            auth_token=signed.token,
            server_url=self._url,
            session=self._session,
            timeout=TIMEOUT_SECONDS,
            ssl_verify=self._session.verify,
        )


def _keep(answer: requests.Response, kept: Spilled) -> None:
    if answer.status_code != requests.codes.ok:
        raise Refused("file", answer.status_code)
    for chunk in answer.iter_content(CHUNK):
        if kept.size + len(chunk) > LARGEST_FILE:
            raise Refused("file", requests.codes.request_entity_too_large)
        kept.add(chunk)


def _path_of_file(told: str) -> str:
    """Return a file's path as a request carries it: a name may hold anything, and leads nowhere."""
    found = _A_FILE.fullmatch(told)
    name = re.split(r"[/\\]", unquote(found[2]))[-1] if found else ""
    if found is None or name in ("", ".", ".."):
        raise Refused("file", requests.codes.not_found)
    return f"/file-upload/{found[1]}/{quote(name, safe='')}"


def as_second_factor(password: str) -> dict[str, str]:
    """Return the headers that show a password once more, as changing settings demands."""
    code = hashlib.sha256(password.encode()).hexdigest()
    return {"x-2fa-code": code, "x-2fa-method": "password"}


def _refusal(error: RocketApiException) -> Failure:
    if error.status_code == requests.codes.too_many_requests or error.status_code >= 500:
        return Away(f"rocketchat answered {error.status_code}")
    code, words = error.error_type or error.error, error.error if error.error_type else ""
    return Refused(str(code), error.status_code, str(words), error.response_json.get("details"))


def _bad_status(error: RocketBadStatusCodeException) -> Failure:
    answer = error.response_json if isinstance(error.response_json, dict) else {}
    if error.status_code == requests.codes.unauthorized:
        return Refused("unauthorized", 401)
    if 400 <= error.status_code < 500 and error.status_code != requests.codes.too_many_requests:
        code = answer.get("errorType") or answer.get("error") or answer.get("message")
        return Refused(str(code or f"status {error.status_code}"), error.status_code)
    return Away(f"rocketchat answered {error.status_code}")
