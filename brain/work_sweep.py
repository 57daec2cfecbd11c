"""The sweep over the rows: whatever is due and nobody holds is looked at."""

from brain import customer_wrote
from brain.models import every

# Rows of the last second are left to their own wake-up.
_FORGOTTEN = """
SELECT work.customer_id
FROM work LEFT JOIN lease ON lease.customer_id = work.customer_id
WHERE work.state = 'due' AND work.due_at < now() - interval '1 s'
  AND (lease.until IS NULL OR lease.until < now())
GROUP BY work.customer_id ORDER BY min(work.order_at) LIMIT 500
"""


def forgotten() -> list[str]:
    """Return what has to be looked at: items nobody sorted, customers with work nobody does."""
    items = [f"item {item}" for item in customer_wrote.unsorted_since(seconds=1.0)]
    touched = customer_wrote.sort_statuses() | {row[0] for row in every(_FORGOTTEN)}
    return items + [f"customer {customer}" for customer in sorted(touched)]
