"""The part of `setup` that depends on the app: how words come in and events come out.

Where the app is enabled it does both. Where the licence forbids it, Omnichannel's own webhook tells
of rooms, and words enter by routes that the server's API rate limiter counts.
"""

from collections.abc import Callable
from typing import Any

from brain.rocketchat import omnichannel
from brain.rocketchat.account import Account
from brain.settings import Settings

# What the webhook is to tell; our visitors' own words we know already.
TOLD = (
    "Livechat_webhook_on_agent_message",
    "Livechat_webhook_on_chat_taken",
    "Livechat_webhook_on_forward",
    "Livechat_webhook_on_close",
)
LIMITER = "API_Enable_Rate_Limiter"
WEBHOOK = "Livechat_webhookUrl"
WITHOUT_APP = (
    "without the app, by REST and Omnichannel's webhook. Agents write !crear-ticket and "
    "!cerrar-ticket; nobody rescues conversations while the worker is down"
)


def arrange(
    admin: Account,
    settings: Settings,
    brain_url: str,
    say: Callable[[str], None],
    *,
    with_app: bool,
    limiter_may_go: bool,
) -> None:
    """Arrange the way in that is possible, and say plainly which it is.

    Args:
        limiter_may_go: the API rate limiter may be switched off for the whole workspace.
    """
    if with_app:
        _leave_webhook(admin, brain_url)
        say("way in: the app")
        return
    say(f"way in: {WITHOUT_APP}")
    say(f"webhook: {_take_webhook(admin, settings, brain_url)}")
    say(f"rate limiter: {_lift_limiter(admin, limiter_may_go)}")


def _take_webhook(admin: Account, settings: Settings, brain_url: str) -> str:
    ours = brain_url.rstrip("/") + omnichannel.PATH
    found = _get(admin, WEBHOOK)
    if found and not found.endswith(omnichannel.PATH):
        return (
            f"LEFT as it is, for it goes to somebody else ({found}). What agents write is found "
            f"by re-reading the rooms, up to 15 s later. To change that, empty {WEBHOOK} and "
            "run this again"
        )
    token = omnichannel.token_for(settings.bridge_secret.get_secret_value())
    wanted = {"Livechat_secret_token": token, WEBHOOK: ours} | dict.fromkeys(TOLD, True)
    changed = [name for name, value in wanted.items() if _change(admin, name, value)]
    return f"tells {ours}" if changed else "in order"


def _leave_webhook(admin: Account, brain_url: str) -> None:
    """What an earlier `setup` without the app installed is taken back."""
    if _get(admin, WEBHOOK) == brain_url.rstrip("/") + omnichannel.PATH:
        _change(admin, WEBHOOK, "")


def _lift_limiter(admin: Account, may_go: bool) -> str:
    if not _get(admin, LIMITER):
        return "off, in order"
    if may_go:
        _change(admin, LIMITER, False)
        return "switched off, as you allowed"
    return (
        "ON: all customers together get no more than 10 messages a minute in; the others wait. "
        "Run this again with --yes-rate-limiter, or switch it off under Workspace > Settings > "
        "Rate Limiter > API Rate Limiter. It then counts nobody's calls to this workspace's API: "
        "let a proxy do that where the internet reaches it"
    )


def _get(admin: Account, name: str) -> Any:  # noqa: ANN401  a setting is text, number or truth
    return admin.get(f"settings/{name}").get("value")


def _change(admin: Account, name: str, wanted: object) -> bool:
    if _get(admin, name) == wanted:
        return False
    admin.post(f"settings/{name}", value=wanted)
    return True
