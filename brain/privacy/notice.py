"""The notice on privacy: at the end of the first words a customer hears from the store, once."""

from typing import Any

from brain.models import database, one
from brain.settings import Settings
from brain.wording import say


def added_to(action: dict[str, Any], customer_id: int, settings: Settings) -> dict[str, Any]:
    """Return an action whose text carries the notice, where this customer never got it.

    It goes with the answer: a message of its own would disturb, and Meta counts each.
    """
    if not settings.privacy_notice or "text" not in action or _was_told(customer_id):
        return action
    text = "\n\n".join(filter(None, [action["text"], words(settings)]))
    return action | {"text": text, "privacy": True}


def words(settings: Settings) -> str:
    """Return the notice, with the address of the store's own policy where there is one."""
    if settings.privacy_url:
        return say("privacy.notice_with_link", link=settings.privacy_url)
    return say("privacy.notice")


def left_out(text: str) -> str:
    """Return a text as agents read it in a summary: what was answered, without the notice."""
    return _apart(text)[0] or text


def behind(first: str, words: str) -> str:
    """Return two texts as one, with the notice of the first at the end of both."""
    answer, notice = _apart(first)
    return "\n\n".join(filter(None, [answer, words, notice]))


def _apart(text: str) -> tuple[str, str]:
    beginnings = tuple(say(f"privacy.{key}", link="") for key in ("notice", "notice_with_link"))
    parts = text.split("\n\n")
    kept = [part for part in parts if not part.startswith(beginnings)]
    return "\n\n".join(kept), "\n\n".join(part for part in parts if part not in kept)


def told(action: dict[str, Any], customer_id: int) -> None:
    """Remember that the notice stands in the room and goes out."""
    if action.get("privacy"):
        database.execute_sql(
            "UPDATE customer SET privacy_told_at = now() WHERE id = %s", (customer_id,)
        )


def _was_told(customer_id: int) -> bool:
    return bool(one("SELECT privacy_told_at FROM customer WHERE id = %s", customer_id)[0])
