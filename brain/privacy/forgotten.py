"""What webhooks still tell of somebody who was erased: known by its hash, and thrown away."""

from collections.abc import Sequence

from brain.models import database

# Of an item's UNIQUE key; the id of a message holds chance enough that nobody guesses it.
DIGEST = "sha256(convert_to(concat_ws(E'\\n', phone_number_id, key, status), 'UTF8'))"
KEPT = "30 days"  # Meta repeats for seven

# Statuses come for as long as somebody has not read: of messages that nobody here sent, to somebody
# whom nobody here knows.
_STRANGERS = """
DELETE FROM webhook_item item WHERE id = ANY(%s) AND kind = 'status'
  AND NOT EXISTS (SELECT FROM send WHERE wamid = item.key)
  AND NOT EXISTS (SELECT FROM send
      WHERE tracker = item.payload #>> '{status,biz_opaque_callback_data}')
  AND NOT EXISTS (SELECT FROM customer WHERE item.sender IN (bsuid, phone))
"""
_TIDY = f"DELETE FROM forgotten_item WHERE at < now() - interval '{KEPT}'"  # noqa: S608


def throw_away(item_ids: Sequence[int]) -> None:
    """Delete what was told again of somebody who was erased."""
    if item_ids:
        database.execute_sql("DELETE FROM webhook_item WHERE id = ANY(%s)", (list(item_ids),))


def throw_away_statuses_of_strangers(item_ids: Sequence[int]) -> None:
    """Delete the statuses among these that tell of nobody and nothing that is known here."""
    if item_ids:
        database.execute_sql(_STRANGERS, (list(item_ids),))


def tidy() -> None:
    """Forget the hashes of what nobody repeats any more."""
    database.execute_sql(_TIDY)
