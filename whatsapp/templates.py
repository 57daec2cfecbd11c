"""Templates: what may be sent to a customer who has been silent for 24 hours."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whatsapp.failures import unsendable
from whatsapp.messages import Message

_HOLE = re.compile(r"\{\{(\w+)\}\}")
_PLAIN_BUTTONS = {"QUICK_REPLY", "PHONE_NUMBER"}


@dataclass(frozen=True)
class Parameter:
    """Something to fill in: `{{1}}` or `{{nombre}}` in the text."""

    name: str
    example: str = ""


@dataclass(frozen=True)
class Template:
    """A message that Meta has approved. `named`: its parameters have names, not numbers."""

    name: str
    language: str
    body: str
    parameters: tuple[Parameter, ...]
    named: bool = False
    header: str = ""
    footer: str = ""

    @property
    def id(self) -> str:
        """What tells it from others: one name may stand for several languages."""
        return f"{self.name}/{self.language}"

    @property
    def text(self) -> str:
        """All that the customer reads, with the parameters unfilled."""
        return "\n\n".join(filter(None, (self.header, self.body, self.footer)))


def sendable(entries: Iterable[Mapping[str, Any]]) -> list[Template]:
    """Return those of Meta's entries that can be sent from here, by name.

    Left out are what Meta has not approved, and what wants a file, or values in header or buttons.
    """
    found = (_from_meta(entry) for entry in entries)
    return sorted(filter(None, found), key=lambda template: template.id)


def from_file(path: Path) -> list[Template]:
    """Read templates from a TOML file of [[template]] with name, language and body.

    Raises:
        ValueError: the file is no such file; the message says where.
    """
    if not path.exists():
        return []
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("template", [])
        found = [_from_entry(entry) for entry in entries]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ValueError(f"{path.name} is no list of templates: {error}") from error
    return sorted(found, key=lambda template: template.id)


def template_message(template: Template, values: Mapping[str, str]) -> Message:
    """Return a template with its parameters filled in; raises SendFailed where one is empty."""
    given = [_one_line(values.get(parameter.name, "")) for parameter in template.parameters]
    if not all(given):
        raise unsendable("template_value_missing")
    filled = [
        {"type": "text", "text": value}
        | ({"parameter_name": parameter.name} if template.named else {})
        for parameter, value in zip(template.parameters, given, strict=True)
    ]
    content: dict[str, Any] = {"name": template.name, "language": {"code": template.language}}
    if filled:
        content["components"] = [{"type": "body", "parameters": filled}]
    return Message("template", content)


def as_read(template: Template, values: Mapping[str, str]) -> str:
    """Return what the customer reads."""
    return _HOLE.sub(lambda hole: _one_line(values.get(hole[1], hole[0])), template.text)


def _from_meta(entry: Mapping[str, Any]) -> Template | None:
    parts = {part["type"]: part for part in entry.get("components", [])}
    body, header = parts.get("BODY"), parts.get("HEADER", {})
    if entry.get("status") != "APPROVED" or not body or not _is_plain(parts):
        return None
    named = entry.get("parameter_format") == "NAMED"
    return Template(
        name=entry["name"],
        language=entry["language"],
        body=body["text"],
        parameters=_parameters(body["text"], _examples(body, named=named)),
        named=named,
        header=header.get("text", ""),
        footer=parts.get("FOOTER", {}).get("text", ""),
    )


def _is_plain(parts: Mapping[str, Mapping[str, Any]]) -> bool:
    """Tell whether nothing but the body has to be filled in."""
    header = parts.get("HEADER", {"format": "TEXT"})
    if header.get("format", "TEXT") != "TEXT" or _HOLE.search(header.get("text", "")):
        return False
    if set(parts) - {"HEADER", "BODY", "FOOTER", "BUTTONS"}:
        return False
    buttons = parts.get("BUTTONS", {}).get("buttons", [])
    return all(
        button["type"] in _PLAIN_BUTTONS
        or (button["type"] == "URL" and not _HOLE.search(button.get("url", "")))
        for button in buttons
    )


def _examples(body: Mapping[str, Any], *, named: bool) -> dict[str, str]:
    example = body.get("example", {})
    if named:
        given = example.get("body_text_named_params", [])
        return {one["param_name"]: one["example"] for one in given}
    rows = example.get("body_text") or [[]]
    return {str(number): value for number, value in enumerate(rows[0], start=1)}


def _parameters(body: str, examples: Mapping[str, str]) -> tuple[Parameter, ...]:
    names = dict.fromkeys(_HOLE.findall(body))
    if all(name.isdigit() for name in names):
        names = dict.fromkeys(sorted(names, key=int))
    return tuple(Parameter(name, examples.get(name, "")) for name in names)


def _from_entry(entry: Mapping[str, Any]) -> Template:
    parameters = _parameters(entry["body"], {})
    return Template(
        name=entry["name"],
        language=entry["language"],
        body=entry["body"],
        parameters=parameters,
        named=any(not parameter.name.isdigit() for parameter in parameters),
        header=entry.get("header", ""),
        footer=entry.get("footer", ""),
    )


def _one_line(value: str) -> str:
    """Meta refuses a value with a new line, a tab or more than four spaces on end."""
    return " ".join(value.split())
