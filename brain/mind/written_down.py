"""Whether what a customer asks stands in a document, whatever else the words look like.

"¿Cuánto cobran por instalar el inversor?" looks like a price, "¿y si sale malo?" like a complaint.
Where the message names a service or condition of the store, and a passage answers it plainly, the
passage is the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from brain.mind.folding import fold
from brain.mind.lexicon import Lexicon, content
from brain.mind.naming import JUST_ONE_MORE
from brain.mind.values import Intent, Understanding
from knowledge.passage_search import FoundPassage

QUESTION = "pregunta"

# The share of the question that the passage must answer: where no product was found, where one
# was perhaps, and where one was surely named and the service stands in the text only.
_NO_PRODUCT, _PLAIN, _PLAINER = 0.45, 0.58, 0.75
_NAMED = 0.79  # the service stands in the passage's heading or title
_IN_FULL, _ABOUT = 0.9, 0.5  # or the heading itself is what was asked
_SURE = 0.8  # a product that was surely named
_NAMED_SURELY = 0.9
_PRODUCT = frozenset({"existencia", "precio"})
_OURS = frozenset({"cuenta", "horario"})
# These are work for people, unless the customer only asks how it would be.
_PEOPLE = frozenset({"queja", "cotizacion", "pedido", "asesoria", "devolucion", "entrega", "pago"})


def consult(
    read: Understanding, found: Sequence[FoundPassage], said: str, lexicon: Lexicon
) -> Understanding:
    """Read a message as a question to the documents if a passage answers it plainly."""
    best = next(iter(found), None)
    if best is None or not _may_be(read, best, said, lexicon):
        return read
    kept = tuple(i for i in read.intents if i.name in {"saludo", "gracias"})
    asked = Intent(QUESTION, min(best.score, 1.0), said)
    return replace(read, intents=(asked, *kept))


def _may_be(read: Understanding, best: FoundPassage, said: str, lexicon: Lexicon) -> bool:
    if read.follow_up or _one_more(read):
        return False  # "¿y si llevo 2 de cada uno?" goes on with what was spoken of
    wanted = {i.name for i in read.intents} - {"saludo", "gracias", "acuse"}
    in_full = best.score >= _IN_FULL and best.about >= _ABOUT
    if not best.service and not in_full:
        return False
    if wanted <= _PRODUCT and _names_only(read, lexicon):
        return False  # "¿cuánto es la cubeta de sellador de techo?" asks for no guide
    if wanted <= _PRODUCT:
        return best.score >= _bar(read, best)
    if wanted <= _PRODUCT | _OURS:
        return best.score >= _PLAIN and best.service >= _NAMED and not read.slots.account_number
    if wanted <= _PRODUCT | _PEOPLE:
        return best.score >= _PLAIN and _supposes(said, lexicon)
    return False


def _names_only(read: Understanding, lexicon: Lexicon) -> bool:
    """Tell whether a message says nothing beside the products that it surely names."""
    sure = [m for m in read.mentions if m.found and m.candidates[0].score >= _NAMED_SURELY]
    said = {word for mention in sure for word in mention.text.split()}
    return bool(sure) and said.issuperset(content(read.text, lexicon))


def _one_more(read: Understanding) -> bool:
    """Tell whether only another product is named: "¿y pico?" after a shovel."""
    return bool(read.mentions and read.intents) and JUST_ONE_MORE.match(read.text) is not None


def _bar(read: Understanding, best: FoundPassage) -> float:
    found = [m.candidates[0].score for m in read.mentions if m.found]
    if not found:
        return _NO_PRODUCT
    return _PLAINER if max(found) >= _SURE and best.service < _NAMED else _PLAIN


def _supposes(said: str, lexicon: Lexicon) -> bool:
    """ "Si sale malo…", "qué hago para…": asked beforehand, nothing has happened."""
    return lexicon.says("supposing", fold(said))
