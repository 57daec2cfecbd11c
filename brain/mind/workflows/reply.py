"""A reply about products that grows, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from brain.mind.open_choice import Option
from brain.mind.values import Choice, Mention, Row
from brain.mind.workflows.request import Request
from brain.mind.workflows.shelf import Item, in_branch, items

FEW = 5  # so many are listed whole
SOME = 3  # of more than a few so many are shown


@dataclass
class Reply:
    """A reply that grows, product by product."""

    paragraphs: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    lines: list[tuple[Decimal, Decimal]] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    skus: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)  # to choose from
    counted: list[Option] = field(default_factory=list)  # known, and how many
    instead: list[Option] = field(default_factory=list)  # like what is not there
    queries: list[str] = field(default_factory=list)  # the words of what was answered, in order
    one_sum: bool = True  # False where branches have different prices
    several: bool = False  # products were named together

    @property
    def query(self) -> str:
        """The words of the last one."""
        return self.queries[-1] if self.queries else ""


def offer(mention: Mention, shown: Sequence[Item], reply: Reply) -> None:
    """Remember what is offered to choose from."""
    count = str(mention.quantity) if mention.quantity else None
    group = len({option.of for option in reply.options})
    reply.options += [Option(item.code, item.title, count, mention.text, group) for item in shown]


def read_items(skus: Sequence[str], request: Request) -> list[Item]:
    """Read these products now, in the branch that the message names."""
    return [in_branch(item, request.understood.text) for item in items(skus, request)]
