"""What is offered in the place of what is gone, not sold, or was not quite it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from brain.mind.open_choice import Option
from brain.mind.values import Choice, Mention
from brain.mind.workflows import written
from brain.mind.workflows.meant import in_pack, named
from brain.mind.workflows.reply import SOME, Reply, offer, read_items
from brain.mind.workflows.request import Request
from brain.mind.workflows.shelf import Item, family

_LONGEST_ECHO = 40
_LOOK_AT = 12
_LINK = re.compile(r"https?|www|\w[./]\w*[a-z]{2,}/|\.(?:com|net|org|example)\b")


def gone(item: Item, reply: Reply, request: Request) -> None:
    """Say that it is gone, and name what is like it: its price is told to who asks for it."""
    text = request.say("product.gone", **written.values(item, request))
    others = alternatives(item, request)
    if others:
        lines = [request.say("product.line_name", name=other.title) for other in others]
        text = "\n".join([text, request.say("product.alternatives"), *lines])
        reply.rows += [row for other in others for row in other.facts(request.words)]
        reply.choices += written.choices(others, priced=False)
        reply.instead += [Option(o.code, o.title, None, item.first.name, 0) for o in others]
    reply.paragraphs.append(text)


def alternatives(item: Item, request: Request) -> list[Item]:
    """Find products of the same family that are there now."""
    # A cable for batteries is no battery: better none than that, where nothing is called so.
    return [kin for kin in family(item, request, _LOOK_AT) if kin.stock > 0][:SOME]


def not_found(mention: Mention, reply: Reply, request: Request) -> None:
    lists = request.lexicon.lists
    near = read_items([c.sku for c in (*mention.candidates, *mention.near)], request)
    near = in_pack(mention, near, lists["packs"])
    names = [w for w in mention.text.split() if w not in lists["attributes"] and w.isalpha()]
    if len(names) > 1 and names[0] in lists["packs"]:
        names = names[1:]  # "rollo de alambre de púa" is wire
    alike = _bearing(names, [i for i in near if named(names, i)], request.understood.text)
    there = [i for place, i in enumerate(alike) if i.stock > 0 or place == 0]
    similar = there[:SOME]
    said = [_unknown(mention, similar, request), *_similar(similar, request)]
    reply.paragraphs.append("\n".join(said))
    reply.rows += [row for item in similar for row in item.facts(request.words)]
    reply.choices += written.choices(similar)
    reply.choices.append(Choice("person:ventas", request.words.say("choices.person")))
    if similar:
        reply.queries.append(mention.text)
        offer(mention, similar, reply)


def _bearing(names: Sequence[str], found: list[Item], said: str) -> list[Item]:
    """Keep what is called so; "regulador de tanque de gas" is nothing for the tank of a toilet."""
    called_so = [item for item in found if named(names[:1], item)]
    if called_so or len(names) < 2:
        return called_so or found
    of_it = [n for n in names[1:] if re.search(rf"\b{names[0]} del? (?:la |el )?{n}\b", said)]
    return [i for i in found if named([n for n in names if n not in of_it], i)]


def _unknown(mention: Mention, similar: Sequence[Item], request: Request) -> str:
    person = "" if similar else f" {request.say('ask.person')}"
    if len(mention.text) > _LONGEST_ECHO or _LINK.search(mention.text):
        return request.say("product.not_found_plain") + person
    key = "product.not_found" if similar else "product.not_sold"  # what is alike may be it
    return request.say(key, product=request.echo(mention.text)) + person


def _similar(similar: Sequence[Item], request: Request) -> list[str]:
    if not similar:
        return []
    return [request.say("product.similar"), *(written.line(i, request) for i in similar)]
