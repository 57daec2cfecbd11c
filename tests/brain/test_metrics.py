"""What is counted for Prometheus."""

from psycopg.types.json import Jsonb

from brain import metrics
from brain.database import Database


def test_calls_of_the_model_are_counted_by_what_came_of_them(
    database: Database, customer: int
) -> None:
    for place, outcomes in enumerate((("late", "ok"), ("refused: no JSON",), ())):
        calls = [{"model": "m", "for": "choice", "outcome": each, "ms": 1.0} for each in outcomes]
        database.execute_sql(
            """INSERT INTO decision (customer_id, room_id, reply_id, action, outcome, state, data)
               VALUES (%s, 'r', %s, 'Answer', 'done', '{}', %s)""",
            (customer, f"b-{place}", Jsonb({"model_calls": calls})),
        )
    told = metrics.render().decode()
    for outcome in ("late", "ok", "refused"):
        assert f'mostrador_model_calls{{outcome="{outcome}"}} 1.0' in told
