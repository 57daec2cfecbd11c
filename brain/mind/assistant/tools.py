"""The catalogue of workflows as tools: what a model may choose, and what it chose."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from brain.mind.prompts import Prompts
from brain.mind.workflows.catalogue import StoreWorkflow

WRAP = "eleccion"  # servers want an object at the root of a schema
NAME, ABOUT = "herramienta", "sobre"
MOST_TEXTS, LONGEST_TEXT = 3, 120


class Refused(Exception):
    """What a model answered is no choice among the tools."""


@dataclass(frozen=True)
class Argument:
    name: str
    kind: str  # enum, texts, text
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tool:
    """One tool; `intent` is what its choice means where no `sobre` says so."""

    name: str
    description: str
    arguments: tuple[Argument, ...]
    intent: str


@dataclass(frozen=True)
class Pick:
    """A tool that was chosen, with the intent that it means and its words."""

    tool: str
    intent: str
    products: tuple[str, ...] = ()
    question: str = ""


def tools_of(
    catalogue: Iterable[StoreWorkflow], words: Prompts, *, all_of_them: bool = False
) -> tuple[Tool, ...]:
    """Give a tool for each workflow that can be served now, and for what people do."""
    told: Mapping[str, Any] = words.classification["tools"]
    meant: Mapping[str, str] = words.classification["intents"]
    known = [w for w in catalogue if w.name in told]
    served = {w.name: w.description for w in known if all_of_them or w.available()}
    own = {name: str(t["description"]) for name, t in told.items() if "description" in t}
    return tuple(
        _tool(name, description, told[name], meant.get(name, ""))
        for name, description in {**served, **own}.items()
    )


def _tool(name: str, description: str, told: Mapping[str, Any], meant: str) -> Tool:
    arguments = tuple(
        Argument(key, str(each["kind"]), tuple(each.get("values", ())))
        for key, each in told.get("arguments", {}).items()
    )
    return Tool(name, description, arguments, str(told.get("intent", meant)))


def schema(tools: Iterable[Tool]) -> dict[str, Any]:
    """Give the JSON schema that one choice among the tools fulfils."""
    return {
        "type": "object",
        "properties": {WRAP: {"anyOf": [_shape(tool) for tool in tools]}},
        "required": [WRAP],
        "additionalProperties": False,
    }


def _shape(tool: Tool) -> dict[str, Any]:
    properties = {NAME: {"type": "string", "enum": [tool.name]}}
    properties |= {argument.name: _kind(argument) for argument in tool.arguments}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _kind(argument: Argument) -> dict[str, Any]:
    if argument.kind == "enum":
        return {"type": "string", "enum": list(argument.values)}
    if argument.kind == "texts":
        return {"type": "array", "items": {"type": "string"}, "maxItems": MOST_TEXTS}
    return {"type": "string"}


def read_pick(answer: str, tools: Iterable[Tool]) -> Pick:
    """Read what a model answered.

    Raises:
        Refused: no JSON, another tool's name, or arguments that the tool does not take.
    """
    try:
        content = json.loads(answer)
    except ValueError:
        raise Refused("no JSON") from None
    chosen = content.get(WRAP, content) if isinstance(content, dict) else None
    if not isinstance(chosen, dict):
        raise Refused("no object")
    return pick_of(str(chosen.get(NAME, "")), chosen, tools)


def pick_of(name: str, arguments: Mapping[str, Any], tools: Iterable[Tool]) -> Pick:
    """Check the arguments of a chosen tool."""
    tool = next((each for each in tools if each.name == name), None)
    if tool is None:
        raise Refused("no such tool")
    texts: dict[str, tuple[str, ...]] = {
        argument.name: _texts(argument, arguments.get(argument.name)) for argument in tool.arguments
    }
    about = next(iter(texts.get(ABOUT, ())), "")
    question = " ".join(texts.get("pregunta", ()))
    return Pick(tool.name, about or tool.intent, texts.get("productos", ()), question)


def _texts(argument: Argument, value: object) -> tuple[str, ...]:
    given = value if isinstance(value, list) else [] if value is None else [value]
    if not all(isinstance(each, str) for each in given):
        raise Refused(f"{argument.name} is no text")
    texts = tuple(" ".join(str(t).split())[:LONGEST_TEXT] for t in given[:MOST_TEXTS])
    if argument.kind == "enum" and (not texts or texts[0] not in argument.values):
        raise Refused(f"{argument.name} is none of its values")
    return tuple(text for text in texts if text)
