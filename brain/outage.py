"""After an outage of Rocket.Chat nobody waits out a back-off: what it held up is tried at once."""

from brain.errors import Failure
from brain.models import database, one
from brain.rocketchat.either_door import Door

# Reasons that speak of an absence, as `Away` words them.
_HELD_UP = """state = 'due' AND due_at > now() + interval '1 s'
    AND (error LIKE 'rocketchat away%%' OR error LIKE 'rocketchat answered%%'
         OR error LIKE 'app away%%' OR error LIKE 'app answered%%')"""


def end_if_over(door: Door) -> bool:
    """Make due what waits for Rocket.Chat, if it is there again; return whether anything was."""
    if not one(f"SELECT EXISTS (SELECT FROM work WHERE {_HELD_UP})")[0]:  # noqa: S608
        return False
    try:
        door.health()
    except Failure:
        return False
    database.execute_sql(f"UPDATE work SET due_at = now() - interval '1 s' WHERE {_HELD_UP}")  # noqa: S608
    return True
