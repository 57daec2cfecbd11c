"""A past conversation is run against another mind, and written down as a case without names."""

import io
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from psycopg.types.json import Jsonb
from rich.console import Console

from brain import past, replay
from brain.database import Database
from brain.mind.values import Answer, Choice, HandOff, Thought, Turn
from brain.wording import say
from brain.written_case import mask
from tests.eval.cases import load

AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
ROWS = [{"table": "store_product", "id": 1, "figures": {"price": "RD$ 525.00"}}]


def talked(database: Database, customer: int, *turns: tuple[str, str]) -> None:
    """Record turns in room R1: what was said, and what was answered."""
    database.execute_sql(
        "INSERT INTO room (id, customer_id, open, opened_at) VALUES ('R1', %s, true, now())",
        (customer,),
    )
    for place, (said, answered) in enumerate(turns):
        at = AT + timedelta(minutes=place)
        database.execute_sql(
            """INSERT INTO work (customer_id, stage, key, payload, state, order_at, due_at)
               VALUES (%s, 'turn', %s, %s, 'done', %s, %s)""",
            (customer, f"m{place}", Jsonb({"room": "R1", "text": said}), at, at),
        )
        data = {
            "message_ids": [f"m{place}"],
            "workflow": "inventario",
            "rows": ROWS,
            "action": {"text": answered, "choices": []},
        }
        database.execute_sql(
            """INSERT INTO decision
               (customer_id, room_id, reply_id, action, outcome, state, data, created_at)
               VALUES (%s, 'R1', %s, 'Answer', 'done', %s, %s, %s)""",
            (customer, f"b-{place}", Jsonb({"turn": place}), Jsonb(data), at),
        )


class Mind:
    """Says what it is told to say, and remembers what it was asked."""

    def __init__(self, answers: Iterable[Answer | HandOff], *wishes: str) -> None:
        self._answers = iter(answers)
        self._understood = {"intents": [{"name": wish, "score": 1.0} for wish in wishes]}
        self.asked: list[Turn] = []

    def think(self, turn: Turn) -> Thought:
        self.asked.append(turn)
        state = {"asked": len(self.asked)}
        decision = {"workflow": "inventario", "rows": ROWS, "understood": self._understood}
        return Thought(next(self._answers), state, decision)


def test_what_differs_is_told_and_what_is_the_same_is_not(
    database: Database, customer: int
) -> None:
    talked(database, customer, ("hay titan?", "Sí, hay Titán."), ("y cal?", "No hay cal."))
    mind = Mind([Answer("Sí, hay Titán."), HandOff("ventas", "no hay", "normal", "", "Un momento")])
    found = list(replay.compare(past.read("R1"), mind.think))
    assert [turn.differs for turn in found] == [(), ("action", "text", "department")]
    assert (found[1].then.text, found[1].now.text) == ("No hay cal.", "Un momento")
    assert found[0].now.rows == ("store_product 1",)


def test_the_mind_goes_on_from_what_it_said_itself_at_the_hour_of_then(
    database: Database, customer: int
) -> None:
    talked(database, customer, ("hay titan?", "Sí."), ("cuanto son 2", "RD$ 2.00"))
    mind = Mind([Answer("Sí, a RD$ 5.00"), Answer("RD$ 10.00")])
    list(replay.compare(past.read("R1"), mind.think))
    first, second = mind.asked
    assert (first.state, second.state) == ({}, {"asked": 1})
    assert [said.text for said in second.history] == ["hay titan?", "Sí, a RD$ 5.00"]
    assert (first.phone, second.now) == ("18095550101", AT + timedelta(minutes=1))


def test_other_buttons_and_another_wish_are_told_too(database: Database, customer: int) -> None:
    talked(database, customer, ("hay titan?", "¿Cuál?"))
    button = Choice("product:T", "Titán", "RD$ 525.00")
    (turn,) = replay.compare(past.read("R1"), Mind([Answer("¿Cuál?", (button,))], "precio").think)
    assert turn.differs == ("understood", "choices")
    assert turn.now.choices == ("Titán RD$ 525.00",)


def test_a_replay_writes_nothing(database: Database, customer: int) -> None:
    talked(database, customer, ("hay titan?", "Sí."))
    counts = "SELECT (SELECT count(*) FROM work), (SELECT count(*) FROM decision)"
    before = database.execute_sql(counts).fetchone()
    list(replay.compare(past.read("R1"), Mind([Answer("No.")]).think))
    assert database.execute_sql(counts).fetchone() == before


def test_then_and_now_stand_side_by_side(database: Database, customer: int) -> None:
    talked(database, customer, ("hay titan?", "Sí, hay Titán."), ("y cal?", "No hay cal."))
    compared = list(
        replay.compare(past.read("R1"), Mind([Answer("Sí, hay Titán."), Answer("Hay cal.")]).think)
    )
    screen = io.StringIO()
    assert replay.show(compared, Console(width=120, file=screen)) == 1
    told = screen.getvalue()
    line = next(line for line in told.splitlines() if "Hay cal." in line)
    assert "No hay cal." in line
    assert "1 of 2 turns differ" in told


def test_a_customers_words_are_no_orders_to_the_terminal(database: Database, customer: int) -> None:
    hostile = "[/b] [link=http://x]hola[/link] \x1b]0;dueño\x07 \x1b[2J \u202emal"
    talked(database, customer, (hostile, hostile))
    compared = list(replay.compare(past.read("R1"), Mind([Answer(hostile + ".")]).think))
    screen = io.StringIO()
    replay.show(compared, Console(width=200, file=screen, force_terminal=True))
    told = screen.getvalue()
    assert "[/b] [link=http://x]hola" in told
    assert not [order for order in ("\x1b]", "\x1b[2J", "\x07", "\u202e") if order in told]


def test_a_room_is_found_by_the_address_of_its_page(database: Database, customer: int) -> None:
    talked(database, customer, ("hola", "¡Buenas!"))
    assert past.read("https://chat.example/omnichannel/current/R1/room-info").room_id == "R1"


@pytest.mark.usefixtures("database")
def test_a_room_that_is_not_there_is_told_so() -> None:
    with pytest.raises(past.NothingThere, match="no such room: R9"):
        past.read("R9")


def test_a_room_in_which_the_bot_was_silent_has_nothing_to_replay(
    database: Database, customer: int
) -> None:
    talked(database, customer)
    with pytest.raises(past.NothingThere, match="nothing to replay"):
        past.read("R1")


def test_words_that_the_rows_lost_come_from_the_room_and_else_it_is_told(
    database: Database, customer: int
) -> None:
    talked(database, customer, ("hay titan?", "Sí."))
    database.execute_sql("DELETE FROM work")
    with pytest.raises(past.NothingThere, match="were erased"):
        past.read("R1")
    assert past.read("R1", lambda _: {"m0": "hay titan?"}).turns[0].text == "hay titan?"


def test_a_conversation_becomes_a_case_that_the_evaluation_reads(
    database: Database, customer: int, tmp_path: Path
) -> None:
    database.execute_sql("UPDATE customer SET name = 'Yokasta Lora' WHERE id = %s", (customer,))
    talked(
        database, customer,
        ("soy yokasta, mi numero es 809-555-0199, cuenta 0020931", "Hola Yokasta, RD$ 8,975.50"),
        ("me llamo Ana Gil, a como: el titan?", "*Titán*: RD$ 525.00"),
    )  # fmt: skip
    written = replay.eval_case("R1")
    for private in ("okasta", "Lora", "Ana", "Gil", "555-0199", "0020931"):
        assert private not in written, private
    (tmp_path / "stock.yaml").write_text(written)
    case = load(tmp_path, "store")[0]
    assert case.category == "stock"
    assert case.turns[1].customer == ("me llamo Nombre, a como: el titan?",)
    assert "RD$ 8,975.50" in written
    assert yaml.safe_load(written)[0]["turns"][0]["must"] == []


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("llame al (809) 555-0101 ya", "llame al (000) 000-0000 ya"),
        ("+1 809 555 0101", "+0 000 000 0000"),
        ("cédula 001-0104871-1", "cédula 000-0000000-0"),
        ("50 fundas a RD$ 1,124,500.00 y RD$ 284300", "50 fundas a RD$ 1,124,500.00 y RD$ 284300"),
        ("varilla de 3/8 x 20, son 1840", "varilla de 3/8 x 20, son 1840"),
        ("escriba a ana.gil@tienda.do", "escriba a nombre@correo.example"),
    ],
)
def test_numbers_that_are_somebodys_are_masked_and_prices_stay(said: str, masked: str) -> None:
    assert mask(said) == masked


def test_four_digits_alone_on_an_account_are_masked() -> None:
    assert mask("8711", account=True) == "0000"
    assert mask("el final es 8711", account=True) == "el final es 0000"
    assert mask("8711") == "8711"


def test_a_case_is_written_without_the_notice_on_privacy(database: Database, customer: int) -> None:
    talked(database, customer, ("hay titan?", f"Sí, hay.\n\n{say('privacy.notice')}"))
    written = replay.eval_case("R1")
    assert "Sí, hay." in written
    assert say("privacy.notice")[:12] not in written
