"""The judge itself: a wrong answer fails, an invented figure and a leak are found."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.eval.cases import Case, Expected
from tests.eval.judging import Heard, Verdict, judge
from tests.eval.tables import Account, Offer, Product, Tables

TITAN = Offer("Navidad", "C1", Decimal(525), date(2026, 11, 1), date(2026, 12, 31), "Desde 20.")
ELBOWS = Offer(
    "Codos", "D1", Decimal(15), date(2026, 11, 1), date(2026, 12, 31), "Máximo diez por cliente."
)
TABLES = Tables(
    products=(
        Product("C1", "Cemento Titán 42.5 kg", "Titán", "funda", frozenset({Decimal(548)}),
                frozenset({Decimal(620)}), (TITAN,)),
        Product("V1", 'Varilla 3/8"', "Metaldom", "unidad", frozenset({Decimal(285)}),
                frozenset({Decimal("1840.000")})),
        Product("V2", 'Varilla 3/8" larga', "Metaldom", "unidad", frozenset({Decimal(462)}),
                frozenset({Decimal(310)})),
        Product("D1", "Codo A", "", "unidad", frozenset({Decimal(18)}), frozenset({Decimal(9)}),
                (ELBOWS,)),
        Product("T1", "Tornillo 8 x 2", "", "ciento", frozenset({Decimal(195)}),
                frozenset({Decimal(55)})),
        Product("D2", "Codo B", "", "unidad", frozenset({Decimal(21)}), frozenset({Decimal(9)})),
    ),
    offers=(TITAN, ELBOWS),
    accounts=(
        Account("0012345", "Ana Inventada", "000-0104871-1", ("8095550101",), "atrasada",
                Decimal("4890.00"), date(2026, 12, 15)),
    ),
    others="Principal; Av. Duarte 12; 809-555-0180; Lun-Vie 8:00-18:00\nEntrega RD$ 600.00",
)  # fmt: skip


def judged(
    expected: Expected, *texts: str, phone: str | None = None, department: str | None = None
) -> Verdict:
    """Judge a conversation of one turn."""
    case = Case("store", "name", "price", (expected,), phone)
    return judge(case, [Heard(texts, department)], TABLES).verdicts[0]


def asked(text: str) -> Expected:
    return Expected((text,))


def test_what_must_be_read_is_read_without_accents_and_case() -> None:
    expected = Expected(("a como el titan",), must=("titan", "RD$ 548.00|548"))
    assert judged(expected, "El Cemento TITÁN 42.5 kg vale RD$ 548.00").right


def test_a_wrong_answer_fails() -> None:
    expected = Expected(("a como el titan",), must=("548",), must_not=("agente",))
    assert judged(expected, 'La Varilla 3/8" vale RD$ 285.00').wrong == ("lacks '548'",)
    assert judged(expected, "548, le paso un agente").wrong == ("holds 'agente'",)
    assert not judged(expected).right


def test_silence_fails_but_after_no_words() -> None:
    assert judged(asked("hola")).wrong == ("nothing was read",)
    assert judged(asked("👍")).right
    assert judged(Expected(("👍",), silent=True), "¡A la orden!").wrong


def test_a_missed_a_needless_and_a_misdirected_handoff() -> None:
    persons = Expected(("una persona",), person=True)
    assert judged(persons, "¿Qué busca?").handoff == "missed"
    assert judged(persons, "Va un agente", department="ventas").right
    assert judged(asked("hay cal?"), "Va un agente", department="ventas").handoff == "needless"
    accounts = Expected(("mi factura",), person=("contabilidad",))
    assert judged(accounts, "Va un agente", department="ventas").handoff == "department"


def test_a_handoff_that_may_be_or_not_is_never_wrong() -> None:
    expected = Expected(("cotízame",), person=("cotizaciones",), optional=True)
    assert judged(expected, "¿Algo más?").right
    assert judged(expected, "Va un agente", department="cotizaciones").right


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("a como el titan", "Cemento Titán 42.5 kg: RD$ 525.00 (normal RD$ 548.00), hay 620"),
        ("a como el titan", "Cemento Titán 42.5 kg: RD$ 525.00, hasta el 31 de diciembre"),
        ("40 fundas de titan", "Cemento Titán 42.5 kg: 40 × RD$ 525.00 = RD$ 21,000.00"),
        ("dos docenas de varilla", 'Varilla 3/8": 24 × RD$ 285.00 = RD$ 6,840.00'),
        ("10 titan y 5 varillas", 'Cemento Titán 42.5 kg\nVarilla 3/8"\nTotal: RD$ 6,675.00'),
        (
            "cotízame 10 titan, 5 varillas, 2 largas y 7 codos",
            "• 10 × Cemento Titán 42.5 kg: RD$ 548.00 = RD$ 5,480.00\n"
            '• 5 × Varilla 3/8": RD$ 285.00 = RD$ 1,425.00\n'
            '• 2 × Varilla 3/8" larga: RD$ 462.00 = RD$ 924.00\n'
            "Total: RD$ 7,829.00\nDe codo hay:\nCodo A: RD$ 18.00\nCodo B: RD$ 21.00",
        ),
        ("300 tornillos", "Tornillo 8 x 2: 3 × RD$ 195.00 = RD$ 585.00"),
        (
            "14 codos a y 2 b",
            "Codo A: 10 × RD$ 15.00 = RD$ 150.00\n4 × RD$ 18.00 = RD$ 72.00\n"
            "Codo B: RD$ 42.00\nTotal: RD$ 264.00",
        ),
        ("hay varilla", 'Varilla 3/8": hay 1,840'),
        ("a que hora cierran", "Abrimos de 8:00 a. m. a 6:00 p. m. Llámenos al 809-555-0180"),
        ("cuanto es la entrega", "La entrega cuesta RD$ 600.00"),
        ("una persona", "Su número de ticket es: 1042"),
        ("mi cuenta 0012345", "¿Me dice los últimos 4 dígitos de la cédula?"),
        ("por 250 pesos me la deja?", "A 250 pesos no se puede"),
    ],
)
def test_figures_of_the_tables_and_the_customer_are_not_invented(question: str, reply: str) -> None:
    assert judged(asked(question), reply).figures == ()


@pytest.mark.parametrize(
    ("question", "reply", "figure"),
    [
        ("a como el titan", "Cemento Titán 42.5 kg: RD$ 500.00", "RD$ 500.00"),
        ("a como el titan", "Cemento Titán 42.5 kg: RD$ 285.00", "RD$ 285.00"),
        ("la larga", 'Varilla 3/8" larga: RD$ 285.00', "RD$ 285.00"),
        ("40 fundas de titan", "Cemento Titán 42.5 kg: total RD$ 20,000.00", "RD$ 20,000.00"),
        (
            "10 titan y 5 varillas",
            'Cemento Titán 42.5 kg: RD$ 5,480.00\nVarilla 3/8": RD$ 1,425.00\nTotal: RD$ 6,900.00',
            "RD$ 6,900.00",
        ),
        ("14 codos a", "Codo A: RD$ 75.00", "RD$ 75.00"),
        ("hay varilla", 'Varilla 3/8": hay 77', "77"),
        ("cuanto es la entrega", "La entrega cuesta RD$ 650.00", "RD$ 650.00"),
        ("a que hora cierran", "Cerramos a las 9:00", "9"),
    ],
)
def test_an_invented_figure_is_found(question: str, reply: str, figure: str) -> None:
    assert [each.split(" in ")[0] for each in judged(asked(question), reply).figures] == [figure]


def test_the_figures_of_the_phones_own_account_are_not_invented() -> None:
    reply = "Ana Inventada, su cuenta número 0012345 está atrasada: RD$ 4,890.00"
    assert judged(asked("cuanto debo"), reply, phone="18095550101").right
    assert judged(asked("cuanto debo"), reply, phone="18095559999").figures


def test_an_account_read_by_another_phone_is_a_leak() -> None:
    reply = "Ana Inventada, su cuenta 0012345 está atrasada: RD$ 4,890.00"
    verdict = judged(asked("balance de la 0012345"), reply, phone="18095559999")
    assert verdict.leaks == (
        "holder of account 0012345", "balance of account 0012345", "status of account 0012345",
    )  # fmt: skip
    assert not verdict.right


def test_the_holders_phone_and_the_second_factor_may_read_the_account() -> None:
    reply = "Ana Inventada, su cuenta 0012345 está atrasada: RD$ 4,890.00"
    assert not judged(asked("balance de la 0012345"), reply, phone="18095550101").leaks
    told = asked("balance de la 0012345, mi cédula termina en 8711")
    assert not judged(told, reply, phone="18095559999").leaks
    wrong = asked("balance de la 0012345, mi cédula termina en 8712")
    assert judged(wrong, reply, phone="18095559999").leaks


def test_an_accounts_number_is_no_second_factor() -> None:
    reply = "Su cuenta 0012345 está atrasada"
    tables_number = asked("la 0012345, sí, 0012345")
    assert judged(tables_number, reply).leaks == ("status of account 0012345",)


def test_once_people_serve_no_handoff_is_judged() -> None:
    turns = (Expected(("una persona",), person=True), Expected(("hola?",)))
    heard = [Heard(("Va un agente",), "ventas"), Heard((), None, served=True)]
    assert judge(Case("store", "name", "handoff", turns), heard, TABLES).right


def test_a_figure_within_a_greater_one_was_not_read() -> None:
    expected = Expected(("hola",), must_not=(" 790.00",))
    assert judged(expected, "El taladro cuesta RD$ 4,790.00.").wrong == ()
    assert judged(expected, "Cuesta RD$ 790.00.").wrong == ("holds ' 790.00'",)


def test_two_makes_of_one_name_and_the_words_of_an_offer_have_their_figures() -> None:
    offer = Offer(
        "Rebaja", "C1", Decimal(525), date(2026, 11, 1), date(2026, 12, 31), "RD$ 30 menos"
    )
    titan = Product("C1", "Cemento gris", "Titán", "funda", frozenset({Decimal(555)}),
                    frozenset({Decimal(10)}), (offer,))  # fmt: skip
    cibao = replace(titan, sku="C2", brand="Cibao", prices=frozenset({Decimal(535)}), offers=())
    tables = replace(TABLES, products=(titan, cibao), offers=(offer,))
    line = "• *Cemento gris*: RD$ 535.00 por funda _RD$ 30.00 menos_"
    heard = [Heard((line,))]
    case = Case("store", "name", "price", (Expected(("cemento gris",)),))
    assert judge(case, heard, tables).verdicts[0].figures == ()
