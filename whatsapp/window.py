"""The 24 hours after a customer's last message in which anything may be sent.

Source: https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages
"""

from datetime import datetime, timedelta

LENGTH = timedelta(hours=24)


def closes_at(last_incoming_at: datetime) -> datetime:
    """Return when only templates go out, unless the customer writes again."""
    return last_incoming_at + LENGTH


def is_open(last_incoming_at: datetime | None, now: datetime) -> bool:
    """Say whether a free-form message still goes out."""
    return last_incoming_at is not None and now < closes_at(last_incoming_at)
