"""The sweep over the rows: whatever is due and nobody holds is looked at."""

from itertools import zip_longest

from brain import customer_wrote
from brain.lease import FREE
from brain.models import every

# Rows of the last second are left to their own wake-up.
_FORGOTTEN = f"""
SELECT work.customer_id
FROM work LEFT JOIN lease ON lease.customer_id = work.customer_id
WHERE work.state = 'due' AND work.due_at < now() - interval '1 s'
  AND {FREE}
GROUP BY work.customer_id ORDER BY min(work.order_at) LIMIT 500
"""  # noqa: S608


def forgotten() -> list[str]:
    """Return what has to be looked at: customers with work nobody does, items nobody sorted.

    Who waits longest comes first.
    """
    touched = customer_wrote.sort_statuses()
    customers = dict.fromkeys([*(row[0] for row in every(_FORGOTTEN)), *sorted(touched)])
    items = customer_wrote.unsorted_since(seconds=1.0)
    named = [f"customer {one}" for one in customers], [f"item {one}" for one in items]
    return [one for pair in zip_longest(*named) for one in pair if one]
