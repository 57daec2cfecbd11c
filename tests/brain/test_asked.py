"""Questions of the app: signed, for those who may know, answered from rows."""

import json
import time
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import peewee
import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from psycopg.types.json import Jsonb

from brain import asked, decisions_marked, template_list, tickets, work
from brain.answers import Answers
from brain.models import Customer, Decision, DecisionMark, Department, Room, every
from brain.rocketchat import signing
from brain.rocketchat.rooms import RoomState, Serving
from brain.wording import say
from whatsapp.templates import Parameter, Template

SECRET = "the bridge's secret"
NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
MARTA = {"id": "m", "username": "ventas.marta", "roles": ["livechat-agent"]}
PEDRO = {"id": "p", "username": "contabilidad.pedro", "roles": ["livechat-agent"]}
ADMIN = {"id": "a", "username": "admin", "roles": ["admin"]}


class MartasRoom:
    """A Rocket.Chat in which Marta serves every room."""

    def state(self, room_id: str) -> RoomState:
        return RoomState(room_id, Serving.PERSON, "ventas.marta", "d1")

    def agents_of(self, department_id: str) -> set[str]:
        return {"ventas.marta"}


@pytest.fixture
def client(customer: int) -> FlaskClient:
    Room.insert(id="r1", customer=customer, opened_at=NOW).execute()
    app = Flask("test")
    answers = Answers(ZoneInfo("America/Santo_Domingo"), lambda: NOW)
    rooms: Any = MartasRoom()
    app.register_blueprint(asked.create_blueprint([SECRET], nullcontext, rooms, answers))
    return app.test_client()


def ask(client: FlaskClient, secret: str = SECRET, **question: Any) -> tuple[int, dict[str, Any]]:
    body = json.dumps({"room": "r1", "user": MARTA} | question).encode()
    at = str(int(time.time()))
    headers = {signing.TIMESTAMP: at, signing.SIGNATURE: signing.sign(secret, at, body)}
    answer = client.post("/rocketchat/ask", data=body, headers=headers)
    return answer.status_code, answer.get_json()


ODD: dict[str, dict[str, Any]] = {
    "no text": {"ask": ["summary"]},
    "no room": {"room": None},
    "a room that is none": {"room": {"id": "r1"}},
    "nobody": {"user": None},
    "a name that is none": {"user": {"username": {}, "roles": ["admin"]}},
    "roles that are none": {"user": {"username": "x", "roles": [{}]}},
    "a message that is none": {"ask": "decision", "user": ADMIN, "message": {"id": 1}},
    "a decision that no column holds": {"ask": "mark-error", "user": ADMIN, "decision": 10**30},
    "a decision that is none": {"ask": "mark-error", "user": ADMIN, "decision": "1; DROP"},
    "a note that is none": {"ask": "mark-error", "user": ADMIN, "decision": 1, "note": {}},
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_no_question_is_refused_in_words(client: FlaskClient, name: str) -> None:
    assert ask(client, **({"ask": "summary"} | ODD[name]))[0] == 400


def test_a_question_with_letters_that_no_database_keeps_is_answered(client: FlaskClient) -> None:
    assert ask(client, ask="summary", room="r\0\ud800")[0] == 404
    odd: dict[str, Any] = {"ask": "mark-error", "user": ADMIN, "decision": 1, "note": "a\0"}
    assert ask(client, **odd)[0] == 404


def decided(customer: int, reply_id: str, *answered: str) -> int:
    made = Decision.create(
        customer=customer,
        room_id="r1",
        reply_id=reply_id,
        action="Answer",
        outcome="done",
        state={},
        data={
            "message_ids": list(answered),
            "action": {"text": "RD$ 525.00"},
            "rows": [],
            "tier": 1,
        },
        created_at=peewee.fn.now(),
    )
    return int(made.id)


def test_a_question_that_is_not_signed_is_not_answered(client: FlaskClient) -> None:
    assert ask(client, secret="another one", ask="summary")[0] == 403
    assert client.post("/rocketchat/ask", data=b"{}").status_code == 401


@pytest.mark.parametrize("question", [{"ask": "drop"}, {"ask": "summary", "user": None}, {}])
def test_what_is_no_question_is_refused(client: FlaskClient, question: dict[str, Any]) -> None:
    assert ask(client, **question)[0] == 400


def test_an_agent_asks_about_the_own_rooms_only(client: FlaskClient) -> None:
    assert ask(client, ask="summary")[0] == 200
    assert ask(client, ask="summary", user=PEDRO) == (403, {"error": "not-allowed"})
    assert ask(client, ask="summary", user=MARTA | {"roles": ["user"]})[0] == 403
    assert ask(client, ask="summary", room="r2") == (404, {"error": "not-found"})


def test_decisions_are_for_administrators(client: FlaskClient, customer: int) -> None:
    number = decided(customer, "b-1", "m1")
    assert ask(client, ask="decision", message="b-1")[0] == 403
    assert ask(client, ask="mark-error", decision=number, note="x")[0] == 403
    assert DecisionMark.select().count() == 0


def test_a_decision_is_found_by_its_answer_by_what_it_answered_and_by_its_handoff(
    client: FlaskClient, customer: int
) -> None:
    first, second = decided(customer, "b-1", "m1", "m2"), decided(customer, "b-2", "m3")
    made = tickets.create(
        tickets.Request(f"decision-{first}", customer, "r1", "ventas", "T", "R", "O", "normal")
    )

    def behind(message: str | None) -> int:
        return int(ask(client, ask="decision", user=ADMIN, message=message)[1]["answer"]["id"])

    assert (behind("b-1"), behind("m2"), behind("m3"), behind(None)) == (
        *(first, first, second),
        second,
    )
    assert behind(f"c-handoff-{made.number}") == first
    nothing = ask(client, ask="decision", user=ADMIN, message="nobody's")
    assert nothing == (404, {"error": "no-decision"})


def test_a_decision_names_the_words_it_was_said_with(client: FlaskClient, customer: int) -> None:
    number = decided(customer, "b-1")
    words = {"prompt_version": "abc123", "prompts": {"system": "1@ffee", "answer": "7@0011"}}
    every("UPDATE decision SET data = data || %s WHERE id = %s RETURNING id", Jsonb(words), number)
    shown = ask(client, ask="decision", user=ADMIN, message="b-1")[1]["answer"]
    assert shown["prompt_version"] == "abc123 (answer 7, system 1)"


def test_a_decision_names_the_department_that_was_asked_for(
    client: FlaskClient, customer: int
) -> None:
    Department.insert(key="ventas", name="Ventas").execute()
    number = decided(customer, "b-1", "m1")
    data = {"message_ids": ["m1"], "understood": {"slots": {"department": "ventas", "digits": 0}}}
    Decision.update(data=Jsonb(data)).where(Decision.id == number).execute()
    shown = ask(client, ask="decision", user=ADMIN, message="b-1")[1]["answer"]
    assert shown["understood"]["slots"] == {"department": "Ventas", "digits": 0}


def test_a_mistake_is_marked_and_shown_as_such(client: FlaskClient, customer: int) -> None:
    number = decided(customer, "b-1", "m1")
    for note in ("era otra varilla", "debió preguntar"):
        answer = ask(client, ask="mark-error", user=ADMIN, decision=number, note=note)
        assert answer == (200, {"answer": {"marked": number}})
    shown = ask(client, ask="decision", user=ADMIN, message="b-1")[1]["answer"]
    assert shown["mark"] == {"by": "admin", "note": "debió preguntar"}
    assert shown["text"] == "RD$ 525.00"
    elsewhere = ask(client, ask="mark-error", user=ADMIN, decision=number + 1)
    assert elsewhere == (404, {"error": "no-decision"})


def test_a_marked_conversation_is_a_case_for_the_evaluation_with_nobodys_number(
    client: FlaskClient, customer: int
) -> None:
    said = {"room": "r1", "text": "soy 8095550101, ¿a cómo la varilla?", "words": None}
    work.add(customer, "turn", "m1", said, NOW)
    number = decided(customer, "b-1", "m1")
    note = "era de media\nno de 3/8, la del 8095550101"
    ask(client, ask="mark-error", user=ADMIN, decision=number, note=note)
    written = decisions_marked.cases()
    assert written.startswith(
        f"# Decision {number}, marked as a mistake.\n#   era de media\n#   no"
    )
    assert "8095550101" not in written
    (case,) = yaml.safe_load(written)
    assert "a cómo la varilla" in case["turns"][0]["customer"]


def test_the_summary_says_who_until_when_and_what(client: FlaskClient, customer: int) -> None:
    heard = NOW - timedelta(hours=3)
    work.add(customer, "turn", "m1", {"room": "r1", "text": "¿tienen varilla?"}, heard)
    first = f"Sí\n\n{say('privacy.notice')}"
    work.add(customer, "out", "b-1", {"room": "r1", "author": "bot", "text": first}, NOW)
    tickets.create(
        tickets.Request("o", customer, "r1", "ventas", "Varilla", "Quiere varilla", "O", "normal")
    )
    found = ask(client, ask="summary")[1]["answer"]
    assert (found["customer"], found["phone"]) == ("Ana", "+18095550101")
    assert [(one["author"], one["text"]) for one in found["said"]] == [
        ("customer", "¿tienen varilla?"),
        ("bot", "Sí"),
    ]
    assert found["said"][0]["at"] == "22/11 11:00 a. m."
    assert [one["title"] for one in found["tickets"]] == ["Varilla"]
    assert found["summary"] == "Quiere varilla"
    assert found["window"] == {"open": False, "closes": ""}


def test_a_form_for_a_ticket_begins_with_the_message_it_is_about(
    client: FlaskClient, customer: int
) -> None:
    Department.insert(key="ventas", name="Ventas").execute()
    for place, text in enumerate(("quiero cemento", "y también varilla")):
        at = NOW + timedelta(seconds=place)
        work.add(customer, "turn", f"m{place}", {"room": "r1", "text": text}, at)
    form = ask(client, ask="ticket-form")[1]["answer"]
    assert form["subject"] == "y también varilla"
    assert form["departments"] == [{"key": "ventas", "name": "Ventas"}]
    about = ask(client, ask="ticket-form", message="m0")[1]["answer"]
    assert about["subject"] == "quiero cemento"


def test_a_form_tells_no_words_of_another_customers(client: FlaskClient, customer: int) -> None:
    other = Customer.create(bsuid="DO.2", created_at=NOW)
    work.add(other.id, "out", "c-handoff-1041", {"room": "r2", "text": "su balance"}, NOW)
    work.add(customer, "turn", "m0", {"room": "r1", "text": "quiero cemento"}, NOW)
    form = ask(client, ask="ticket-form", message="c-handoff-1041")[1]["answer"]
    assert form["subject"] == "quiero cemento"


def test_templates_that_are_listed_no_more_are_offered_no_more(client: FlaskClient) -> None:
    old = Template("vieja", "es", "Hola", ())
    new = Template("seguimiento", "es", "Hola {{1}}", (Parameter("1", "Ana"),))
    template_list.replace([old])
    template_list.replace([new])
    found = ask(client, ask="templates")[1]["answer"]["templates"]
    assert [(one["id"], one["text"]) for one in found] == [("seguimiento/es", "Hola {{1}}")]
    assert found[0]["parameters"] == [{"name": "1", "example": "Ana", "kind": "text"}]
    assert template_list.find("seguimiento") == new
    assert template_list.find("seguimiento", "en") is None


def test_a_template_that_cannot_be_sent_is_named_with_its_reason(client: FlaskClient) -> None:
    picture = Parameter("foto", "", "header", "image")
    with_picture = Template("promo", "es", "Mire", (picture,), header="🖼️ {{foto}}", links="🔗")
    template_list.replace([with_picture, Template("galeria", "es", "Mire", (), problem="carousel")])
    found = ask(client, ask="templates")[1]["answer"]
    assert [one["name"] for one in found["templates"]] == ["promo"]
    assert found["templates"][0]["parameters"][0]["kind"] == "image"
    (left,) = found["unsendable"]
    assert (left["name"], "carrusel" in left["reason"]) == ("galeria", True)
    assert template_list.find("promo") == with_picture
