"""What a conversation is about, in a model's sentence: looked at before an agent reads it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from brain.mind.assistant.masking import masked
from brain.mind.assistant.tools import Refused
from brain.mind.numbers import figures_in
from brain.mind.prompts import Prompts
from brain.mind.values import Turn

if TYPE_CHECKING:
    from llama_index.core.llms import ChatMessage

WRAP = "resumen"
SHOWN = 8
WORTH = 3  # so many things the customer must have said for a sentence to be of use
LONGEST = 280


def worth_telling(turn: Turn) -> bool:
    return sum(u.author == "customer" for u in turn.history) + 1 >= WORTH


def telling(turn: Turn, words: Prompts) -> ChatMessage:
    """Ask for one sentence on what a customer said, behind the fixed part; numbers masked."""
    from llama_index.core.llms import ChatMessage, MessageRole

    told = words.classification["summary"]
    spoken = [u for u in turn.history if u.author == "customer" and u.text][-SHOWN:]
    lines = [told["customer"].format(text=masked(u.text)) for u in spoken]
    lines.append(told["customer"].format(text=masked(turn.text)))
    asked = "\n".join([told["instructions"].strip(), *lines])
    return ChatMessage(role=MessageRole.USER, content=asked)


def schema() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {WRAP: {"type": "string"}},
        "required": [WRAP],
        "additionalProperties": False,
    }


def sentence(answer: str) -> str:
    """Read what a model answered.

    Raises:
        Refused: it is no such object.
    """
    try:
        return str(json.loads(answer)[WRAP])
    except (ValueError, KeyError, TypeError):
        raise Refused("no JSON") from None


def phrased(text: str, turn: Turn) -> str:
    """Give the sentence if it says nothing of its own: no figure that was not said, no link."""
    plain = " ".join(text.split()).strip("\"'«» ")
    said = "\n".join([turn.text, *(u.text for u in turn.history)])
    if not plain or len(plain) > LONGEST or "http" in plain or "www." in plain:
        return ""
    if not set(figures_in(plain)) <= set(figures_in(said)):
        return ""
    return plain
