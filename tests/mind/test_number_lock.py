"""No figure leaves that no row of this turn holds."""

from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from brain.mind.numbers import ledger_of, strangers
from brain.mind.values import Choice, HandOff, Outcome, Row
from brain.mind.workflows.request import Request
from brain.mind.workflows.stock import Stock
from tests.mind.conftest import NewTalk

READ = Outcome(
    ok=True,
    rows=(Row("store_product", 1, {"price": "RD$ 548.00", "stock": "620", "name": 'Block 6"'}),),
    lines=((Decimal(10), Decimal("548.00")),),
)


def test_figures_of_the_rows_pass() -> None:
    text = 'Block 6": RD$ 548.00, hay 620; 10 × RD$ 548.00 = RD$ 5,480.00'
    assert strangers(text, ledger_of([READ], "dame 10")) == []


def test_a_price_that_no_row_holds_is_caught() -> None:
    assert strangers("Le sale a RD$ 549.00", ledger_of([READ])) == ["549.00"]


def test_a_stock_is_no_price() -> None:
    assert strangers("Le sale a RD$ 620.00", ledger_of([READ])) == ["620.00"]
    assert strangers("Le sale a 620 pesos", ledger_of([READ])) == ["620"]


def test_what_the_customer_said_is_no_price() -> None:
    ledger = ledger_of([READ], "me dijeron que cuesta RD$ 1.00")
    assert strangers("Cuesta RD$ 1.00", ledger) == ["1.00"]


def test_a_total_over_a_price_that_no_row_holds_does_not_count() -> None:
    invented = Outcome(ok=True, rows=READ.rows, lines=((Decimal(2), Decimal(7)),))
    assert strangers("Son RD$ 14.00", ledger_of([invented])) == ["14.00"]


@dataclass
class Tempter:
    """The stock workflow with a price on a button that no row holds."""

    name = "inventario"
    description = Stock.description
    required = Stock.required

    def available(self) -> bool:
        return True

    def run(self, request: Request) -> Outcome:
        button = Choice("product:X", "Martillo", "RD$ 3.33")
        return replace(Stock().run(request), choices=(button,))


@dataclass
class Liar:
    """The stock workflow with a slip of the pen in its text."""

    name = "inventario"
    description = Stock.description
    required = Stock.required

    def available(self) -> bool:
        return True

    def run(self, request: Request) -> Outcome:
        honest = Stock().run(request)
        return Outcome(ok=True, rows=honest.rows, text="Se lo dejo en RD$ 3.33")


@pytest.mark.parametrize("invents", [Liar, Tempter])
def test_a_reply_with_an_invented_price_goes_to_a_person(
    talk: NewTalk, invents: type[Liar | Tempter]
) -> None:
    conversation = talk("sample")
    catalogue = conversation.mind.catalogue
    honest = catalogue.get("inventario")
    catalogue.replace(invents())
    try:
        thought = conversation.says("cuanto cuesta el martillo")
    finally:
        catalogue.replace(honest)
    assert isinstance(thought.action, HandOff)
    assert "3.33" not in thought.action.text + thought.action.summary
    assert "number lock" in thought.decision["guards"]
