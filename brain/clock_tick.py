"""Ticks of the clock: a row each, so that two clocks and many workers do each thing once."""

from brain.models import database
from brain.wake import CHANNEL

# A tick that was claimed in the future is another hour's: the machine's clock was set back.
_TICK = f"""
WITH new AS (
    INSERT INTO tick (task, tick) VALUES (%s, %s) ON CONFLICT (task, tick) DO UPDATE
    SET claimed_at = NULL WHERE tick.claimed_at > now() + interval '5 s' RETURNING task, tick
)
SELECT pg_notify('{CHANNEL}', 'task ' || task || ' ' || tick) FROM new
"""  # noqa: S608
_CLAIM = """
UPDATE tick SET claimed_at = now() WHERE task = %s AND tick = %s AND claimed_at IS NULL
"""


def tell(task: str, tick: int) -> None:
    """Have a task done by one of the workers, unless another clock told them of this tick."""
    database.execute_sql(_TICK, (task, tick))


def claim(task: str, tick: int) -> bool:
    """Take a tick's task upon oneself; False where another worker has it."""
    return bool(database.execute_sql(_CLAIM, (task, tick)).rowcount == 1)
