"""The processes: alive, and keeping up with what is due."""

from collections.abc import Iterator

import requests

from brain.clock import APPOINTMENTS
from brain.doctor.finding import Finding, ok, problem, warning
from brain.doctor.patient import Patient
from brain.health import ALIVE_WITHIN_SECONDS
from brain.models import every, one

TICKS_MISSED = 4
LATE_SECONDS = 60
UNITS = "(systemd: `systemctl status mostrador-{name}`, `journalctl -u mostrador-{name}`)"

_WORKERS = "SELECT count(*) FROM process WHERE name LIKE 'worker:%%' AND beat_at > %s"
_TICK = "SELECT max(tick) FROM tick WHERE task = %s"
_LATE = """SELECT stage, count(*), max(attempts), extract(epoch FROM now() - min(created_at))::int
FROM work WHERE state = 'due' AND created_at < now() - make_interval(secs => %s)
GROUP BY stage ORDER BY stage"""
_UNSORTED = """SELECT count(*) FROM webhook_item
WHERE sorted_at IS NULL AND kind <> 'status' AND received_at < now() - make_interval(secs => %s)"""


def look_at_web(patient: Patient) -> Iterator[Finding]:
    """Look at the web process."""
    yield _web(patient)


def look(patient: Patient) -> Iterator[Finding]:
    """Look at worker and clock, and at what waits for them."""
    yield _worker(patient)
    yield _clock(patient)
    yield from _backlog()


def _web(patient: Patient) -> Finding:
    url = f"http://127.0.0.1:{patient.settings.port}/health/live"
    try:
        alive = requests.get(url, timeout=5).ok
    except requests.RequestException:
        alive = False
    if alive:
        return ok("process.web", f"web answers on port {patient.settings.port}.")
    return problem(
        "process.web",
        f"web does not answer on port {patient.settings.port} of this machine.",
        "Meta's webhooks and Rocket.Chat's events find nobody; Meta repeats for up to 7 days.",
        f"Start it (`python -m brain web`) or read its log {UNITS.format(name='web')}.",
    )


def _worker(patient: Patient) -> Finding:
    since = patient.now().timestamp() - ALIVE_WITHIN_SECONDS
    alive = one(_WORKERS.replace("> %s", "> to_timestamp(%s)"), since)[0]
    if alive:
        return ok("process.worker", f"{alive} worker(s) alive.")
    return problem(
        "process.worker",
        f"No worker gave a sign of life for {ALIVE_WITHIN_SECONDS} s.",
        "Messages are stored and nobody answers them; what agents write stays in the room.",
        f"Start it (`python -m brain worker`) or read its log {UNITS.format(name='worker')}.",
    )


def _clock(patient: Patient) -> Finding:
    task = APPOINTMENTS[0]
    last = one(_TICK, task.task)[0]
    now = int(patient.now().timestamp() // task.every)
    if last is not None and now - last <= TICKS_MISSED:
        return ok("process.clock", "The clock ticks.")
    since = "has never ticked" if last is None else f"has been silent for {_ago(now - last, task)}"
    return problem(
        "process.clock",
        f"The clock {since}.",
        "Lost events are not found again, reminders and old rows stay.",
        f"Start it (`python -m brain clock`) or read its log {UNITS.format(name='clock')}.",
    )


def _ago(ticks: int, task: object) -> str:
    seconds = ticks * int(getattr(task, "every", 1))
    return f"{seconds} s" if seconds < 600 else f"{seconds // 60} minutes"


def _backlog() -> Iterator[Finding]:
    late = every(_LATE, LATE_SECONDS)
    unsorted = one(_UNSORTED, LATE_SECONDS)[0]
    if not late and not unsorted:
        yield ok("process.backlog", "Nothing waits.")
    for stage, count, attempts, seconds in late:
        yield warning(
            "process.backlog",
            f"{count} row(s) of stage `{stage}` wait, the oldest for {seconds // 60 + 1} minutes, "
            f"tried up to {attempts} times.",
            "Customers or agents wait for what these rows carry.",
            "The worker's log names the reason: look for `step.failed`.",
        )
    if unsorted:
        yield warning(
            "process.backlog",
            f"{unsorted} webhook item(s) of Meta's were not sorted for more than a minute.",
            "They are customers' messages that nobody has looked at.",
            "Is a worker alive? Its log names the reason: look for `sort`.",
        )
