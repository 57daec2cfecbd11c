"""A past conversation as a dialogue for the evaluation: whoever complains adds what was right.

Phone numbers, account and identity numbers, mail addresses and names are masked: the file leaves
the store's database.
"""

import re
from collections.abc import Iterable, Mapping

import yaml

from brain.models import every
from brain.past import Past, PastTurn
from brain.privacy import notice

NAME = "Nombre"
CATEGORIES = {
    "inventario": "stock",
    "ofertas": "offers",
    "cuenta": "account",
    "tienda": "store",
    "vacantes": "vacancies",
    "documentos": "documents",
    "cotizacion": "quotation",
    "handoff": "handoff",
    "social": "smalltalk",
}
# Money has its sign before it, or commas within; a number of 6 digits without is somebody's.
_NUMBER = re.compile(r"(?<![\d$,.])(?<!\$ )\+?\(?\d(?:[\s().-]{0,2}\d){5,}(?!\d|,\d)")
_FACTOR = re.compile(r"^\D{0,40}\b\d{4}\b\D{0,10}$")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PRESENTED = re.compile(
    r"\b(me llamo|mi nombre es|a nombre de|le habla|te habla)\s+"
    r"[^\W\d_]+(?:\s+(?!(?:y|e|o|de|del|que|para|pa|por|a|en|con)\b)[^\W\d_]+)?",
    re.IGNORECASE,
)
_HOLDERS = "SELECT holder FROM store_account WHERE position(lower(holder) in lower(%s)) > 0"
_SHORTEST_NAME = 3


def as_yaml(conversation: Past) -> str:
    """Write a conversation as one dialogue, with what the bot answered as comments."""
    names = _names(conversation)
    first = conversation.turns[0]
    head = {
        "name": f"conversation of {first.at:%Y-%m-%d} in {conversation.room_id}",
        "category": CATEGORIES.get(str(first.data.get("workflow")), "open"),
    }
    lines = ["# What would a good clerk have done? Write `must`, `must_not` and `person`.", "-"]
    lines += [f"  {line}" for line in _dumped(head)]
    lines += ["  turns:", *(line for turn in conversation.turns for line in _turn(turn, names))]
    return "\n".join(lines).replace("-\n  name", "- name", 1) + "\n"


def _turn(turn: PastTurn, names: Iterable[str]) -> list[str]:
    action = turn.data.get("action") or {}
    said = [mask(text, names, account=_on_account(turn)) for text in turn.words if text]
    person = action.get("department", True) if turn.action == "HandOff" else False
    content = {"customer": said if len(said) > 1 else "".join(said) or "(a file)"}
    dumped = _dumped(content | {"person": person, "must": [], "must_not": []})
    read = notice.left_out(str(action.get("text", "")))
    answer = mask(read, names).splitlines() or ["(nothing)"]
    workflow = turn.data.get("workflow", "")
    told = [f"# {turn.action} by {workflow}:", *(f"#   {line}" for line in answer)]
    return [*(f"      {line}" for line in told), *_listed(dumped)]


def _listed(lines: list[str]) -> list[str]:
    return [f"    - {lines[0]}", *(f"      {line}" for line in lines[1:])]


def _dumped(content: Mapping[str, object]) -> list[str]:
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000)
    return str(text).splitlines()


def _on_account(turn: PastTurn) -> bool:
    return turn.data.get("workflow") == "cuenta"


def _names(conversation: Past) -> list[str]:
    whole = [conversation.customer.name or "", conversation.customer.username or ""]
    texts = "\n".join(str((t.data.get("action") or {}).get("text", "")) for t in conversation.turns)
    said = "\n".join(turn.text for turn in conversation.turns)
    whole += [str(row[0]) for row in every(_HOLDERS, f"{texts}\n{said}")] if texts or said else []
    return sorted((name for name in whole if len(name) >= _SHORTEST_NAME), key=len, reverse=True)


def mask(text: str, names: Iterable[str] = (), *, account: bool = False) -> str:
    """Take out of a text whose it is.

    Args:
        text: what was said.
        names: the names to look for; each of their words is masked too.
        account: four digits alone are the second factor of an account.
    """
    for name in names:
        text = re.sub(re.escape(name), NAME, text, flags=re.IGNORECASE)
        for word in name.split():
            if len(word) >= _SHORTEST_NAME and word.casefold() not in _COMMON:
                text = re.sub(rf"\b{re.escape(word)}\b", NAME, text, flags=re.IGNORECASE)
    text = _PRESENTED.sub(rf"\1 {NAME}", text)
    text = _MAIL.sub("nombre@correo.example", text)
    text = _NUMBER.sub(lambda found: re.sub(r"\d", "0", found[0]), text)
    return re.sub(r"\b\d{4}\b", "0000", text) if account and _FACTOR.match(text) else text


_COMMON = frozenset({"del", "los", "las", "para", "casa", "san", "santa", "srl", "cliente"})
