"""What an event has to be (docs/protocol.md), checked before anything is done with it.

Whoever signs may still be another version of the app: what is not an event is refused in words, and
what is one breaks nothing behind the door.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from brain.rocketchat.rooms import parse_time
from whatsapp.webhook import read_body


def _time(value: Any) -> Any:  # noqa: ANN401  text, or {"$date": milliseconds}
    try:
        parse_time(value)
    except (KeyError, TypeError, OverflowError, OSError) as error:
        raise ValueError("not a time") from error
    return value


Time = Annotated[Any, AfterValidator(_time)]
Id = Annotated[str, Field(min_length=1, max_length=512)]


class _Part(BaseModel):
    model_config = ConfigDict(strict=True)


class _User(_Part):
    username: str
    roles: list[str] | None = None


class _Visitor(_Part):
    token: str


class _Department(_Part):
    id: str | None = None


class _Room(_Part):
    id: Id
    visitor: _Visitor
    servedBy: _User | None = None  # noqa: N815  the protocol's name
    department: _Department | None = None


class _Sender(_Part):
    username: str
    kind: Literal["visitor", "bot", "agent"]


class _File(_Part):
    name: str
    url: str
    type: str | None = None


class _Message(_Part):
    id: Id
    ts: Time
    sender: _Sender
    text: str | None = None
    file: _File | None = None


class _Command(_Part):
    name: str
    args: list[str]
    user: _User
    ticket: Annotated[int, Field(ge=0, lt=10**18)] | None = None
    fields: dict[str, Any] | None = None
    at: str | None = None  # the room where it was asked for


class _Event(_Part):
    event: str
    id: Id
    ts: Time
    room: _Room


class _MessageEvent(_Event):
    message: _Message


class _CommandEvent(_Event):
    command: _Command


class _Question(_Part):
    ask: str
    room: Id
    user: _User
    message: str | None = None
    decision: Annotated[int, Field(ge=0, lt=10**18)] | None = None
    note: str | None = None


_OF: dict[str, type[_Event]] = {"message": _MessageEvent, "command": _CommandEvent}


def read(raw: bytes) -> dict[str, Any] | None:
    """Return the event that a body is, with nothing in it that a database cannot keep; or None."""
    try:
        event = read_body(raw)
    except (ValueError, RecursionError):
        return None
    return event if is_event(event) else None


def read_question(raw: bytes) -> dict[str, Any] | None:
    """Return the question that a body is, as `read` does an event; or None."""
    try:
        question = read_body(raw)
        _Question.model_validate(question)
    except (ValueError, RecursionError):
        return None
    return question


def is_event(event: Mapping[str, Any]) -> bool:
    """Tell whether something has all that its kind of event needs."""
    kind = event.get("event")
    if kind == "ping":
        return True
    try:
        _OF.get(kind if isinstance(kind, str) else "", _Event).model_validate(event)
    except ValidationError:
        return False
    return True
