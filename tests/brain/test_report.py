"""The management's numbers: what counts as what, on rows as the steps leave them."""

import csv
import io
import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from psycopg.types.json import Jsonb

from brain.database import Database
from brain.models import Customer, database, one
from brain.report import Period, report, sections
from brain.report.cases import count
from brain.report.period import PeriodRefused, read
from brain.report.values import Duration, Section, Share
from brain.report.writing import as_csv, as_text, plain, shown

ZONE = ZoneInfo("America/Santo_Domingo")
NOW = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30), ZONE)
LONG_AGO = NOW - timedelta(days=10)
_keys = itertools.count()


class Somebody:
    """A customer whose rows are written as the steps of a message write them."""

    def __init__(self, phone: str | None = None) -> None:
        number = next(_keys)
        Customer.insert(bsuid=f"DO.{number}", phone=phone, created_at="now()").execute()
        self.id: int = one("SELECT id FROM customer WHERE bsuid = %s", f"DO.{number}")[0]
        self.at = LONG_AGO

    def says(self, text: str, after: float = 60) -> str:
        self.at += timedelta(seconds=after)
        return self._row("turn", {"room": "r", "text": text})

    def hears(self, author: str, after: float) -> None:
        self.at += timedelta(seconds=after)
        self._row("out", {"room": "r", "text": "…", "author": author})

    def _row(self, stage: str, payload: dict[str, str]) -> str:
        key = f"m{next(_keys)}"
        database.execute_sql(
            "INSERT INTO work (customer_id, stage, key, payload, state, order_at) "
            "VALUES (%s, %s, %s, %s, 'done', %s)",
            (self.id, stage, key, Jsonb(payload), self.at),
        )
        return key

    def asks(
        self,
        text: str,
        action: str = "Answer",
        *,
        intent: str = "precio",
        workflow: str = "inventario",
        after: float = 60,
        **data: object,
    ) -> int:
        """Ask something, and have it decided and, unless a person gets it, answered in 2 s."""
        key = self.says(text, after)
        understood = {"intents": [{"name": intent, "score": 1.0}], "products": []}
        content = {
            "message_ids": [key],
            "understood": understood,
            "workflow": workflow,
            "rows": [{"table": "store_product", "id": 1, "figures": {"stock": "9"}}],
            "guards": [],
            "action": {"department": "ventas", "reason": "pidió una persona"},
            **data,
        }
        database.execute_sql(
            "INSERT INTO decision "
            "(customer_id, room_id, reply_id, action, outcome, state, data, created_at) "
            "VALUES (%s, 'r', %s, %s, 'done', '{}', %s, %s)",
            (self.id, f"b-{key}", action, Jsonb(content), self.at),
        )
        if action != "HandOff":
            self.hears("bot", 2)
        return int(one("SELECT max(id) FROM decision")[0])

    def thanks(self) -> None:
        self.asks("gracias", intent="gracias", workflow="social")


@pytest.fixture(autouse=True)
def tables(database: Database) -> Iterator[None]:
    return iter([None])


def endings(pilot: tuple[str, ...] = ()) -> dict[str, int]:
    found = vars(count(NOVEMBER, pilot, NOW).everybody)
    return {key: value for key, value in found.items() if isinstance(value, int) and value}


# --- conversations -------------------------------------------------------------------------------


def test_an_answer_that_was_thanked_for_is_confirmed() -> None:
    ana = Somebody()
    ana.asks("¿a cómo el cemento?")
    ana.thanks()
    assert endings() == {"cases": 1, "confirmed": 1}


def test_thanks_before_the_answer_confirm_nothing() -> None:
    ana = Somebody()
    ana.thanks()
    ana.asks("¿a cómo el cemento?")
    assert endings() == {"cases": 1, "assumed": 1}


def test_an_answer_after_which_nobody_came_back_is_assumed() -> None:
    Somebody().asks("¿a cómo el cemento?")
    assert endings() == {"cases": 1, "assumed": 1}


def test_who_comes_back_within_72_hours_was_not_helped_for_sure() -> None:
    ana = Somebody()
    ana.asks("¿a cómo el cemento?")
    ana.asks("¿seguro?", after=71 * 3600)
    assert endings() == {"cases": 2, "returned": 1, "assumed": 1}


def test_who_comes_back_later_has_a_new_question() -> None:
    ana = Somebody()
    ana.asks("¿a cómo el cemento?")
    ana.asks("¿y la varilla?", after=73 * 3600)
    assert endings() == {"cases": 2, "assumed": 2}


def test_of_a_fresh_answer_nothing_is_said_yet() -> None:
    ana = Somebody()
    ana.at = NOW - timedelta(hours=5)
    ana.asks("¿a cómo el cemento?")
    assert endings() == {"cases": 1, "open": 1}


def test_a_handoff_is_a_persons_also_after_an_answer() -> None:
    ana = Somebody()
    ana.asks("¿a cómo el cemento?")
    ana.asks("una persona", "HandOff", intent="persona", workflow="handoff")
    ana.thanks()
    assert endings() == {"cases": 1, "person": 1}


def test_a_person_who_wrote_without_a_handoff_counts_as_one() -> None:
    ana = Somebody()
    ana.asks("¿a cómo el cemento?")
    ana.hears("agent", 30)
    assert endings() == {"cases": 1, "person": 1}


def test_a_question_back_is_no_answer() -> None:
    Somebody().asks("¿a cómo?", "Ask")
    assert endings() == {"cases": 1, "unanswered": 1}


def test_who_only_greets_has_asked_nothing() -> None:
    ana = Somebody()
    ana.asks("hola", intent="saludo", workflow="social")
    ana.thanks()
    counted = count(NOVEMBER, (), NOW).everybody
    assert (counted.cases, counted.chat, counted.known) == (1, 1, 0)


def test_a_picture_nobody_looked_at_is_a_question_left_open() -> None:
    Somebody().asks("", "Ask", intent="", workflow="media")
    assert endings() == {"cases": 1, "unanswered": 1}


def test_that_there_is_no_such_product_is_no_answer() -> None:
    Somebody().asks("¿hay grifería de oro?", rows=[])
    assert endings() == {"cases": 1, "unanswered": 1}


def test_messages_of_one_afternoon_are_one_conversation() -> None:
    ana = Somebody()
    for _ in range(4):
        ana.asks("¿y este?", after=3600)
    assert endings()["cases"] == 1


def test_a_conversation_belongs_to_the_day_it_began_in_the_stores_zone() -> None:
    ana = Somebody()
    ana.at = datetime(2026, 11, 1, 3, 30, tzinfo=UTC)  # still October in Santo Domingo
    ana.says("hola", after=0)
    after = Somebody()
    after.at = datetime(2026, 12, 1, 4, 30, tzinfo=UTC)  # December there too
    after.says("hola", after=0)
    assert endings() == {}
    october = Period(date(2026, 10, 31), date(2026, 10, 31), ZONE)
    assert count(october, (), NOW).everybody.cases == 1


def test_the_first_answer_is_the_bots_or_a_persons_never_a_notice() -> None:
    ana = Somebody()
    ana.says("una persona")
    ana.hears("notice", 1)
    ana.hears("agent", 299)
    assert count(NOVEMBER, (), NOW).everybody.first_answer == 300


def test_a_pilot_is_compared_with_those_who_went_straight_to_people() -> None:
    inside = Somebody("18095550101")
    inside.asks("¿a cómo el cemento?")
    for _ in range(2):
        outside = Somebody()
        outside.says("¿a cómo el cemento?")
        outside.hears("agent", 600)
    counted = count(NOVEMBER, ("18095550101",), NOW)
    assert (counted.pilot.cases, counted.others.cases, counted.everybody.cases) == (1, 2, 3)
    assert (counted.pilot.first_answer, counted.others.first_answer) == (2, 600)
    assert (counted.pilot.assumed, counted.others.person) == (1, 2)
    shown_rows = {row[0]: row[1:] for row in sections.pilot(counted).rows}
    assert shown_rows["Resueltas sin una persona"] == [Share(1, 1), Share(0, 2)]


# --- the other sections --------------------------------------------------------------------------


def rows(section: Section) -> list[list[object]]:
    return [list(row) for row in section.rows]


def test_questions_are_counted_by_what_was_wanted() -> None:
    ana = Somebody()
    ana.asks("¿a cómo?")
    ana.asks("¿a cómo?", "Ask")
    ana.asks("¿abren?", intent="horario")
    ana.thanks()
    assert rows(sections.intents(NOVEMBER)) == [["Precio", 2, 1, 1, 0], ["Horario", 1, 1, 0, 0]]


def _ticket(origin: str, created: datetime, **times: datetime | str) -> None:
    customer = Somebody().id
    values: dict[str, object] = {
        "number": next(_keys) + 5000, "origin": origin, "customer_id": customer, "room_id": "r",
        "department": "ventas", "title": "t", "summary": "s", "original_text": "o",
        "priority": "normal", "status": "nuevo", "created_at": created, **times,
    }  # fmt: skip
    names = ", ".join(values)
    marks = ", ".join(["%s"] * len(values))
    sql = f"INSERT INTO ticket ({names}) VALUES ({marks})"  # noqa: S608
    database.execute_sql(sql, list(values.values()))


def test_handoffs_are_counted_by_reason_and_department() -> None:
    decision = Somebody().asks("una persona", "HandOff", intent="persona", workflow="handoff")
    _ticket(f"decision-{decision}", LONG_AGO)
    _ticket("command-1", LONG_AGO)
    assert rows(sections.handoffs(NOVEMBER)) == [
        ["Creado por un agente", "ventas", 1],
        ["Pidió una persona", "ventas", 1],
    ]


def test_the_times_of_tickets_are_their_medians() -> None:
    for minutes in (1, 2, 30):
        _ticket(
            f"o{minutes}", LONG_AGO, taken_at=LONG_AGO + timedelta(minutes=minutes),
            first_answer_at=LONG_AGO + timedelta(minutes=minutes + 1),
        )  # fmt: skip
    _ticket("o", LONG_AGO, resolved_at=LONG_AGO + timedelta(hours=2), status="resuelto")
    found = rows(sections.ticket_times(NOVEMBER))
    assert found == [["ventas", 4, Duration(120), Duration(180), Duration(7200), Share(1, 4)]]


def test_open_tickets_are_counted_by_age() -> None:
    for hours in (0.5, 2, 20, 50, 500):
        _ticket(f"o{hours}", NOW - timedelta(hours=hours))
    _ticket("urgent", NOW, status="urgente", taken_at=NOW)
    _ticket("done", NOW, status="resuelto")
    found = rows(sections.ticket_ages(NOW))
    assert [row[1:] for row in found] == [[2, 1, 1], [1, 1, 0], [1, 1, 0], [1, 1, 0], [1, 1, 0]]


def test_what_was_asked_for_and_out_of_stock_is_counted_by_product() -> None:
    def row(name: str, stock: str) -> dict[str, object]:
        return {"table": "store_product", "id": 1, "figures": {"name": name, "stock": stock}}

    for _ in range(2):
        Somebody().asks("¿hay?", rows=[row("Zinc", "0"), row("Cemento", "40")])
    Somebody().asks("¿hay?", rows=[row("Varilla", "-2"), row("Pala", "10")])
    found = rows(sections.out_of_stock(NOVEMBER))
    assert found == [["Zinc", 2, 2, "12/11/2026"], ["Varilla", 1, 1, "12/11/2026"]]


def test_what_nobody_understood_or_sells_is_listed_in_the_customers_words() -> None:
    nothing = {"intents": [], "products": [{"words": "grifería de oro", "candidates": []}]}
    Somebody().asks("¿Tienen  Grifería de Oro?", "Ask", understood=nothing)
    Somebody().asks("tienen grifería de oro", "Ask", understood=nothing)
    Somebody().asks("asdf", "Ask", workflow="unclear", guards=["not understood"])
    found = [row[:3] for row in rows(sections.unanswered(NOVEMBER))]
    assert found == [
        ["tienen grifería de oro", "No está en las tablas", 2],
        ["asdf", "No se entendió", 1],
    ]


def test_a_count_that_goes_on_with_what_was_asked_before_is_not_missing_in_the_tables() -> None:
    counted = {"intents": [], "products": [{"words": "", "quantity": "50", "candidates": []}]}
    Somebody().asks("¿cuánto son 50?", "Answer", understood=counted)
    assert rows(sections.unanswered(NOVEMBER)) == []


def test_numbers_of_accounts_and_people_are_not_shown() -> None:
    text = "mi cédula 001-1234567-8 y 8095550101, varilla 3/8 de 20 pies"
    Somebody().asks(text, "Ask", workflow="unclear", guards=["not understood"])
    (row,) = rows(sections.unanswered(NOVEMBER))
    assert row[0] == "mi cédula ••• y •••, varilla 3/8 de 20 pies"


def test_satisfaction_is_counted_by_what_was_tapped() -> None:
    for number, score in enumerate((3, 3, 1, None)):
        database.execute_sql(
            "INSERT INTO satisfaction (customer_id, room_id, asked_at, score) "
            "VALUES (%s, %s, %s, %s)",
            (Somebody().id, f"r{number}", LONG_AGO, score),
        )
    found = rows(sections.satisfaction(NOVEMBER))
    assert [row[1] for row in found] == [2, 0, 1, 1]
    assert found[0][2] == Share(2, 3)


def test_a_new_store_has_an_empty_report() -> None:
    made = report(NOVEMBER, (), NOW)
    assert made.empty
    assert all(not section.rows for section in made.sections)
    assert "Todavía no hay nada que contar" in as_text(made)


# --- writing -------------------------------------------------------------------------------------


def test_what_a_customer_wrote_is_no_formula_in_a_spreadsheet() -> None:
    nothing = {"intents": [], "products": [{"words": "algo", "candidates": []}]}
    cells_of_others = ('clavo;=1+1;"', 'clavo;"=1+1', "clavo\t@SUM(A1)", "clavo, -1")
    formulas = ('=HYPERLINK("http://x")', "+1+1", "-1", "@SUM(A1)", "\t=1", "＝1+1")
    for text in (*formulas, *cells_of_others):
        Somebody().asks(text, "Ask", understood=nothing)
    content = as_csv(report(NOVEMBER, (), NOW))
    assert content.startswith("\ufeff")
    cells = [cell for row in csv.reader(io.StringIO(content[1:])) for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+-@＝\t\r" and cell]
    for end in (";", "\t", ","):  # as where the list separator is another, or several are
        parts = [part.strip(' "') for line in content.splitlines() for part in line.split(end)]
        assert not [part for part in parts if part[:1] in set("=+@＝")]
    assert any("'=hyperlink" in cell for cell in cells)


def test_what_a_customer_wrote_is_no_order_to_a_terminal() -> None:
    nothing = {"intents": [], "products": [{"words": "algo", "candidates": []}]}
    Somebody().asks("\x1b]0;dueño\x07\x1b[2Jhola \u202emal", "Ask", understood=nothing)
    told = as_text(report(NOVEMBER, (), NOW))
    assert "hola" in told
    assert all(letter.isprintable() for letter in told.replace("\n", ""))


def test_the_export_reckons_in_numbers() -> None:
    assert plain(Share(1, 3)) == 0.3333
    assert plain(Duration(61.4)) == 61
    assert plain(Share(0, 0)) == plain(Duration(None)) == ""
    ana = Somebody()
    ana.asks("¿a cómo?")
    content = as_csv(report(NOVEMBER, (), NOW))
    assert "Conversaciones,1," in content
    assert "Precio,1,1,0,0" in content
    assert "Primera respuesta (segundos)," in content


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (Share(1, 2), "50 %"), (Share(0, 0), "—"), (Duration(None), "—"), (Duration(9.6), "10 s"),
        (Duration(0.3), "menos de 1 s"),
        (Duration(125), "2 min 05 s"), (Duration(3 * 3600), "3 h 00 min"),
        (Duration(72 * 3600), "3.0 días"), (12345, "12,345"), ("x", "x"),
    ],
)  # fmt: skip
def test_numbers_are_written_for_people(cell: Share | Duration | int | str, words: str) -> None:
    assert shown(cell) == words


def test_a_period_is_thirty_days_unless_said_otherwise() -> None:
    assert read("", "", NOW, ZONE) == Period(date(2026, 10, 24), date(2026, 11, 22), ZONE)
    assert read("2026-11-01", "2026-11-02", NOW, ZONE).begins.hour == 4


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("ayer", "", "not_a_date"),
        ("2026-11-02", "2026-11-01", "wrong_way_round"),
        ("2020-01-01", "2026-11-01", "too_long"),
        ("9999-12-31", "9999-12-31", "not_a_date"),
    ],
)
def test_dates_that_make_no_period_are_refused(first: str, last: str, why: str) -> None:
    with pytest.raises(PeriodRefused, match=why):
        read(first, last, NOW, ZONE)
