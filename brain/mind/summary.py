"""The summary that an agent reads when a room is handed over."""

from __future__ import annotations

from brain.mind.quote import Quote
from brain.mind.wording import count
from brain.mind.workflows.request import Request

_BEFORE = 3  # so many earlier messages of the customer are told


def summary(request: Request) -> str:
    """Tell what the customer said, which products, and what was before."""
    lines = [request.say("summary.said", text=request.turn.text.strip())]
    items = [_item(m.text, m.quantity, request) for m in request.understood.mentions if m.text]
    if items:
        lines.append(request.say("summary.items", items="; ".join(items)))
    quote = Quote.of(request.state)
    if quote is not None and quote.lines:
        listed = "; ".join(_item(line.name, line.count, request) for line in quote.lines)
        lines.append(request.say("summary.quotation", items=listed))
    earlier = [u.text for u in request.turn.history if u.author == "customer" and u.text]
    lines += [request.say("summary.before", text=text) for text in earlier[-_BEFORE:]]
    return "\n".join(lines)


def _item(text: str, quantity: object, request: Request) -> str:
    if quantity is None:
        return request.say("summary.item_alone", text=text)
    return request.say("summary.item", quantity=count(quantity), text=text)  # type: ignore[arg-type]
