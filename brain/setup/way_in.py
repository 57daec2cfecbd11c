"""The part of `setup` that depends on the app: how words come in and events come out.

Where the app is enabled it does both. Where the licence forbids it, Omnichannel's own webhook tells
of rooms, and words enter by routes that the server's API rate limiter counts.
"""

from collections.abc import Callable
from functools import partial

from brain.rocketchat import omnichannel
from brain.rocketchat.account import Account
from brain.settings import Settings
from brain.setup import app
from brain.setup.changes import Change, Found, Note
from brain.setup.workspace import read, setting

# What the webhook is to tell; our visitors' own words we know already.
TOLD = (
    "Livechat_webhook_on_agent_message",
    "Livechat_webhook_on_chat_taken",
    "Livechat_webhook_on_forward",
    "Livechat_webhook_on_close",
)
LIMITER = "API_Enable_Rate_Limiter"
WEBHOOK = "Livechat_webhookUrl"
TOKEN = "Livechat_secret_token"  # noqa: S105  a setting's name
WITH_APP = "the app"
WITHOUT_APP = (
    "without the app, by REST and Omnichannel's webhook. Agents write !crear-ticket and "
    "!cerrar-ticket; nobody rescues conversations while the worker is down"
)
ON = (
    "ON: all customers together get no more than 10 messages a minute in; the others wait. "
    "Run this again with --yes-rate-limiter, or switch it off under Workspace > Settings > "
    "Rate Limiter > API Rate Limiter. It then counts nobody's calls to this workspace's API: "
    "let a proxy do that where the internet reaches it"
)


def _with_app(admin: Account) -> bool:
    """Tell whether the app runs, or will once a dry run's changes are made."""
    return app.runs(admin) or (app.installed(admin) is None and not app.licence_forbids(admin))


def told(admin: Account) -> Found:
    """Say plainly which way it is."""
    return [Note(WITH_APP if _with_app(admin) else WITHOUT_APP)]


def webhook(admin: Account, settings: Settings, brain_url: str) -> Found:
    """Find whether Omnichannel's webhook has to tell us, or no longer has to."""
    ours = brain_url.rstrip("/") + omnichannel.PATH
    found = read(admin, WEBHOOK)
    if _with_app(admin):  # what an earlier `setup` without the app installed is taken back
        return [*setting(admin, WEBHOOK, "")] if found == ours else [Note("not needed")]
    if found and not found.endswith(omnichannel.PATH):
        return [Note(_not_ours(found))]
    token = omnichannel.token_for(settings.bridge_secrets[0])
    changes: Found = [*setting(admin, TOKEN, token, secret=True)]
    changes += setting(admin, WEBHOOK, ours)
    changes += [change for name in TOLD for change in setting(admin, name, True)]
    return changes


def _not_ours(url: str) -> str:
    return (
        f"LEFT as it is, for it goes to somebody else ({url}). What agents write is found "
        f"by re-reading the rooms, up to 15 s later. To change that, empty {WEBHOOK} and "
        "run this again"
    )


def limiter(admin: Account, may_go: Callable[[], bool | None]) -> Found:
    """Find whether the rate limiter stands in the way; it goes only where the operator says so."""
    if _with_app(admin):
        return [Note("not in the way")]
    if not read(admin, LIMITER):
        return [Note("off, in order")]
    if not may_go():
        return [Note(ON)]
    lift = partial(admin.post, f"settings/{LIMITER}", value=False)
    return [Change("switch it off for the whole workspace, as you allowed", lift)]
