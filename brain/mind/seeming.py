"""Words that look like an intent and are none: a sigh about prices, a pump that broke at home."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace

from brain.mind.folding import words
from brain.mind.lexicon import Lexicon
from brain.mind.mentions import coverage
from brain.mind.values import Slots, Understanding

_PRODUCT = frozenset({"existencia", "precio"})
_DEAR = re.compile(r"\bcar[oa]s?\b")
_BARGAINS = re.compile(r"\b(?:rebaj|descuent|desc|baj[ae]|mejor|menos|ultimo|deja|mayor|cantidad)")
_HAGGLES = re.compile(
    r"\b(?:descuent|baj[ae]|mejor|menos|ultimo|mayor|cantidad|rebaj[ae](?:me|le))"
)
_SIGH = re.compile(
    r"^(?:(?:uff*|ay|diache|diablo|diantre|wao|guao|pero|y|no|si|eso|ese|esa|es|esta|estan|muy|bien|que"
    r"|demasiado|mucho|un|chin|poco|algo|me|lo|la|parece|veo|sale|salen|sigue|ta|tan)[\s,]+)*"
    r"car(?:it|isim)?[oa]s?\b[\s,]*(?:(?:y|pero|entonces|mejor)\b[\s,]*)*"
)
_WHO_ASKS = re.compile(r"\b(?:soy|somos) (?:un |una )?[a-z]{4,}")
_ASKS_LESS = re.compile(
    r"\b(?:preci|rebaj|descuent|desc\b|bajan?\b|mejor\b|menos\b|ultimo|dej[ae]|mayor|cantidad|volumen)"
)
_FISCAL = re.compile(r"\b(?:rnc|ncf|comprobantes?|fiscal(?:es)?)\b")
_WANTS_PERSON = re.compile(r"\b(?:quiero|deseo|necesito|prefiero|hablar|pas[ae]|comuni)")
_BROKE = re.compile(r"\bse (?:me |le |nos )?(?:quem|da[nñ]|romp|part|explot|fund|jod)")
_OURS = re.compile(
    r"\b(?:vendieron|compre|compramos|garantia|reclam|queja|factura|cambi"
    r"|(?:de|por|donde|con) ustedes|ustedes (?:me|nos|no))"
)
_ELSEWHERE = re.compile(
    r"\b(?:en|de) otr[oa] (?:lado|parte|sitio|tienda|ferreteria|negocio|lugar)\b"
)
_OURS_BOUGHT = re.compile(
    r"\b(?:vendieron|compr[eo]|compramos|lleve|llevamos|garantia|reclam|queja|factura|devol"
    r"|devuelv|reembols|talla|otro color|(?:de|por|donde|con) ustedes)"
)
_RAN_SHORT = re.compile(
    r"\b(?:instal|hac|constru|pint|termin|arregl|mont|trabaj|ech|peg|sold|cerc|vaci|remodel)"
    r"[a-z]*(?:ando|iendo|yendo)\b.*\bme (?:falt(?:o|aron|an?)|qued[eo] (?:corto|sin))\b"
    r"|\bme falt(?:o|aron|an?)\b.*\bpara terminar"
)
_DEALT = re.compile(
    r"\b(?:pedido|factura|mandaron|trajeron|despach|entreg|llego|llegaron|vino|vinieron|compre|pague|camion)"
)
_LOYAL = re.compile(r"\bsiempre (?:le |les )?compr(?:o|amos)\b")
_LEFT_AT = re.compile(r"\b(?:con|en) (?:el|la|ese|esa) (?:oferta|rebaja|descuento|especial)\b")
_BOUGHT = re.compile(
    r"\b(?:compr[eo]|compramos|lleve|llevamos|vendieron|factura|devol|devuelv|garantia|reembols)"
)
_REPLACED = re.compile(
    r"\b(?:quiero|quisiera|necesito|voy a|hay que|tengo que|para|pa|debo|toca)"
    r" (?:cambi|reempla|sustitu|repon|poner otr)[a-z]*"
)
_RUNS_SHORT = re.compile(r"\b(?:me|nos) falt(?:o|an|aron|aba)\b")
_CAME = re.compile(
    r"\b(?:compr[eo]|compramos|mand|traj|envi|entreg|despach|pedid|pedi\b|pedimos|factur|orden|llego|llegaron|vino|vinieron|camion)"
)
_ASKS_GUARANTEE = re.compile(
    r"\b(?:tiene|tendra|hay|cubre|entra|esta|le queda)(?: (?:en|con|la|alguna|todavia))* garantia$"
)


_MANNERS = frozenset({"saludo", "gracias", "despedida", "acuse", "si", "no"})
_EXCLAIMS = re.compile(r"\b(?:(?:el|que|del) )?diablo\b|\b(?:coño|cono|carajo)\b")
_AT_US = re.compile(r"\bustedes\b(?! (?:tien|vend|hay))|\botra vez\b|\bya (?:te|le|les) |\bentiend")


def only_seeming(specific: Set[str], cued: Set[str], clause: str) -> frozenset[str]:
    """Tell which of a clause's intents its words only look like."""
    product = bool(cued & _PRODUCT)
    if specific == {"precio_especial"} and product and (only_sighs(clause) or _buys_here(clause)):
        return frozenset({"precio_especial"})
    if {"precio_especial", "oferta"} <= specific and not _HAGGLES.search(_LEFT_AT.sub("", clause)):
        return frozenset({"precio_especial"})  # "¿en cuánto me los dejan con la oferta?"
    if {"cotizacion", "pago"} <= specific and _FISCAL.search(clause):
        return frozenset({"pago"})  # whose quotation it is, not how it is paid
    if "queja" in specific and (_ran_short(clause) or (product and broke_at_home(clause))):
        return frozenset({"queja"})
    if product and {"devolucion"} <= specific and is_to_be_replaced(clause):
        return frozenset({"devolucion", "devolver", "queja"} & specific)
    if beside := beside_the_point(specific, clause):
        return beside
    if {"robot", "persona"} <= specific and not _WANTS_PERSON.search(clause):
        return frozenset({"persona"})  # "¿eres un robot o una persona?"
    return frozenset()


def beside_the_point(named: Set[str], clause: str) -> frozenset[str]:
    """Tell what leads to the question and is none: what is to be replaced, what broke."""
    if {"devolucion", "oferta"} <= named and not _BOUGHT.search(clause):
        return frozenset({"devolucion"})  # a lock is to be replaced by one on offer
    if named == {"queja"} and _RUNS_SHORT.search(clause) and not _CAME.search(clause):
        return frozenset({"queja"})  # "estoy instalando un baño y me faltó un codo"
    if {"queja", "devolucion"} <= named and _ASKS_GUARANTEE.search(clause):
        return frozenset({"queja"})  # the terms are asked for; a complaint can still follow
    return frozenset()


def calm(read: Understanding, lexicon: Lexicon) -> Slots:
    """Hear no curse in the name of a product: "pino bruto", "bolsas de basura"."""
    if not read.slots.frustrated:
        return read.slots
    names = " ".join(m.candidates[0].name for m in read.mentions if m.found)
    left = " ".join(word for word in words(read.text) if coverage(word, names) <= 0)
    if names and {i.name for i in read.intents} <= _PRODUCT | _MANNERS and not _AT_US.search(left):
        left = _EXCLAIMS.sub(" ", left)  # burgled, somebody sighs, and asks for a padlock
    return replace(read.slots, frustrated=lexicon.says("frustrated", left))


def only_sighs(clause: str) -> bool:
    """ "¿A cuánto está, ahora que todo está caro?" asks for the price, not for a better one."""
    return bool(_DEAR.search(clause)) and not _BARGAINS.search(clause)


def without_sigh(clause: str) -> str:
    """Leave "está caro" out of what goes on: "ta cara, ¿y la gris?" asks for the grey one."""
    left = _SIGH.sub("", clause)
    goes_on = left != clause and len(words(left)) > 1 and not _BARGAINS.search(left)
    return left if goes_on else clause


def only_introduces(clause: str) -> bool:
    """ "Yo soy maestro constructor" tells who asks; it wants no better price by itself."""
    return bool(_WHO_ASKS.search(clause)) and not _ASKS_LESS.search(clause)


def is_to_be_replaced(clause: str) -> bool:
    """ "La pluma bota agua y quiero cambiarla": another one is wanted, nothing goes back."""
    return bool(_REPLACED.search(clause)) and not _OURS_BOUGHT.search(clause)


def _ran_short(clause: str) -> bool:
    """ "Estoy instalando un baño y me faltó un codo" complains of nobody."""
    return bool(_RAN_SHORT.search(clause)) and not _DEALT.search(clause)


def _buys_here(clause: str) -> bool:
    """ "Siempre compro varilla ahí, ¿a cómo está?"."""
    return bool(_LOYAL.search(clause)) and not _BARGAINS.search(clause)


def broke_at_home(clause: str) -> bool:
    """ "Busco una bomba, la mía se quemó" is no complaint, unless it was bought here."""
    if _ELSEWHERE.search(clause):
        return True  # "la que compré en otro lado se me dañó"
    return bool(_BROKE.search(clause)) and not _OURS.search(clause)
