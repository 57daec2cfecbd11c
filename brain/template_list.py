"""The templates that agents may send: rows, which the worker brings up to date."""

from typing import Any

from psycopg.types.json import Jsonb

from brain.models import database, durably, every
from whatsapp.templates import Parameter, Template
from whatsapp.wording import template_problem

_ALL = """
SELECT name, language, body, parameters, named, header, footer, links, problem
FROM template ORDER BY id
"""
_PUT = """
INSERT INTO template (id, name, language, body, parameters, named, header, footer, links, problem)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (id) DO UPDATE SET body = excluded.body, parameters = excluded.parameters,
    named = excluded.named, header = excluded.header, footer = excluded.footer,
    links = excluded.links, problem = excluded.problem
"""


def known() -> list[Template]:
    """Return the templates, by name; one with a `problem` cannot be sent from here."""
    return [_template(row) for row in every(_ALL)]


def sendable() -> list[Template]:
    """Return those that can be sent."""
    return [template for template in known() if not template.problem]


def unsendable() -> list[tuple[Template, str]]:
    """Return those that cannot be sent from here, each with the reason in words."""
    return [(one, template_problem(one.problem)) for one in known() if one.problem]


def find(name: str, language: str = "") -> Template | None:
    """Return the template of this name, in this language if one is given."""
    for template in known():
        if template.name == name and language in ("", template.language):
            return template
    return None


def replace(templates: list[Template]) -> None:
    """Take over a list that was read anew: what is not in it can be sent no more."""
    with durably():
        database.execute_sql(
            "DELETE FROM template WHERE id <> ALL(%s)", ([template.id for template in templates],)
        )
        for one in templates:
            parameters = Jsonb([vars(parameter) for parameter in one.parameters])
            values = (one.id, one.name, one.language, one.body, parameters, one.named)
            database.execute_sql(_PUT, (*values, one.header, one.footer, one.links, one.problem))


def _template(row: tuple[Any, ...]) -> Template:
    name, language, body, parameters, *others = row
    given = tuple(Parameter(**parameter) for parameter in parameters)
    return Template(name, language, body, given, *others)
