"""Wake-ups: jobs that say only "look". Losing, doubling or delaying one does no harm."""

from collections.abc import Iterable

from brain.models import database

QUEUE = "customers"

# The engine's own SQL function, so that the wake-up commits with the rows it speaks of.
JOB = "ROW('" + QUEUE + "', {task}, 0, NULL, NULL, {args}, NULL)::procrastinate_job_to_defer_v1"
DEFER = "SELECT procrastinate_defer_jobs_v1(array_agg({job})) FROM {source} HAVING count(*) > 0"

_DRAIN = DEFER.format(
    job=JOB.format(task="'drain'", args="jsonb_build_object('customer', c)"),
    source="unnest(%s::bigint[]) AS c",
)


def customers(ids: Iterable[int]) -> None:
    """Defer a look at each of these customers, in the caller's transaction."""
    wanted = sorted(set(ids))
    if wanted:
        database.execute_sql(_DRAIN, (wanted,))
