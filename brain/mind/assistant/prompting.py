"""What a model is shown: first what never changes, so that a server keeps it; the message last."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from brain.mind.assistant.masking import masked
from brain.mind.assistant.needs import Hints
from brain.mind.assistant.tools import WRAP, Tool
from brain.mind.prompts import Prompts
from brain.mind.values import Turn

if TYPE_CHECKING:
    from llama_index.core.llms import ChatMessage

BEFORE = 3  # so many earlier utterances are shown


def prefix(tools: Iterable[Tool], words: Prompts) -> list[ChatMessage]:
    """Give the fixed part: who it is, its tools, the examples. Always a new list."""
    from llama_index.core.llms import ChatMessage, MessageRole

    told = words.classification
    named = "\n".join(told["tool"].format(name=t.name, description=t.description) for t in tools)
    rules = told["instructions"].replace("{tools}", named).strip()
    system = f"{words.documents['system'].strip()}\n\n{rules}"
    messages = [ChatMessage(role=MessageRole.SYSTEM, content=system)]
    known = {tool.name for tool in tools}
    for example in told["examples"]:
        if example["choice"]["herramienta"] not in known:
            continue
        products, matters = (tuple(example.get(key, ())) for key in ("products", "matters"))
        shown = Hints((products,), matters)
        said = "\n".join([*_hinted(shown, told), told["message"].format(text=example["said"])])
        chosen = json.dumps({WRAP: example["choice"]}, ensure_ascii=False)
        messages.append(ChatMessage(role=MessageRole.USER, content=said))
        messages.append(ChatMessage(role=MessageRole.ASSISTANT, content=chosen))
    return messages


def _hinted(hints: Hints, told: Mapping[str, Any]) -> list[str]:
    products = told["products"].format(things="; ".join(hints.products)) if hints.products else ""
    shown = [said for said in (products, *hints.matters) if said]
    return [told["hints"].format(hints=told["or"].join(shown))] if shown else []


def question(turn: Turn, words: Prompts, hints: Hints) -> ChatMessage:
    """Give the customer's message, with what may serve and what she said shortly before.

    Numbers are masked.

    What the bot said stays here: an account's state may be in it.
    """
    from llama_index.core.llms import ChatMessage, MessageRole

    told = words.classification
    earlier = [u for u in turn.history if u.author == "customer" and u.text][-BEFORE:]
    lines = [told["before"].format(text=masked(u.text)) for u in earlier]
    lines += _hinted(hints, told)
    lines.append(told["message"].format(text=masked(turn.text)))
    return ChatMessage(role=MessageRole.USER, content="\n".join(lines))
