"""The evaluation's own customers, on the whole system: what they hear is what is judged."""

from tests.eval.cases import Case, Expected
from tests.eval.whole import Whole
from tests.system.running import System

PRICE = Expected(("a como la funda de cemento titan",), complete=True)
PERSON = Expected(("quiero hablar con una persona",), person=True)
BURST = Expected(("hola", "tienen", "brochas de 2?"))
ACCOUNT = Expected(("balance de la 0018472",))
HOLDER = "18095550102"  # of whom the world knows nothing yet


def test_conversations_are_had_side_by_side_and_heard_in_their_order(system: System) -> None:
    cases = [
        Case("sample", "price", "price", (PRICE, Expected(("y 10?",)))),
        Case("sample", "person", "handoff", (PERSON, Expected(("hola?",)))),
        Case("sample", "burst", "stock", (BURST,)),
        Case("sample", "holder", "account", (ACCOUNT,), phone=HOLDER),
        Case("sample", "the same number, somebody new", "account", (ACCOUNT,), phone=HOLDER),
    ]
    done: list[None] = []
    found = Whole(system).run(cases, 3, lambda: done.append(None))
    assert [case for case, _ in found] == cases
    assert len(done) == len(cases)
    assert not [heard.trouble for _, heards in found for heard in heards if heard.trouble]

    price, person, burst, holder, again = (heards for _, heards in found)
    assert "Titán" in price[0].texts[0]
    assert price[0].intents == ("precio",)
    assert price[0].department is None
    assert price[0].milliseconds
    assert person[0].department == "ventas"
    assert "ticket" in person[0].texts[0]
    assert (person[1].served, person[1].texts) == (True, ())
    assert [len(burst[0].texts), "Brocha" in burst[0].texts[0]] == [1, True]
    for one in (holder, again):
        assert "12,450.00" in one[0].texts[0]
