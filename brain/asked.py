"""What the app asks on behalf of a person: signed, answered at once, from rows. See protocol.md."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import structlog
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from brain import event_shape
from brain.answers import Answers, NotFound
from brain.asker import Asker, asker_of
from brain.errors import Failure
from brain.models import Room
from brain.rocketchat import signing
from brain.rocketchat.rooms import Rooms

log = structlog.get_logger()

Json = dict[str, Any]
FOR_ADMINS = {"decision", "mark-error"}


class NotAllowed(Exception):
    """Who asks may not know."""


def create_blueprint(
    secrets: list[str],
    connection: Callable[[], AbstractContextManager[Any]],
    rooms: Rooms,
    answers: Answers,
) -> Blueprint:
    """Return the door for the app's questions.

    Args:
        secrets: BRIDGE_SECRET, the one in use and those that are being replaced.
        connection: opens a database connection for the length of a request.
    """
    blueprint = Blueprint("asked", __name__)
    kinds: dict[str, Callable[[Json], Json]] = {
        "summary": answers.summary,
        "ticket-form": answers.ticket_form,
        "templates": answers.templates,
        "decision": answers.decision,
        "mark-error": answers.mark_error,
    }

    @blueprint.post("/rocketchat/ask")
    def ask() -> ResponseReturnValue:
        raw = request.get_data()
        verdict = signing.check(secrets, request.headers, raw)
        if verdict is not signing.Verdict.GOOD:
            return {"error": f"signature {verdict.name.lower()}"}, verdict.value
        question = event_shape.read_question(raw)
        if question is None or question["ask"] not in kinds:
            return {"error": "not a question: see docs/protocol.md"}, 400
        with connection():
            return _answer(question, kinds[question["ask"]], rooms)

    return blueprint


def _answer(question: Json, kind: Callable[[Json], Json], rooms: Rooms) -> ResponseReturnValue:
    try:
        _admit(asker_of(question["user"]), question, rooms)
        return {"answer": kind(question)}, 200
    except NotAllowed:
        log.info("ask.refused", kind=question["ask"], room=question["room"])
        return {"error": "not-allowed"}, 403
    except NotFound as missing:
        return {"error": missing.what}, 404
    except Failure as failure:
        log.warning("ask.failed", kind=question["ask"], reason=failure.reason)
        return {"error": "rocketchat-away"}, 503


def _admit(asker: Asker, question: Json, rooms: Rooms) -> None:
    if not Room.select().where(Room.id == question["room"]).exists():
        raise NotFound("not-found")
    if question["ask"] in FOR_ADMINS and not asker.is_admin:
        raise NotAllowed
    if not asker.is_agent or not asker.sees(rooms.state(question["room"]), rooms.agents_of):
        raise NotAllowed
