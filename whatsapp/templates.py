"""Templates: what may be sent to a customer who has been silent for 24 hours."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from whatsapp.failures import unsendable
from whatsapp.messages import Message

HOLE = re.compile(r"\{\{(\w+)\}\}")
FILES = ("image", "video", "document")
PLACE = ("latitude", "longitude", "name", "address")

Json = dict[str, Any]


@dataclass(frozen=True)
class Parameter:
    """Something to fill in, which stands in the template's text as `{{name}}`.

    Args:
        part: header, body or button.
        kind: text, a file (image, video, document) by its link, one of what makes a place, the end
            of a link (url), or a code to be copied (copy_code).
        hole: what Meta calls it.
        button: the place of its button.
    """

    name: str
    example: str = ""
    part: str = "body"
    kind: str = "text"
    hole: str = ""
    button: int = 0

    def takes(self, value: str) -> bool:
        """Tell whether a value may stand here."""
        if self.kind in FILES:
            return value.startswith("https://")
        if self.kind in ("latitude", "longitude"):
            return re.fullmatch(r"-?\d{1,3}(\.\d+)?", value) is not None
        return bool(value)


@dataclass(frozen=True)
class Template:
    """A message that Meta has approved.

    Args:
        named: its parameters have names, not numbers.
        links: its buttons that have something to fill in, as they are read.
        problem: why it cannot be sent from here, by its name in es_DO.toml; "" if it can.
    """

    name: str
    language: str
    body: str
    parameters: tuple[Parameter, ...]
    named: bool = False
    header: str = ""
    footer: str = ""
    links: str = ""
    problem: str = ""

    @property
    def id(self) -> str:
        """What tells it from others: one name may stand for several languages."""
        return f"{self.name}/{self.language}"

    @property
    def text(self) -> str:
        """All that the customer reads, with the parameters unfilled."""
        return "\n\n".join(filter(None, (self.header, self.body, self.footer, self.links)))


def template_message(template: Template, values: Mapping[str, str]) -> Message:
    """Return a template with its parameters filled in; raises SendFailed where one does not fit."""
    given = {one.name: _one_line(values.get(one.name, "")) for one in template.parameters}
    if template.problem or not all(one.takes(given[one.name]) for one in template.parameters):
        raise unsendable("template_value_missing")
    content: Json = {"name": template.name, "language": {"code": template.language}}
    components = [*_header(template, given), *_body(template, given), *_buttons(template, given)]
    if components:
        content["components"] = components
    return Message("template", content)


def as_read(template: Template, values: Mapping[str, str]) -> str:
    """Return what the customer reads."""
    return HOLE.sub(lambda hole: _one_line(values.get(hole[1], hole[0])), template.text)


def unfit(template: Template, values: Mapping[str, str]) -> list[str]:
    """Return the names of the parameters that have a value which may not stand there."""
    given = {one: _one_line(values.get(one.name, "")) for one in template.parameters}
    return [one.name for one, value in given.items() if value and not one.takes(value)]


def _header(template: Template, given: Mapping[str, str]) -> list[Json]:
    found = _of_part(template, "header")
    if not found:
        return []
    first = found[0]
    if first.kind in FILES:
        parameters = [{"type": first.kind, first.kind: _file(first.kind, given[first.name])}]
    elif first.kind in PLACE:
        place = {one.kind: given[one.name] for one in found}
        parameters = [{"type": "location", "location": place}]
    else:
        parameters = _texts(template, found, given)
    return [{"type": "header", "parameters": parameters}]


def _file(kind: str, link: str) -> Json:
    """A document without a name would be called "Untitled" on the phone."""
    name = PurePosixPath(urlsplit(link).path).name
    return {"link": link, **({"filename": name} if kind == "document" and name else {})}


def _body(template: Template, given: Mapping[str, str]) -> list[Json]:
    parameters = _texts(template, _of_part(template, "body"), given)
    return [{"type": "body", "parameters": parameters}] if parameters else []


def _buttons(template: Template, given: Mapping[str, str]) -> list[Json]:
    return [
        {
            "type": "button",
            "sub_type": one.kind,
            "index": str(one.button),
            "parameters": [_of_button(one.kind, given[one.name])],
        }
        for one in _of_part(template, "button")
    ]


def _of_button(kind: str, value: str) -> Json:
    if kind == "copy_code":
        return {"type": "coupon_code", "coupon_code": value}
    return {"type": "text", "text": value}


def _texts(
    template: Template, parameters: Sequence[Parameter], given: Mapping[str, str]
) -> list[Json]:
    return [
        {"type": "text", "text": given[one.name]}
        | ({"parameter_name": one.hole or one.name} if template.named else {})
        for one in parameters
    ]


def _of_part(template: Template, part: str) -> list[Parameter]:
    return [one for one in template.parameters if one.part == part]


def _one_line(value: str) -> str:
    """Meta refuses a value with a new line, a tab or more than four spaces on end."""
    return " ".join(value.split())
