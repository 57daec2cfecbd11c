"""Stock in one branch, asked of a store that does not keep it by branch."""

from __future__ import annotations

import re

from brain.mind.values import Choice, Outcome, Row
from brain.mind.workflows.request import Request
from brain.mind.workflows.shelf import Item, names_branch
from knowledge import reading

_THERE = re.compile(
    r"\b(?:en|sucursal) (?:la |el |los |las )?(?:tienda |sucursal )?(?:de )?[a-z]{3,}"
)


def asked_in(item: Item, request: Request) -> Outcome | None:
    """ "¿Y en la de San Pedro también hay?" is told honestly, and who can tell."""
    found = _THERE.search(request.understood.text)
    if found is None or any(row.branch for row in item.rows):
        return None
    said = request.understood.text[found.start() :]
    asked = [branch for branch in reading.branches() if names_branch(branch.name, said)]
    if len(asked) != 1:
        return None
    return Outcome(
        ok=True,
        rows=(Row("store_branch", asked[0].id, {"name": asked[0].name}),),
        text=request.say("product.not_by_branch", branch=asked[0].name),
        choices=(Choice("person:inventario", request.words.say("choices.person")),),
    )
