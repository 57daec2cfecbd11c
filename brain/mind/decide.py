"""What to do about what was understood: guards first, the ordinary case last."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from brain.mind.clause import SOCIAL
from brain.mind.language import SPANISH
from brain.mind.orders import is_only_an_order
from brain.mind.seeming import broke_at_home, only_introduces, only_sighs
from brain.mind.values import Turn, Understanding

# Intents that a person takes, with the department, in the order in which they decide.
PEOPLE: tuple[tuple[str, str], ...] = (
    ("pago_reclamado", "contabilidad"),
    ("gestion_cuenta", "contabilidad"),
    ("persona", "ventas"),
    ("queja", "servicio"),
    ("devolver", "servicio"),
    ("precio_especial", "ventas"),
    ("pedido", "ventas"),
)
# Intents that a document may answer; without one a person does.
POLICY: Mapping[str, str] = {
    "devolucion": "servicio",
    "entrega": "ventas",
    "pago": "contabilidad",
    "deposito": "contabilidad",
    "asesoria": "ventas",
}
WORKFLOW_OF: Mapping[str, str] = {
    "existencia": "inventario",
    "precio": "inventario",
    "llegada": "inventario",
    "oferta": "ofertas",
    "cuenta": "cuenta",
    "vacante": "vacantes",
    "horario": "tienda",
    "ubicacion": "tienda",
    "contacto": "tienda",
    "ticket": "ticket",
    "cotizacion": "cotizacion",
    **dict.fromkeys((*POLICY, "pregunta"), "documentos"),
}
# Who can help where a workflow cannot; documents go by POLICY.
PERSON_FOR: Mapping[str, str] = {
    "inventario": "ventas",
    "ofertas": "ventas",
    "cuenta": "contabilidad",
    "cotizacion": "cotizaciones",
    "vacantes": "servicio",
    "tienda": "servicio",
    "ticket": "servicio",
}
_SAYS_SOMETHING = re.compile(r"[^\W_]|\?")
_ASKED = 0.5
Ending = Literal[
    "", "handoff", "silent", "media", "declined", "private", "robot", "social", "unclear"
]
_REFUSED: tuple[tuple[str, Ending], ...] = (
    ("robot", "robot"),
    ("privado", "private"),
    ("fuera_de_tema", "declined"),
)


@dataclass(frozen=True)
class Step:
    """One workflow to run, and the intent that it serves."""

    workflow: str
    intent: str


@dataclass(frozen=True)
class Plan:
    """The workflows to run, and how the turn ends if they leave it open."""

    steps: tuple[Step, ...] = ()
    ending: Ending = ""
    department: str = ""
    reason: str = ""
    urgent: bool = False
    guards: tuple[str, ...] = ()


def decide(turn: Turn, read: Understanding) -> Plan:
    """Decide from values only; nothing is read and nothing is done here."""
    if not turn.text.strip() and not turn.choice_id:
        return Plan(ending="media" if turn.has_media else "silent", guards=("nothing to read",))
    if not turn.choice_id and not _SAYS_SOMETHING.search(read.text):
        return Plan(ending="silent", guards=("no words",))
    steps = _steps(read)
    if read.slots.frustrated:
        return Plan((), "handoff", "servicio", "frustrado", True, ("frustrated",))
    for intent, department in PEOPLE:
        if read.wants(intent) and not _goes_on(intent, read):
            return _to_people(turn, read, intent, department, steps)
    if steps:
        return Plan(steps)
    return _without_workflow(turn, read)


def _goes_on(intent: str, read: Understanding) -> bool:
    """ "Está caro. ¿Y el de 275?" has the next product looked up; a better price can wait."""
    said = next(i.clause for i in read.intents if i.name == intent)
    if intent == "precio_especial" and read.wants("oferta") and only_introduces(said):
        return True  # "soy maestro constructor; ¿qué tienen en oferta?"
    if not any(m.found or m.wish for m in read.mentions) or not _steps(read):
        return False
    if intent == "queja":
        return broke_at_home(said)
    return intent == "precio_especial" and only_sighs(said)


def _to_people(
    turn: Turn, read: Understanding, intent: str, department: str, steps: tuple[Step, ...]
) -> Plan:
    chosen = read.slots.department or department if intent == "persona" else department
    if intent == "persona" and read.wants("queja"):
        chosen = "servicio"  # "y quiero que alguien me llame", at the end of a complaint
    elif intent == "persona" and _is_about_an_account(turn.state):
        chosen = read.slots.department or "contabilidad"
    elif intent == "queja" and _is_of_the_account(turn, read):
        chosen = "contabilidad"
    if intent == "precio_especial" and read.wants("cotizacion"):
        chosen = "cotizaciones"
    urgent = intent == "queja"
    kept = () if urgent else tuple(s for s in steps if s.workflow in {"tienda", "vacantes"})
    return Plan(kept, "handoff", chosen, intent, urgent, (f"people: {intent}",))


def _is_of_the_account(turn: Turn, read: Understanding) -> bool:
    """ "¿Por qué no me despacharon? Mi cuenta es la …", or what the account just said is wrong."""
    told = read.wants("cuenta") and read.slots.account_number is not None
    return told or turn.state.get("topic") == "cuenta"


def _is_about_an_account(state: Mapping[str, Any]) -> bool:
    asked = str((state.get("pending") or {}).get("kind", ""))
    return state.get("topic") == "cuenta" or asked.startswith("account_")


def _steps(read: Understanding) -> tuple[Step, ...]:
    steps: dict[str, Step] = {}
    for intent in read.intents:
        workflow = WORKFLOW_OF.get(intent.name)
        if workflow is None:
            continue
        key = intent.name if workflow in {"tienda", "documentos"} else workflow
        # A price asked for says more than stock asked for: the reply gives both.
        if key not in steps or intent.name == "precio":
            steps[key] = Step(workflow, intent.name)
    if "cotizacion" in steps or ("ofertas" in steps and _is_told_by_offers(read)):
        steps.pop("inventario", None)  # what was named goes on the list, or is looked for in offers
    if "cotizacion" in steps:
        steps.pop("pago", None)  # "con comprobante fiscal" is how it is wanted
    if read.wants("privado"):
        steps.pop(
            "contacto", None
        )  # "el teléfono y la cédula de Juan": it is not ours that is wanted
    if "cuenta" in steps and not any(m.found for m in read.mentions):
        steps.pop("inventario", None)  # words about the account that look like merchandise
    return tuple(steps.values())


def _is_told_by_offers(read: Understanding) -> bool:
    """Tell whether an offer says all that is asked: a product only named, or the price of one."""
    asked = {i.name for i in read.intents if i.score >= _ASKED} & {"existencia", "precio"}
    one = sum(m.found for m in read.mentions) == 1
    return not asked or (asked == {"precio"} and one)


def _without_workflow(turn: Turn, read: Understanding) -> Plan:
    for intent, ending in _REFUSED:
        if read.wants(intent):
            return Plan(ending=ending)
    if any(i.name in SOCIAL for i in read.intents):
        return Plan(ending="social")
    if is_only_an_order(turn.text):
        return Plan(ending="declined")
    if read.language != SPANISH:
        return Plan((), "handoff", "ventas", "idioma", guards=(f"language: {read.language}",))
    # Whatever is asked, a document may have it as a heading.
    steps = (Step("documentos", "pregunta"),)
    if misses(turn.state) >= 1:
        return Plan(steps, "handoff", "servicio", "no_entendido", False, ("second miss",))
    return Plan(steps, "unclear", guards=("not understood",))


def person_for(step: Step) -> str:
    """Name the department whose people can do what a workflow cannot."""
    return PERSON_FOR.get(step.workflow) or POLICY.get(step.intent, "servicio")


def misses(state: Mapping[str, Any]) -> int:
    return int(state.get("misses", 0))
