"""Omnichannel's webhook is believed by its token, and tells what the app's events tell."""

from datetime import UTC, datetime
from typing import Any

import pytest

from brain.rocketchat import omnichannel
from brain.rocketchat.omnichannel import events_in, is_ours, token_for

SECRET = "0123456789abcdef"
AT = "2026-11-22T10:00:00.000Z"
NOW = datetime(2026, 11, 22, 10, 5, tzinfo=UTC)
ROOM: dict[str, Any] = {
    "_id": "room1",
    "createdAt": AT,
    "lastMessageAt": AT,
    "visitor": {"_id": "v1", "token": "wa-12", "username": "wa-12"},
    "agent": {"_id": "a1", "username": "ventas.marta"},
}


def message(**changed: Any) -> dict[str, Any]:
    line = {"_id": "m1", "rid": "room1", "username": "ventas.marta", "agentId": "a1",
            "msg": "Buenas", "ts": AT}  # fmt: skip
    return ROOM | {"type": "Message", "messages": [line | changed]}


def test_only_the_token_made_from_the_secret_is_ours() -> None:
    assert is_ours([SECRET], token_for(SECRET))
    for given in (None, "", SECRET, token_for("another secret ..."), "ñ"):
        assert not is_ours([SECRET], given)


def test_the_token_tells_nothing_about_the_secret() -> None:
    assert SECRET not in token_for(SECRET)
    assert len(token_for(SECRET)) == 64


def test_an_agents_message_is_told_as_the_app_tells_it() -> None:
    (event,) = events_in(message(), "asistente", NOW)
    assert (event["event"], event["id"], event["room"]["id"]) == ("message", "m1", "room1")
    assert event["message"]["sender"] == {"username": "ventas.marta", "kind": "agent"}
    assert event["message"]["text"] == "Buenas"
    assert not event["message"]["edited"]


@pytest.mark.parametrize(
    ("changed", "kind"),
    [({"username": "asistente"}, "bot"), ({"agentId": None, "username": "wa-12"}, "visitor")],
)
def test_who_speaks_is_told(changed: dict[str, Any], kind: str) -> None:
    (event,) = events_in(message(**changed), "asistente", NOW)
    assert event["message"]["sender"]["kind"] == kind


def test_a_file_is_told_with_where_it_lies() -> None:
    file = {"_id": "f1", "name": "lista.pdf", "type": "application/pdf"}
    (event,) = events_in(message(file=file, msg=""), "asistente", NOW)
    assert event["message"]["file"]["url"] == "/file-upload/f1/lista.pdf"


def test_the_comment_of_a_closing_is_no_message() -> None:
    assert events_in(message(closingMessage=True), "asistente", NOW) == []


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("LivechatSessionTaken", "assigned"),
        ("LivechatSessionForwarded", "transferred"),
        ("LivechatSession", "closed"),
    ],
)
def test_what_happens_to_a_room_is_told(kind: str, name: str) -> None:
    (event,) = events_in(ROOM | {"type": kind, "messages": []}, "asistente", NOW)
    assert event["event"] == name
    assert event["room"]["servedBy"] == {"id": "a1", "username": "ventas.marta", "isBot": False}


def test_a_room_that_was_passed_on_was_so_just_now() -> None:
    (event,) = events_in(ROOM | {"type": "LivechatSessionForwarded"}, "asistente", NOW)
    assert event["ts"] == NOW.isoformat()


def test_the_bot_that_takes_a_room_is_no_person() -> None:
    body = ROOM | {"type": "LivechatSessionTaken", "agent": {"_id": "b", "username": "asistente"}}
    assert events_in(body, "asistente", NOW)[0]["room"]["servedBy"]["isBot"]


def test_the_servers_own_test_and_what_we_do_not_need_ask_for_nothing() -> None:
    sample = {"type": "LivechatSession", "_id": "x", "messages": [], "visitor": {}, "agent": {}}
    assert events_in(sample, "asistente", NOW) == []
    assert (
        events_in(ROOM | {"type": "LivechatSessionQueued", "messages": []}, "asistente", NOW) == []
    )


@pytest.mark.parametrize("body", [None, [], "text", {"visitor": "x"}, {"type": "Message"} | ROOM])
def test_what_is_none_of_omnichannels_is_told_apart(body: Any) -> None:
    with pytest.raises((KeyError, TypeError, AttributeError)):
        omnichannel.events_in(body, "asistente", NOW)
