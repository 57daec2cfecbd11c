"""Stage `out`: what an agent, bot or person, wrote in the room goes to WhatsApp, once."""

from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog

from brain import (
    customers,
    delivery,
    pacing,
    restored,
    reworded,
    room_sweep,
    template_list,
    tickets,
    work,
)
from brain.errors import Failure
from brain.models import Customer, Send, database, one
from brain.pacing import Throughput
from brain.rocketchat.account import Refused
from brain.rocketchat.rooms import RELAYED, Serving
from brain.services import PASSING, Services
from brain.wording import say
from brain.work import Task
from whatsapp import window
from whatsapp.failures import unsendable
from whatsapp.messages import Address, Choice, split_text, takes_caption
from whatsapp.outgoing import SendFailed, WhatsApp
from whatsapp.wording import failure_reason

log = structlog.get_logger()

Sending = Callable[[str], str]  # tracker -> wamid
WAITS_UNTOLD = 5  # tries that the agents hear nothing of: half a minute
NUMBER_PAUSE_SECONDS = 2.0
PAIR_LIMIT = 131056
TOO_LARGE = 413
LATEST_AFTER_PAIR_LIMIT = 64
QUEUED = f"{RELAYED}queued-"
LATE = timedelta(minutes=2)  # what waited longer is looked at again before it goes out

# On disk before it is tried: a worker's commits are lazy, this one must not be undone. It costs the
# customer a message of what WhatsApp allows; where nothing is left there is no row.
_INTEND = f"""
WITH durable AS (SELECT set_config('synchronous_commit', 'on', true)),
paid AS (
    UPDATE lease
    SET paid_until = interval '{pacing.SECONDS_A_MESSAGE} s' + CASE
        WHEN paid_until BETWEEN now() AND now() + {pacing.NEVER_AHEAD} THEN paid_until
        ELSE now() END
    WHERE customer_id = %(customer)s
      AND (paid_until IS NULL OR paid_until NOT BETWEEN
           now() + interval '{pacing.AHEAD_SECONDS + 1} s' AND now() + {pacing.NEVER_AHEAD})
      AND NOT EXISTS (SELECT FROM send WHERE tracker = %(tracker)s)
    RETURNING customer_id
)
INSERT INTO send (tracker, work_id, state, tries, intended_at)
SELECT %(tracker)s, %(work)s, 'intended', 1, now() FROM durable, paid
ON CONFLICT DO NOTHING RETURNING tracker
"""  # noqa: S608

_LATEST = """
SELECT payload ->> 'wamid' FROM work WHERE customer_id = %s AND stage = 'turn'
ORDER BY order_at DESC LIMIT 1
"""


@dataclass(frozen=True)
class Unsent(Exception):
    """A message that will never go out, with the reason in words for the agent."""

    reason: str
    code: int | None = None


def relay(task: Task, services: Services) -> None:
    """Send one room message to its customer, in as many parts as WhatsApp needs.

    An agent's words wait for earlier ones of which no event told: those are the next row then.

    Raises:
        Failure: WhatsApp did not take it yet; the same row is tried again.
    """
    if services.gap.covers(task.order_at):
        _leave_to_the_past(task, services)
        return
    if room_sweep.finds_earlier(task, services.rooms):
        return
    customer = customers.by_id(task.customer_id)
    try:
        _refuse_if_unreachable(customer)
        _refuse_if_shut(task, customer, services)
        _refuse_if_too_late(task, services)
        with ExitStack() as files:
            for number, send in enumerate(_parts(task, customer, services, files)):
                _send_once(f"{task.key}:{number}", task, send, services.throughput)
    except Unsent as unsent:
        delivery.tell_agent(task, unsent.reason)
        work.finish(task.id, state="failed", error=str(unsent.code))
        return
    _sent(task, services)
    _mark_read(task, services.whatsapp)


def _sent(task: Task, services: Services) -> None:
    if task.payload.get("author") != "agent":
        work.finish(task.id)
        return
    with database.atomic():
        tickets.answered(task.payload["room"], services.now())
        work.finish(task.id)
        reworded.tell_if_changed(task)


def _leave_to_the_past(task: Task, services: Services) -> None:
    """What was written before a restore the old system sent, as far as anybody can know."""
    with database.atomic():
        if task.payload.get("author") == "agent":
            restored.tell_agents(task, services.gap, services.settings.zone)
        work.finish(task.id, error="restored")


def _refuse_if_unreachable(customer: Customer) -> None:
    if not (customer.phone or customer.bsuid):
        raise Unsent(say("agent.no_address"))


def _refuse_if_shut(task: Task, customer: Customer, services: Services) -> None:
    if "template" in task.payload:
        return  # what may be sent at any time
    if customer.last_incoming_at and not window.is_open(customer.last_incoming_at, services.now()):
        raise Unsent(say("agent.window_closed"))


def _refuse_if_too_late(task: Task, services: Services) -> None:
    """What the bot said a while ago is not said into a conversation that people lead by now."""
    if task.payload.get("author") == "agent" or services.now() - task.order_at < LATE:
        return
    belongs = _said_to(task)
    if belongs and services.rooms.state(task.payload["room"]).serving is not belongs:
        raise Unsent(say("agent.too_late"))


def _said_to(task: Task) -> Serving | None:
    """Tell in which state of the room the words hold; None where they hold in any."""
    if task.payload.get("author") == "bot":
        return Serving.BOT
    return Serving.NOBODY if task.key.startswith(QUEUED) else None


def _parts(task: Task, customer: Customer, services: Services, files: ExitStack) -> list[Sending]:
    payload = task.payload
    to = Address(customer.bsuid, customer.phone)
    if payload.get("file"):
        return _file(payload, to, services, files)
    if payload.get("location"):
        texts = _texts(payload["text"], to, services.whatsapp)
        return [*texts, _location(payload, to, services)]
    if payload.get("template"):
        return [_template(payload["template"], to, services.whatsapp)]
    if payload.get("choices"):
        return [_choices(payload, to, services.whatsapp)]
    return _texts(payload["text"], to, services.whatsapp)


def _texts(text: str, to: Address, whatsapp: WhatsApp) -> list[Sending]:
    def sending(part: str) -> Sending:
        return lambda tracker: whatsapp.send_text(to, part, tracker)

    return [sending(part) for part in split_text(text)]


def _choices(payload: dict[str, Any], to: Address, whatsapp: WhatsApp) -> Sending:
    choices = {choice["id"]: Choice(**choice) for choice in payload["choices"]}
    return lambda tracker: whatsapp.send_choices(
        to, payload["text"], list(choices.values()), tracker
    )


def _location(payload: dict[str, Any], to: Address, services: Services) -> Sending:
    place = payload["location"]
    return lambda tracker: services.whatsapp.send_location(
        to, place["latitude"], place["longitude"], place["name"], place["address"], tracker
    )


def _template(asked: dict[str, Any], to: Address, whatsapp: WhatsApp) -> Sending:
    found = template_list.find(asked["name"], asked["language"])
    if found is None:
        raise Unsent(say("template.gone"))
    return lambda tracker: whatsapp.send_template(to, found, asked["values"], tracker)


def _file(
    payload: dict[str, Any], to: Address, services: Services, files: ExitStack
) -> list[Sending]:
    file, words = payload["file"], payload.get("text") or ""
    folder = services.settings.var_dir / PASSING
    try:
        kept = files.enter_context(
            closing(services.rooms.file(payload["room"], file["url"], folder))
        )
    except Refused as refused:
        if refused.status == TOO_LARGE:
            raise Unsent(unsendable("file_too_large").reason) from refused
        raise Unsent(say("agent.file_lost")) from refused
    caption = words if takes_caption(file["type"]) else ""

    def send(tracker: str) -> str:
        return services.whatsapp.send_file(
            to, kept.body, file["type"], file["name"], caption, tracker
        )

    after = _texts(words, to, services.whatsapp) if words and not caption else []
    return [send, *after]


def _send_once(tracker: str, task: Task, send: Sending, throughput: Throughput) -> None:
    """Try a part unless it went out already; its intention is recorded before it is tried."""
    throughput.take()
    if not intend(tracker, task):
        _look_at_earlier_try(tracker, task)
        if _state(tracker) != "intended":
            return
    _try(tracker, task, send, throughput)


def intend(tracker: str, task: Task) -> bool:
    """Record that a part is about to be tried; False where it was, or where no more is allowed."""
    values = {"tracker": tracker, "work": task.id, "customer": task.customer_id}
    return database.execute_sql(_INTEND, values).fetchone() is not None


def _state(tracker: str) -> str:
    state: str = one("SELECT state FROM send WHERE tracker = %s", tracker)[0]
    return state


def _look_at_earlier_try(tracker: str, task: Task) -> None:
    """Return where the part was settled or may be repeated; raise where it waits or never goes."""
    send = Send.get_or_none(Send.tracker == tracker)
    if send is None:
        raise pacing.too_much(pacing.seconds_to_wait(task.customer_id))
    if send.state == "failed":
        raise Unsent(failure_reason(send.code), send.code)
    if send.state != "intended":
        return
    verdict = delivery.judge_unclear(tracker)
    if verdict is delivery.Unclear.WAIT:
        raise Failure("send unclear", after=timedelta(seconds=5))
    if verdict is delivery.Unclear.GIVE_UP:
        delivery.settle_as(tracker, "unclear")
        raise Failure("send unclear", permanent=True)


def _try(tracker: str, task: Task, send: Sending, throughput: Throughput) -> None:
    try:
        wamid = send(tracker)
    except SendFailed as failed:
        if failed.number_wide:
            throughput.pause(failed.retry_after or NUMBER_PAUSE_SECONDS)
        _failed(tracker, task, failed)
        return
    database.execute_sql(
        """UPDATE send SET wamid = %s, settled_at = now(),
               state = CASE WHEN state = 'intended' THEN 'sent' ELSE state END
           WHERE tracker = %s""",
        (wamid, tracker),
    )
    log.info("sent", work=task.id, stage=task.stage, tries=task.attempts + 1)


def _failed(tracker: str, task: Task, failed: SendFailed) -> None:
    if failed.unclear:
        raise Failure("send unclear", after=timedelta(seconds=5)) from failed
    if failed.permanent:
        delivery.settle_as(tracker, "failed", failed.code)
        raise Unsent(failed.reason, failed.code) from failed
    Send.delete().where(Send.tracker == tracker, Send.state == "intended").execute()
    if failed.account or task.attempts >= WAITS_UNTOLD:
        delivery.tell_waiting(task, failed.reason)
    raise Failure(f"send failed: {failed.code}", after=_after(failed, task)) from failed


def _after(failed: SendFailed, task: Task) -> timedelta | None:
    """Tell when to try again: as WhatsApp says, to one customer ever later, else doubling."""
    if failed.code == PAIR_LIMIT:
        return timedelta(seconds=min(4 ** (task.attempts + 1), LATEST_AFTER_PAIR_LIMIT))
    return timedelta(seconds=failed.retry_after) if failed.retry_after else None


def _mark_read(task: Task, whatsapp: WhatsApp) -> None:
    """Show the customer that he was read; nothing depends on it, so a failure is let go."""
    read = task.payload.get("read") or (one(_LATEST, task.customer_id) or [None])[0]
    if read:
        try:
            whatsapp.mark_read(read, typing=False)
        except SendFailed as failed:
            log.info("read.not_marked", code=failed.code)
