"""The templates that may be sent after 24 hours of a customer's silence."""

from collections.abc import Iterator, Sequence

from brain.doctor.finding import Finding, ok, problem, warning
from brain.settings import Settings
from whatsapp.account import Account, AccountAway, AccountRefused, Json

WHY = "24 hours after a customer's last message WhatsApp takes nothing else: agents cannot write."


def look(settings: Settings, account: Account, owned: Sequence[str]) -> Iterator[Finding]:
    """Look whether there are any.

    Args:
        owned: ids of the WhatsApp accounts that the token may manage.
    """
    wanted = settings.whatsapp_business_id
    if not wanted:
        which = f" Meta names {', '.join(owned)}." if owned else ""
        yield warning(
            "meta.templates",
            "WHATSAPP_BUSINESS_ID is not set, so no templates are known.",
            WHY,
            f"Set it to the id under WhatsApp > API Setup.{which} Restart the worker.",
        )
        return
    try:
        found = account.templates(wanted)
    except (AccountRefused, AccountAway) as error:
        yield problem(
            "meta.templates",
            f"The templates of the WhatsApp account {wanted} cannot be read: {error}.",
            WHY,
            "Compare WHATSAPP_BUSINESS_ID with WhatsApp > API Setup; the token's user needs that "
            "account, and `whatsapp_business_management`.",
        )
        return
    yield _counted(found)


def _counted(found: Sequence[Json]) -> Finding:
    approved = [one for one in found if one.get("status") == "APPROVED"]
    if approved:
        return ok("meta.templates", f"{len(approved)} of {len(found)} templates are approved.")
    return warning(
        "meta.templates",
        f"None of {len(found)} templates is approved.",
        WHY,
        "Under WhatsApp Manager > Message templates make one, such as a follow-up in Spanish.",
    )
