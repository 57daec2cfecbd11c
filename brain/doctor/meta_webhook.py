"""Meta's webhook: where it goes, what it tells, and whether that gets here, signature and all."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime

import requests

from brain.doctor.finding import Finding, ok, problem, warning
from brain.doctor.patient import Patient
from brain.models import one
from brain.settings import Settings
from whatsapp.account import Account, AccountAway, AccountRefused, Json, secret_of_webhook

PATH = "/whatsapp/webhook"
TIMEOUT_SECONDS = 10
NO_MESSAGES = "What customers write does not get here."
CONFIGURE = "Under WhatsApp > Configuration at Meta"
EMPTY = b'{"object": "whatsapp_business_account", "entry": []}'

_FAILED = """SELECT count(*) FILTER (WHERE state = 'failed'), count(*),
       mode() WITHIN GROUP (ORDER BY code) FILTER (WHERE state = 'failed')
FROM send WHERE intended_at > now() - interval '1 day'"""


def look(patient: Patient, account: Account, token: Json) -> Iterator[Finding]:
    """Look at the subscription, then go the way of a webhook."""
    app_id = str(token.get("app_id") or "")
    if app_id:
        yield from _subscribed(patient.settings, account, app_id, token)
    try:
        url = account.webhook()
    except (AccountRefused, AccountAway) as error:
        yield ok("meta.webhook", f"Where the webhook goes could not be asked ({error}).")
        return
    yield from _way_in(patient.settings, url)


def _subscribed(
    settings: Settings, account: Account, app_id: str, token: Json
) -> Iterator[Finding]:
    try:
        for account_id in accounts(token):
            yield from _app_gets(account.apps_of(account_id), app_id, account_id)
        for secret in settings.app_secrets[:1]:
            yield from _fields(account.subscriptions(app_id, secret))
    except (AccountRefused, AccountAway) as error:
        yield ok("meta.subscription", f"The subscription could not be read ({error}).")


def accounts(token: Json) -> list[str]:
    """Return the ids of the WhatsApp accounts that a token may use, as far as Meta tells."""
    scopes = token.get("granular_scopes") or ()
    found = [one for scope in scopes for one in scope.get("target_ids") or ()]
    return sorted({str(account_id) for account_id in found})


def _app_gets(apps: Sequence[str], app_id: str, account_id: str) -> Iterator[Finding]:
    if app_id not in apps:
        yield problem(
            "meta.subscription",
            f"The WhatsApp account {account_id} does not tell the app {app_id} of messages.",
            NO_MESSAGES,
            f"Subscribe it: `curl -X POST -H 'Authorization: Bearer <WHATSAPP_TOKEN>' "
            f"https://graph.facebook.com/{account_id}/subscribed_apps`.",
        )


def _fields(subscriptions: Sequence[Json]) -> Iterator[Finding]:
    whatsapp = [one for one in subscriptions if one.get("object") == "whatsapp_business_account"]
    fields = {str(field.get("name")) for one in whatsapp for field in one.get("fields") or ()}
    if "messages" in fields:
        yield ok("meta.subscription", "The app is subscribed to `messages`.")
    else:
        yield problem(
            "meta.subscription",
            "The app's webhook is not subscribed to the field `messages`.",
            NO_MESSAGES,
            f"{CONFIGURE}, Webhook fields, subscribe to `messages`.",
        )


def _way_in(settings: Settings, url: str) -> Iterator[Finding]:
    if not url.endswith(PATH):
        yield problem(
            "meta.webhook",
            f"Meta's webhook goes to {url or 'nowhere'}.",
            NO_MESSAGES,
            f"{CONFIGURE}, enter https://<your host>{PATH} and your verify token.",
        )
        return
    challenge = secrets.token_hex(8)
    asked = {
        "hub.mode": "subscribe",
        "hub.verify_token": settings.whatsapp_verify_token.get_secret_value(),
        "hub.challenge": challenge,
    }
    try:
        answer = requests.get(url, params=asked, timeout=TIMEOUT_SECONDS)
        signed = _post(url, settings)
    except requests.RequestException as error:
        yield _unreachable(url, type(error).__name__)
        return
    yield from _answered(url, answer.text.strip() == challenge, answer.status_code, signed)


def _unreachable(url: str, reason: str) -> Finding:
    return warning(
        "meta.webhook",
        f"{url}, where Meta's webhook goes, does not answer from here: {reason}.",
        f"{NO_MESSAGES} It may answer from outside all the same, where your network lets nothing "
        "of its own back in.",
        "Look from another network: `curl -i '<the address>'` must answer 403. If it does not: "
        "name, certificate, proxy, `web`.",
    )


def _post(url: str, settings: Settings) -> int:
    """Post a webhook with nothing in it, signed as Meta would; nothing is stored of it."""
    header = {
        "X-Hub-Signature-256": secret_of_webhook(settings.app_secrets[0], EMPTY),
        "Content-Type": "application/json",
    }
    return requests.post(url, data=EMPTY, headers=header, timeout=TIMEOUT_SECONDS).status_code


def _answered(url: str, verified: bool, status: int, signed: int) -> Iterator[Finding]:
    if signed in (401, 403):
        yield problem(
            "meta.webhook",
            f"{url} refuses a rightly signed webhook ({signed}).",
            "Every webhook of Meta's is refused: no message gets in.",
            "Restart web if WHATSAPP_APP_SECRET was changed; else a proxy changes the body or "
            "drops the header X-Hub-Signature-256.",
        )
    elif signed != 200 or (not verified and status != 403):
        yield problem(
            "meta.webhook",
            f"{url} answers {signed} to a webhook and {status} to Meta's verification.",
            NO_MESSAGES,
            f"Let the proxy pass {PATH} on to web, and look whether web runs.",
        )
    elif not verified:
        yield warning(
            "meta.webhook",
            f"{url} does not know WHATSAPP_VERIFY_TOKEN.",
            "Webhooks get in; saving the webhook at Meta anew would fail.",
            "Restart web: it runs with an older WHATSAPP_VERIFY_TOKEN.",
        )
    else:
        yield ok("meta.webhook", f"{url} takes webhooks and knows their signature.")


def traffic(patient: Patient) -> Iterator[Finding]:
    """Look at what came and went lately, in our own tables."""
    last = one("SELECT max(received_at) FROM webhook_item")[0]
    failed, sent, code = one(_FAILED)
    if last is None:
        yield warning(
            "meta.arrivals",
            "No webhook of Meta's has ever arrived.",
            "Either nobody has written yet, or the webhook does not get here.",
            "Write to the store's number from a telephone and run this again.",
        )
    else:
        yield ok("meta.arrivals", f"The last webhook came {_ago(patient, last)} ago.")
    if sent >= 10 and failed * 10 > sent:
        yield warning(
            "meta.failures",
            f"{failed} of {sent} messages of the last day failed, mostly with code {code}.",
            "Customers did not get them; the reason stands in each room.",
            "Look the code up at Meta (WhatsApp > Cloud API > Error codes).",
        )


def _ago(patient: Patient, last: datetime) -> str:
    seconds = max(0, int((patient.now() - last).total_seconds()))
    for size, unit in ((86400, "day(s)"), (3600, "hour(s)"), (60, "minute(s)")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
