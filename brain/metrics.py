"""Figures for Prometheus: what lies in the tables, counted when somebody asks."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from brain.models import database, every

_GAUGES = {
    "mostrador_work_due": (
        "Rows to be done, by stage",
        """SELECT stage, count(*) FROM work
           WHERE state = 'due' AND (due_at <= now() OR attempts > 0) GROUP BY stage""",
        "stage",
    ),
    "mostrador_work_oldest_seconds": (
        "Age of the oldest row that is due now, by stage",
        """SELECT stage, extract(epoch FROM now() - min(due_at))::float FROM work
           WHERE state = 'due' AND due_at <= now() GROUP BY stage""",
        "stage",
    ),
    "mostrador_webhook_unsorted": (
        "Webhook items stored and not yet sorted, by kind",
        "SELECT kind, count(*) FROM webhook_item WHERE sorted_at IS NULL GROUP BY kind",
        "kind",
    ),
    "mostrador_sends": (
        "WhatsApp messages of the last 24 hours, by state",
        """SELECT state, count(*) FROM send
           WHERE intended_at > now() - interval '1 day' GROUP BY state""",
        "state",
    ),
    "mostrador_decisions": (
        "Turns of the last 24 hours, by action",
        """SELECT action, count(*) FROM decision
           WHERE created_at > now() - interval '1 day' GROUP BY action""",
        "action",
    ),
    "mostrador_model_calls": (
        "Calls of the language model in the last 24 hours, by what came of them",
        """SELECT split_part(call ->> 'outcome', ':', 1) AS outcome, count(*)
           FROM decision, jsonb_array_elements(data -> 'model_calls') call
           WHERE created_at > now() - interval '1 day' GROUP BY 1""",
        "outcome",
    ),
    "mostrador_tickets": (
        "Tickets, by status",
        "SELECT status, count(*) FROM ticket GROUP BY status",
        "status",
    ),
}


class Tables(Collector):
    """Counts rows at the moment of the scrape."""

    def collect(self) -> Iterator[Metric]:
        """Yield one gauge for each query."""
        with database.connection_context():
            for name, (help_text, sql, label) in _GAUGES.items():
                gauge = GaugeMetricFamily(name, help_text, labels=[label])
                for value, count in every(sql):
                    gauge.add_metric([value], count)
                yield gauge


def render() -> bytes:
    """Return all figures in Prometheus's text format."""
    registry = CollectorRegistry()
    registry.register(Tables())
    return generate_latest(registry)
