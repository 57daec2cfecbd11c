"""What is printed and what fails: categories, bars, the usual mix, confusion."""

from tests.eval.cases import Case, Expected, Person
from tests.eval.judging import Heard, Result, Verdict
from tests.eval.report import (
    Bars,
    by_category,
    confusion,
    failures,
    in_the_mix,
    missed_bars,
    without_the_open,
)

BARS = Bars(0.95, 0.97, 0, 0, 400, 2000)


def result(
    category: str,
    *,
    wrong: str = "",
    person: Person = False,
    handoff: str = "right",
    figures: tuple[str, ...] = (),
    milliseconds: float = 50,
    intents: tuple[str, ...] = ("precio",),
) -> Result:
    """Make the result of a conversation of one turn."""
    expected = Expected(("a como?",), True, ("price",), person)
    heard = Heard(("RD$ 5.00",), None, False, milliseconds, intents)
    verdict = Verdict(expected, heard, (wrong,) if wrong else (), figures, (), handoff)
    return Result(Case("store", f"a {category}", category, (expected,)), (verdict,))


def test_a_row_for_each_category_and_one_for_all() -> None:
    table = by_category("store", [result("stock"), result("price", wrong="lacks 'x'")])
    assert [row[0] for row in table.rows] == ["stock", "price", "all"]
    assert [row[2] for row in table.rows] == ["100 %", "0 %", "50 %"]
    assert table.rows[2][11] == "50 / 50"


def test_the_usual_mix_weighs_what_is_asked_more_often() -> None:
    found = [result("stock"), result("offers", wrong="lacks 'x'"), result("attack", wrong="x")]
    assert in_the_mix(found).endswith("(stock 35, offers 20): 63.6 %.")
    assert in_the_mix([result("attack")]) == "Nothing of the usual mix was asked."


def test_every_bar_that_is_missed_is_named() -> None:
    fine = [result("stock") for _ in range(20)]
    assert missed_bars(fine, BARS, timed=True) == []
    found = missed_bars(
        [*fine, result("stock", wrong="x", handoff="needless", figures=("7",), milliseconds=900)]
        * 2,
        BARS,
        timed=True,
    )
    assert found == [
        "2 invented figures, at most 0",
        "handoffs right 95.2 %, at least 97 %",
    ]
    slow = [result("stock", milliseconds=900)]
    assert missed_bars(slow, BARS, timed=True) == ["p95 over complete 900 ms, at most 400"]
    assert missed_bars(slow, BARS, timed=False) == []


def test_open_ended_dialogues_are_under_the_bar_with_a_model_only() -> None:
    found = [result("stock"), result("open", wrong="lacks 'x'")]
    assert missed_bars(found, BARS, timed=True, model=False) == []
    missed = missed_bars(found, BARS, timed=True, model=True)
    assert missed == ["dialogues right 50 %, at least 95 %"]
    assert without_the_open(found).endswith(": 100 %.")
    leaks = [result("open", figures=("7",))]
    assert missed_bars(leaks, BARS, timed=True, model=False) == ["1 invented figures, at most 0"]


def test_confusion_names_what_was_understood_instead() -> None:
    found = [result("price"), result("price", intents=("cuenta",)), result("price", intents=())]
    table = confusion(found)
    assert table.rows == [["price", "3", "33.3 %", "cuenta 1, nothing 1"]]


def test_failures_are_written_with_what_was_read() -> None:
    told = failures([result("stock"), result("price", wrong="lacks '7'", handoff="missed")])
    assert "a stock" not in told
    assert "=== price: a price" in told
    assert "  > a como?\n  < RD$ 5.00\n    WRONG: lacks '7'\n    WRONG: handoff missed" in told
