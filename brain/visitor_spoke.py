"""Stage `in`: what the customer wrote enters the room; the turn that answers it is due."""

from contextlib import closing, nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import Any

import peewee
import structlog

from brain import customers, flood, opinion, satisfaction, work
from brain.errors import Failure
from brain.mind.fragments import is_fragment
from brain.models import Customer, Room, database
from brain.rocketchat.account import Refused
from brain.rocketchat.door import Entered, File, Stumbled, Visitor, VisitorMessage
from brain.rocketchat.visitor_files import DOOR_LIMIT
from brain.services import Services
from brain.wording import say
from brain.work import Task
from whatsapp.incoming import Incoming, Media
from whatsapp.media import MediaRefused
from whatsapp.wording import kind_name

log = structlog.get_logger()

BURST_WAIT = timedelta(seconds=1.5)
LONGEST_BURST = timedelta(seconds=4)
MEDIA_TRIES = 8
FILE_TRIES = 5
SAID_WITHOUT_ASKING = frozenset({"reaction", "edit", "revoke", "system", "system_identity"})

_OPEN_ROOM = """
INSERT INTO room (id, customer_id) VALUES (%s, %s)
ON CONFLICT (id) DO UPDATE SET open = true, closed_at = NULL WHERE NOT room.open
"""


def enter_room(task: Task, services: Services) -> None:
    """Put one stored message into its customer's room.

    Raises:
        Failure: Rocket.Chat or Meta's media did not answer; the same row is tried again.
    """
    message = flood.read(task)
    if message.choice_id and satisfaction.is_answer(message.choice_id):
        opinion.keep(task, message.choice_id, services)
        return
    customer = customers.by_id(task.customer_id)
    file, text = _fetch(message, task, services)
    serve = "bot" if services.settings.in_pilot(customer.phone) else "people"
    said = VisitorMessage(message.wamid, _visitor(customer), text or None, file, serve)
    with closing(file.body) if file else nullcontext():
        entered = _enter(said, message.media, task, services)
    with database.atomic():
        owner = customers.still(customer.id)  # first, as when two become one: else each waits
        if work.finish(task.id):
            if owner == customer.id:
                _remember_room(owner, entered)
            else:
                customers.leave_rooms_of(customer, owner, entered.room_id)
            _make_turn_due(owner, message, text, entered)


def _enter(said: VisitorMessage, media: Media | None, task: Task, services: Services) -> Entered:
    """Put it into the room; a file that Rocket.Chat never takes becomes words that say so."""
    try:
        if said.file and said.file.size > DOOR_LIMIT:
            return _enter_with_large_file(said, said.file, services)
        return services.door.enter(said)
    except (Refused, Stumbled) as failure:
        if said.file is None or media is None or not _final(failure, task):
            raise
        log.warning("file.refused", work=task.id, reason=failure.reason)
    words = _lost(media, say("visitor.media_refused_reason"), said.text or "")
    told = replace(said, wamid=f"{said.wamid}:refused", text=words, file=None)
    return services.door.enter(told)


def _enter_with_large_file(said: VisitorMessage, file: File, services: Services) -> Entered:
    """The words enter by the door, which opens the room; the file follows by the upload."""
    words = said.text or say("visitor.large_file")
    entered = services.door.enter(replace(said, text=words, file=None))
    services.files.put(entered.room_id, said.visitor.token, file)
    return entered


def _final(failure: Failure, task: Task) -> bool:
    return failure.permanent or task.attempts >= FILE_TRIES


def _visitor(customer: Customer) -> Visitor:
    name = customer.name or customer.username or customer.phone or say("visitor.unnamed")
    return Visitor(customer.token, name, customer.phone, customer.username)


def _fetch(message: Incoming, task: Task, services: Services) -> tuple[File | None, str]:
    if message.media is None:
        return None, message.text
    try:
        return _download(message.wamid, message.media, services), message.text
    except MediaRefused as refused:
        if not refused.permanent and task.attempts < MEDIA_TRIES:
            raise Failure("media not downloaded") from refused
        log.warning("media.given_up", work=task.id, permanent=refused.permanent)
        reason = refused.reason or say("visitor.media_lost_reason")
        return None, _lost(message.media, reason, message.text)


def _download(wamid: str, media: Media, services: Services) -> File:
    found = services.media.download(media.id, media.kind, media.filename or "")
    named = f"{wamid.replace('/', '_')}-{found.filename}"
    return File(named, found.mime, found.body, found.size, "")  # the text carries the caption


def _lost(media: Media, reason: str, caption: str) -> str:
    kind = kind_name(media.kind) or media.kind
    return "\n".join(filter(None, [say("visitor.media_lost", kind=kind, reason=reason), caption]))


def _remember_room(customer_id: int, entered: Entered) -> None:
    """Note the room as the customer's open one; where it is new, the one before is closed."""
    if database.execute_sql(_OPEN_ROOM, (entered.room_id, customer_id)).rowcount:
        Room.update(open=False, closed_at=peewee.fn.now()).where(
            Room.customer == customer_id, Room.open, Room.id != entered.room_id
        ).execute()


def _make_turn_due(customer_id: int, message: Incoming, text: str, entered: Entered) -> None:
    if message.kind in SAID_WITHOUT_ASKING:
        work.note_done(customer_id, "turn", entered.message_id, entered.at)
        return
    pending = work.pending(customer_id, "turn")
    waiting = [part for part in pending if part.key != entered.message_id]
    delay, key, payload = _wait(message, text, waiting), entered.message_id, _said(message, text)
    payload |= {"room": entered.room_id, "serving": entered.serving.value}
    work.add(customer_id, "turn", key, payload, entered.at, delay, known_better=True)
    if waiting:
        work.reschedule(customer_id, "turn", delay)


def _said(message: Incoming, text: str) -> dict[str, Any]:
    return {
        "text": text,
        "words": message.words or text,
        "wamid": message.wamid,
        "kind": message.kind,
        "choice_id": message.choice_id,
        "has_media": message.media is not None,
    }


def _wait(message: Incoming, text: str, waiting: list[Task]) -> timedelta:
    """A burst is one turn: a fragment waits for the rest, a complete message does not."""
    if message.choice_id or text.rstrip().endswith("?"):
        return timedelta()
    if waiting and waiting[0].wait < -LONGEST_BURST.total_seconds():
        return timedelta()
    is_part = bool(waiting) or message.media is not None or is_fragment(text)
    return BURST_WAIT if is_part else timedelta()
