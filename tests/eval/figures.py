"""Finds invented figures: numbers in a reply that neither the store nor the customer has said.

A figure on a line that names products must be theirs. On other lines the products of the reply
count, then those of the conversation; money also may be a total of prices and said quantities, or
the sum of amounts that stand above it in the same reply, one a product. An offer for so many a
customer divides what was said into so many at its price and the rest at the normal one.
"""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from itertools import product as combinations

from tests.eval.numbers import MONEY, figures_in, money_in, said_in
from tests.eval.tables import Account, Product, Tables, folded

_LISTED = re.compile(r"^\s*\d{1,2}[.)]\s")
_TICKET = re.compile(r"(?:ticket|solicitud)\D{0,25}\d+")
_MOST_SUMMED = 4  # products in one sum: more would take for ever
_MOST_SAID = 8


@dataclass(frozen=True)
class Talk:
    """What was said so far: the customer's words, and the store's replies before this one."""

    tables: Tables
    customer: str
    before: str = ""
    phone: str | None = None

    @property
    def accounts(self) -> list[Account]:
        """The accounts whose numbers were mentioned, and those of the phone that writes."""
        heard = re.sub(r"[\s.-]", "", self.customer + self.before)
        return [a for a in self.tables.accounts if a.number in heard or a.is_of(self.phone)]


def invented(replies: Sequence[str], talk: Talk) -> list[str]:
    """List the figures of one turn's replies that stand nowhere, each with its line."""
    named = _named("\n".join(replies), talk.tables) or _named(talk.before, talk.tables)
    return [
        f"{figure} in «{line.strip()}»"
        for reply in replies
        for line in reply.splitlines()
        for figure in _strangers(line, named, talk, _added_up(reply, talk.tables))
    ]


def _added_up(reply: str, tables: Tables) -> set[Decimal]:
    """The sums over products that follow each other, of the first or the last amount of each."""
    amounts: list[list[Decimal]] = []
    for line in reply.splitlines():
        named = _named(line, tables)
        if named:
            amounts.append([])
        if amounts and (named or "total" not in folded(line)):
            amounts[-1] += money_in(line)
    stated = [each for each in amounts if each]
    return {
        sum((each[place] for each in stated[begin:end]), Decimal(0))
        for place in (0, -1)
        for begin in range(len(stated))
        for end in range(begin + 1, len(stated) + 1)
    }


def _strangers(
    line: str, named: Sequence[Product], talk: Talk, sums: AbstractSet[Decimal]
) -> list[str]:
    on_line = _named(line, talk.tables)
    scope = on_line or named or talk.tables.products
    said = said_in(talk.customer)
    said |= {q for each in scope for q in _recounted(each, said, talk.customer)}
    own = figures_in(talk.customer)
    money = _money(scope, said, talk) | own | (set() if on_line else sums)
    found = [f"RD$ {amount:,}" for amount in money_in(line) if amount not in money]
    rest = _without_names(MONEY.sub(" ", folded(line)), on_line)
    allowed = _figures(scope, talk, named=bool(on_line or named)) | said
    allowed |= {share for each in scope for q in said for share in _shares(each, q)}
    allowed |= _of_all_branches(on_line or named)
    if not on_line:
        allowed |= _quotable(talk.tables.others)
    return found + [f"{f:,}" for f in sorted(figures_in(_bare(rest)) - allowed - own)]


def _money(scope: Sequence[Product], said: set[Decimal], talk: Talk) -> set[Decimal]:
    prices = {amount for product in scope for amount in product.money}
    prices |= {a for p in scope for offer in p.offers for a in money_in(offer.description)}
    found = prices | {round(q * price, 2) for q in said for price in prices}
    found |= {amount for each in scope for amount in _divided(each, said)}
    found |= {amount for each in scope for o in each.offers for amount in money_in(o.description)}
    found |= {o.price for o in talk.tables.offers if o.price is not None and not o.sku}
    found |= {account.balance for account in talk.accounts}
    found |= set(money_in(talk.tables.others))
    if len(scope) <= _MOST_SUMMED:
        found |= _sums(scope, sorted(said)[:_MOST_SAID])
    return found


def _sums(scope: Sequence[Product], said: Sequence[Decimal]) -> set[Decimal]:
    parts = [
        {Decimal(0)}
        | {round(q * price, 2) for q in (*said, Decimal(1)) for price in each.money}
        | _divided(each, said)
        for each in scope
    ]
    return {sum(chosen, Decimal(0)) for chosen in combinations(*parts)}


def _recounted(each: Product, said: Iterable[Decimal], customer: str) -> set[Decimal]:
    """200 screws that are sold by the hundred are 2; 2 quintales by the pound are 200."""
    by = {"ciento": 100, "millar": 1000}.get(folded(each.unit))
    if by is not None:
        return {number / by for number in said if number % by == 0}
    pounds = folded(each.unit) in {"libra", "lb"} and "quintal" in folded(customer)
    return {number * 100 for number in said} if pounds else set()


def _shares(each: Product, quantity: Decimal) -> set[Decimal]:
    """So many as an offer's conditions name, and what is left of a quantity beyond them."""
    limits = {f for offer in each.offers for f in said_in(offer.description) if f < quantity}
    return limits | {quantity - limit for limit in limits}


def _divided(each: Product, said: Iterable[Decimal]) -> set[Decimal]:
    """What so many cost where only the first of them are at the offer's price."""
    found: set[Decimal] = set()
    for quantity, offer, normal in combinations(said, each.offers, each.prices):
        for limit in said_in(offer.description):
            if offer.price is not None and limit < quantity:
                reduced, rest = limit * offer.price, (quantity - limit) * normal
                found |= {round(amount, 2) for amount in (reduced, rest, reduced + rest)}
    return found


def _figures(scope: Iterable[Product], talk: Talk, *, named: bool) -> set[Decimal]:
    found: set[Decimal] = set()
    for each in scope:
        found |= figures_in(f"{each.name} {each.brand} {each.unit} {each.sku}")
        if not named:  # a list of choices may hold a name in part
            continue
        found |= each.stocks
        for offer in each.offers:
            found |= figures_in(f"{offer.name} {offer.description} {offer.begins} {offer.ends}")
    for offer in talk.tables.offers:
        if not offer.sku:
            found |= figures_in(f"{offer.name} {offer.description} {offer.begins} {offer.ends}")
    for account in talk.accounts:
        found |= figures_in(f"{account.number} {account.due}") | {account.balance}
    return found


def _of_all_branches(scope: Sequence[Product]) -> set[Decimal]:
    """What there is in all branches of products that have a code in each."""
    stocks: dict[tuple[str, str], list[Decimal]] = {}
    for each in scope:
        stocks.setdefault((each.name, each.brand), []).append(max(each.stocks))
    return {sum(several, Decimal(0)) for several in stocks.values() if len(several) > 1}


def _quotable(others: str) -> set[Decimal]:
    found = figures_in(others)
    afternoon = {f - 12 for f in found if 12 < f <= 24}  # 18:00 is read as 6:00
    return found | afternoon


def _bare(line: str) -> str:
    """A line without what is no figure of the store's: list numbers, tickets, the second factor."""
    line = _TICKET.sub(" ", _LISTED.sub(" ", line))
    return re.sub(r"\b4\b(?= digitos)", " ", line)


def _named(text: str, tables: Tables) -> list[Product]:
    """The products whose names stand in a text; a name inside a longer one is not named.

    Where two makes, or two branches, bear one name, both are.
    """
    plain = folded(text)
    found: list[Product] = []
    for name, products in tables.by_name:
        if name in plain:
            branded = [p for p in products if p.brand and folded(p.brand) in plain]
            found += branded or products
            plain = plain.replace(name, "\n")
    return found


def _without_names(line: str, named: Sequence[Product]) -> str:
    for each in named:
        line = line.replace(folded(each.name), " ")
    return line
