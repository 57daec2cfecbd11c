"""Meta: the token, the number, the app's secret, and whether webhooks get here."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from brain.doctor import meta_templates, meta_webhook
from brain.doctor.finding import Finding, ok, problem, warning
from brain.doctor.patient import Patient, skew
from brain.settings import Settings
from whatsapp.account import INVALID_TOKEN, Account, AccountAway, AccountRefused, Json

SOON = timedelta(days=14)
NEEDED = ("whatsapp_business_messaging", "whatsapp_business_management")
RENEW = (
    "Make a system user's token without expiry (docs/install.md, Meta, step 4), put it into "
    "WHATSAPP_TOKEN and restart the worker."
)


def open_account(settings: Settings) -> Account:
    """Return the store's account at Meta."""
    return Account(
        settings.whatsapp_phone_id,
        settings.whatsapp_token.get_secret_value(),
        settings.whatsapp_api_version,
        settings.whatsapp_graph_url,
    )


def look(patient: Patient) -> Iterator[Finding]:
    """Look at the account; without an answer or a valid token nothing more can be seen."""
    with open_account(patient.settings) as account:
        try:
            number = account.number()
        except AccountAway as away:
            yield _away(patient.settings, away)
            return
        except AccountRefused as refused:
            yield _refused(patient.settings, refused)
            return
        yield from _number(number)
        yield from _version(patient.settings, account)
        yield from skew("meta.clock", "Meta's", account.answered_at, patient)
        token: Json = {}
        try:
            token = account.token()
        except (AccountRefused, AccountAway) as error:
            yield ok("meta.token", f"What Meta knows of the token could not be read ({error}).")
        yield from _token(token, patient)
        yield from _secret(patient.settings, account)
        yield from meta_webhook.look(patient, account, token)
        owned = meta_webhook.accounts(token)
        yield from meta_templates.look(patient.settings, account, owned)


def _away(settings: Settings, away: AccountAway) -> Finding:
    return problem(
        "meta.away",
        f"Meta does not answer at {settings.whatsapp_graph_url}: {away}.",
        "Nothing can be sent to customers; it is kept and sent once Meta answers.",
        "Does this machine reach the internet (proxy, firewall, DNS)? "
        "Look at https://metastatus.com too.",
    )


def _refused(settings: Settings, refused: AccountRefused) -> Finding:
    if refused.code == INVALID_TOKEN:
        return problem(
            "meta.token",
            f"Meta does not accept WHATSAPP_TOKEN: {refused.words}.",
            "Nothing can be sent to customers, and their pictures cannot be fetched.",
            RENEW,
        )
    return problem(
        "meta.number",
        f"Meta knows no number {settings.whatsapp_phone_id} that this token may use "
        f"(code {refused.code}).",
        "Nothing can be sent to customers.",
        "Compare WHATSAPP_PHONE_ID with WhatsApp > API Setup, and assign the WhatsApp account to "
        "the system user.",
    )


def _number(number: Json) -> Iterator[Finding]:
    quality, status = str(number.get("quality_rating", "")), str(number.get("status", ""))
    tier = str(number.get("messaging_limit_tier") or "unknown")
    told = f"{number.get('verified_name')} {number.get('display_phone_number')}"
    see = "Look at WhatsApp Manager > Phone numbers for the reason."
    if status and status != "CONNECTED":
        why = "Meta passes on nothing to or from a number that is not connected."
        yield problem("meta.number", f"{told} is {status} at Meta.", why, see)
    elif quality in ("RED", "YELLOW"):
        level = problem if quality == "RED" else warning
        why = "Customers block or report it; Meta lowers the limits of such a number or shuts it."
        yield level("meta.quality", f"The quality of {told} is {quality} at Meta.", why, see)
    else:
        yield ok("meta.number", f"{told}: quality {quality or 'unknown'}, limit {tier}.")
    if number.get("account_mode") == "SANDBOX":
        why = "It reaches five numbers that were entered at Meta, nobody else."
        do = "Add the store's number (docs/install.md, Meta, step 2) and put in its id."
        yield warning("meta.sandbox", f"{told} is a test number.", why, do)


def _version(settings: Settings, account: Account) -> Iterator[Finding]:
    ours, theirs = settings.whatsapp_api_version, account.answered_version.removeprefix("v")
    if theirs and theirs != ours:
        yield warning(
            "meta.version",
            f"Meta answers as version {theirs} of the Graph API, not {ours}.",
            "The version asked for has ended; the shape of messages may change unnoticed.",
            "Update mostrador, which brings a tested version, or set WHATSAPP_API_VERSION.",
        )
    else:
        yield ok("meta.version", f"Graph API {ours}.")


def _token(token: Json, patient: Patient) -> Iterator[Finding]:
    if not token:
        return
    lacks = [scope for scope in NEEDED if scope not in (token.get("scopes") or NEEDED)]
    ends = int(token.get("expires_at") or 0)
    if lacks:
        yield problem(
            "meta.token",
            f"WHATSAPP_TOKEN lacks the permission {', '.join(lacks)}.",
            "Sending, or reading of media and templates, is refused.",
            RENEW,
        )
    elif ends and datetime.fromtimestamp(ends, UTC) - patient.now() < SOON:
        yield warning(
            "meta.token",
            f"WHATSAPP_TOKEN ends on {datetime.fromtimestamp(ends, UTC):%Y-%m-%d %H:%M} UTC.",
            "From then on nothing can be sent to customers.",
            RENEW,
        )
    else:
        yield ok("meta.token", "The token is valid" + ("." if ends else " and does not end."))


def _secret(settings: Settings, account: Account) -> Iterator[Finding]:
    try:
        fits = [account.secret_fits(secret) for secret in settings.app_secrets]
    except (AccountRefused, AccountAway) as error:
        yield ok("meta.secret", f"Whether the app's secret fits could not be asked ({error}).")
        return
    if any(fits):
        yield ok("meta.secret", "WHATSAPP_APP_SECRET is the secret of the token's app.")
    else:
        yield problem(
            "meta.secret",
            "WHATSAPP_APP_SECRET is not the secret of the token's app.",
            "Every webhook of Meta's is refused as wrongly signed: no message gets in.",
            "Copy App settings > Basic > App secret of the same app into WHATSAPP_APP_SECRET and "
            "restart web.",
        )
