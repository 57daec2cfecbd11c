"""Templates as Meta lists them, or as a file has them, put into values."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from whatsapp.templates import FILES, HOLE, PLACE, Parameter, Template
from whatsapp.wording import say, texts

Json = Mapping[str, Any]

_PARTS = {"HEADER", "BODY", "FOOTER", "BUTTONS"}
_PLAIN_BUTTONS = {"QUICK_REPLY", "PHONE_NUMBER", "VOICE_CALL", "URL", "COPY_CODE"}


def approved(entries: Iterable[Json]) -> list[Template]:
    """Return those of Meta's entries that it has approved, by name.

    One that cannot be sent from here says so in its `problem`.
    """
    found = [_template(entry) for entry in entries if entry.get("status") == "APPROVED"]
    return sorted(found, key=lambda template: template.id)


def from_file(path: Path) -> list[Template]:
    """Read templates from a TOML file of [[template]] with name, language and body.

    Raises:
        ValueError: the file is no such file; the message says where.
    """
    if not path.exists():
        return []
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("template", [])
        return approved([_as_listed(entry) for entry in entries])
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ValueError(f"{path.name} is no list of templates: {error}") from error


def _template(entry: Json) -> Template:
    parts = {part["type"]: part for part in entry.get("components", [])}
    named = entry.get("parameter_format") == "NAMED"
    body = parts.get("BODY", {})
    of_body = _of_body(body, named=named)
    taken = {one.name for one in of_body}
    header, of_header = _header(parts.get("HEADER", {}), taken)
    links, of_buttons = _buttons(parts.get("BUTTONS", {}).get("buttons", []), taken)
    return Template(
        name=entry["name"],
        language=entry["language"],
        body=body.get("text", ""),
        parameters=(*of_header, *of_body, *of_buttons),
        named=named,
        header=header,
        footer=parts.get("FOOTER", {}).get("text", ""),
        links=links,
        problem=_problem(entry, parts),
    )


def _problem(entry: Json, parts: Mapping[str, Json]) -> str:
    """Name what a template wants that nobody can give it here; "" where there is no such thing."""
    known = texts()["template"]["problem"]
    buttons = [button["type"] for button in parts.get("BUTTONS", {}).get("buttons", [])]
    strange = [name for name in parts if name not in _PARTS]
    strange += [name for name in buttons if name not in _PLAIN_BUTTONS]
    if entry.get("category") == "AUTHENTICATION":
        strange.insert(0, "AUTHENTICATION")
    if _header_is_strange(parts.get("HEADER", {})):
        strange.append("HEADER")
    if "BODY" not in parts:
        strange.append("BODY")
    names = [name.lower() for name in strange]
    return next((name if name in known else "other" for name in names), "")


def _header_is_strange(header: Json) -> bool:
    return header.get("format", "TEXT") not in ("TEXT", "LOCATION", *map(str.upper, FILES))


def _header(header: Json, taken: set[str]) -> tuple[str, list[Parameter]]:
    """Give the header as it is read, with what has to be filled in."""
    kind = header.get("format", "TEXT").lower()
    if kind == "location":
        names = {each: _free(each, taken) for each in PLACE}
        found = [Parameter(name, part="header", kind=each) for each, name in names.items()]
        return say("template", "place", **{k: f"{{{{{v}}}}}" for k, v in names.items()}), found
    if kind in FILES:
        name = _free(kind, taken)
        shown = say("template", kind, link=f"{{{{{name}}}}}")
        return shown, [Parameter(name, part="header", kind=kind)]
    text = header.get("text", "")
    hole = HOLE.search(text)
    if hole is None:
        return text, []
    example = next(iter(_examples(header, "header_text").values()), "")
    name = _free("title", taken)
    return _renamed(text, name), [Parameter(name, example, "header", "text", hole[1])]


def _buttons(buttons: Iterable[Json], taken: set[str]) -> tuple[str, list[Parameter]]:
    lines, found = [], []
    for place, button in enumerate(buttons):
        kind, url = button["type"].lower(), button.get("url", "")
        if kind == "copy_code" or (kind == "url" and HOLE.search(url)):
            name = _free(kind, taken)
            value = _renamed(url, name) if url else f"{{{{{name}}}}}"
            lines.append(say("template", kind, text=button.get("text", ""), value=value))
            found.append(Parameter(name, _example_of(button), "button", kind, button=place))
    return "\n".join(lines), found


def _example_of(button: Json) -> str:
    """Meta's example of a link is the whole link; what is filled in is its end."""
    given = button.get("example") or [""]
    example = str(given if isinstance(given, str) else given[0])
    return example.removeprefix(HOLE.split(button.get("url", ""))[0])


def _of_body(body: Json, *, named: bool) -> list[Parameter]:
    examples = _examples(body, "body_text_named_params" if named else "body_text")
    names = list(dict.fromkeys(HOLE.findall(body.get("text", ""))))
    if all(name.isdigit() for name in names):
        names.sort(key=int)
    return [Parameter(name, examples.get(name, "")) for name in names]


def _examples(part: Json, key: str) -> dict[str, str]:
    given = part.get("example", {}).get(key) or []
    if given and isinstance(given[0], Mapping):
        return {one["param_name"]: one["example"] for one in given}
    row = given[0] if given and isinstance(given[0], list) else given
    return {str(number): value for number, value in enumerate(row, start=1)}


def _free(kind: str, taken: set[str]) -> str:
    """Name what is filled in outside the body, unlike everything that has a name already."""
    name = wanted = str(texts()["template"]["hole"][kind])
    number = 1
    while name in taken:
        number += 1
        name = f"{wanted}_{number}"
    taken.add(name)
    return name


def _renamed(text: str, name: str) -> str:
    return HOLE.sub(f"{{{{{name}}}}}", text)


def _as_listed(entry: Json) -> dict[str, Any]:
    """An entry of the file as Meta would list it."""
    holes = HOLE.findall(entry["body"])
    header = {"type": "HEADER", "format": entry.get("header_format", "TEXT")}
    parts = [header | {"text": entry.get("header", "")}, {"type": "BODY", "text": entry["body"]}]
    buttons = [{"type": "URL"} | button for button in entry.get("buttons", [])]
    return {
        "name": entry["name"],
        "language": entry["language"],
        "status": "APPROVED",
        "parameter_format": "NAMED" if any(not one.isdigit() for one in holes) else "POSITIONAL",
        "components": [
            *parts,
            {"type": "FOOTER", "text": entry.get("footer", "")},
            {"type": "BUTTONS", "buttons": buttons},
        ],
    }
