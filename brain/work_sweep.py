"""The sweep over the rows: whatever is due and nobody holds gets a wake-up."""

from brain import customer_wrote, wake
from brain.models import database, every

# Rows of the last second are left to their own wake-up. A customer with a job waiting is not
# woken again, so that a backlog is not made longer by looking at it.
_FORGOTTEN = """
SELECT work.customer_id
FROM work LEFT JOIN lease ON lease.customer_id = work.customer_id
WHERE work.state = 'due' AND work.due_at < now() - interval '1 s'
  AND (lease.until IS NULL OR lease.until < now())
  AND NOT EXISTS (
      SELECT FROM procrastinate_jobs job
      WHERE job.status = 'todo' AND job.task_name = 'drain'
        AND job.args = jsonb_build_object('customer', work.customer_id))
GROUP BY work.customer_id ORDER BY min(work.order_at) LIMIT 500
"""
_RECEIVE = wake.DEFER.format(
    job=wake.JOB.format(task="'receive'", args="jsonb_build_object('item', item)"),
    source="unnest(%s::bigint[]) AS item",
)


def wake_the_forgotten() -> int:
    """Wake customers with due work that nobody does, sort what nobody sorted; return how many."""
    items = customer_wrote.unsorted_since(seconds=1.0)
    if items:
        database.execute_sql(_RECEIVE, (items,))
    touched = customer_wrote.sort_statuses()
    found = touched | {row[0] for row in every(_FORGOTTEN)}
    wake.customers(found)
    return len(found) + len(items)
