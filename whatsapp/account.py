"""What Meta says about the store's account: its token, number, app and webhook. Nothing is sent."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from whatsapp.connected import Connected
from whatsapp.graph import open_client
from whatsapp.messages import META

Json = Mapping[str, Any]

INVALID_TOKEN = 190
NUMBER = (
    "display_phone_number", "verified_name", "quality_rating", "status", "account_mode",
    "messaging_limit_tier", "throughput",
)  # fmt: skip


class AccountRefused(Exception):
    """Meta answered, and said no.

    Args:
        code: Meta's error code; 0 where it gave none.
        words: what it said besides.
    """

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"{words} (code {code})")
        self.code = code
        self.words = words


class AccountAway(Exception):
    """Meta gave no answer, or none that can be read."""


class Account(Connected):
    """The account as its own token and its app's secret may see it.

    Args:
        api_version: of the Graph API, as "24.0".
        graph_url: Meta's, or of something that stands in for it.

    Every method that asks raises AccountRefused where Meta says no, and AccountAway where it gives
    no answer that can be read.
    """

    def __init__(self, phone_id: str, token: str, api_version: str, graph_url: str) -> None:
        self._phone_id = phone_id
        self._token = token
        self._base = f"{META}/v{api_version}"
        self._http = open_client(graph_url, timeout=10.0)
        self.answered_version = ""
        self.answered_at: datetime | None = None

    def number(self) -> Json:
        """Return what is known of the store's number."""
        return self._get(self._phone_id, fields=",".join(NUMBER))

    def webhook(self) -> str:
        """Return the address where this number's webhooks go: its own, its account's, the app's."""
        found = self._get(self._phone_id, fields="webhook_configuration")
        known = found.get("webhook_configuration") or {}
        own = known.get("phone_number") or known.get("whatsapp_business_account")
        return str(own or known.get("application") or "")

    def token(self) -> Json:
        """Return what is known of the token: its app, when it ends, what it may."""
        found: Json = self._get("debug_token", input_token=self._token).get("data") or {}
        return found

    def secret_fits(self, secret: str) -> bool:
        """Tell whether this is the secret of the token's app: Meta checks a proof made with it."""
        proof = hmac.new(secret.encode(), self._token.encode(), hashlib.sha256).hexdigest()
        try:
            self._get(self._phone_id, fields="id", appsecret_proof=proof)
        except AccountRefused as refused:
            if "appsecret_proof" in refused.words:
                return False
            raise
        return True

    def subscriptions(self, app_id: str, secret: str) -> Sequence[Json]:
        """Return what the app's webhooks are subscribed to."""
        found = self._get(f"{app_id}/subscriptions", token=f"{app_id}|{secret}")
        return list(found.get("data") or ())

    def apps_of(self, account_id: str) -> list[str]:
        """Return the ids of the apps that get the webhooks of a WhatsApp business account."""
        found = self._get(f"{account_id}/subscribed_apps")
        apps = [one.get("whatsapp_business_api_data") or {} for one in found.get("data") or ()]
        return [str(app.get("id")) for app in apps]

    def templates(self, account_id: str) -> Sequence[Json]:
        """Return the first hundred templates of a WhatsApp business account."""
        found = self._get(
            f"{account_id}/message_templates", fields="name,language,status", limit="100"
        )
        return list(found.get("data") or ())

    def _get(self, path: str, *, token: str = "", **query: str) -> Json:
        headers = {"Authorization": f"Bearer {token or self._token}"}
        try:
            answer = self._http.get(f"{self._base}/{path}", params=query, headers=headers)
            said = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise AccountAway(type(error).__name__) from None
        self._note(answer)
        if answer.is_success and isinstance(said, dict):
            return said
        refusal = said.get("error") if isinstance(said, dict) else None
        if not isinstance(refusal, dict):
            raise AccountAway(f"status {answer.status_code}")
        raise AccountRefused(int(refusal.get("code") or 0), str(refusal.get("message") or ""))

    def _note(self, answer: httpx.Response) -> None:
        self.answered_version = answer.headers.get("facebook-api-version", self.answered_version)
        if "date" in answer.headers:
            self.answered_at = parsedate_to_datetime(answer.headers["date"])


def secret_of_webhook(secret: str, body: bytes) -> str:
    """Return the header by which Meta signs a webhook's body."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
