"""Policies and guides: the passage of a document that answers, quoted, or a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from brain.mind.decide import POLICY, misses
from brain.mind.folding import fold, words
from brain.mind.values import Choice, HandOff, Outcome, Row
from brain.mind.workflows.quoting import LONGEST, quote
from brain.mind.workflows.request import Request
from knowledge import reading
from knowledge.ideas import ideas
from knowledge.passage_search import FoundPassage, current_passages

# The share of the question that a passage must answer: with the topic known, and without.
ENOUGH, ENOUGH_UNASKED = 0.45, 0.55
# With the topic known: where the passage says the service at all, or is headed by it.
MENTIONED, ON_TOPIC, HEADED = 0.7, 0.28, 0.15
NAMED = 0.79  # the passage's heading or title names the service that was asked for
PLAINLY = 0.95  # so plainly a passage answers that no product need be thought of
EQUAL = 0.005  # so near two scores are the same
_LITTLE = 3  # letters; shorter words name nothing
LONGEST_KEPT = 200  # characters of a question that the next one may go on with
LIKELY = 0.35  # a guess that is worth asking about
WHOLE = 2  # so many things must be said for a question to be a whole one
_QUESTION = re.compile(
    r"\?|\b(?:que|qué|quién|quien|cuál|cual|cómo|como|dónde|cuándo|cuánt[oa]s?)\b", re.I
)
_WORK = "work_"  # patterns of this name tell of work that a store may do
_ACCOUNT = re.compile(r"\d[\d -]{6,}\d|n[uú]mero de cuenta", re.I)
_STATED = frozenset({"devolucion", "entrega", "pago"})  # a passage about it states the conditions
AS_GOOD = 0.85  # of the best passage's score: such a second one is quoted too

Retrieve = Callable[[str], Sequence[FoundPassage]]


def retrieve(question: str) -> Sequence[FoundPassage]:
    """Find passages by the embedded index."""
    return current_passages().search(question)


class Policies:
    name = "documentos"
    description = (
        "Políticas de la tienda: entregas, devoluciones, garantías, formas de pago, guías."
    )
    required: tuple[str, ...] = ()

    def __init__(self, retrieve: Retrieve = retrieve) -> None:
        self._retrieve = retrieve

    def available(self) -> bool:
        return reading.has_documents()

    def run(self, request: Request) -> Outcome:
        question = _question(request)
        found = _good(self._found(question, request), request)
        found = found or _good(self._at_its_end(question, request), request)
        if found:
            return _quoted(found, question, request)
        if request.intent in POLICY:
            return _to_people(request)
        if _asks(request) or _works(question, request):
            return _unwritten(request)
        return Outcome(ok=False)

    def _at_its_end(self, question: str, request: Request) -> Sequence[FoundPassage]:
        """Search what comes last of a long question: before it people tell who they are."""
        topic = " ".join(sorted(request.lexicon.lists.get(f"topic_{request.intent}", ())))
        told, _, asked = question.rpartition(",")
        return self._retrieve(f"{topic} {asked}") if told and topic else ()

    def _found(self, question: str, request: Request) -> Sequence[FoundPassage]:
        """Find passages; of equally good ones only the one that is about the topic."""
        topic = " ".join(sorted(request.lexicon.lists.get(f"topic_{request.intent}", ())))
        if topic and request.says("in_general"):
            return self._retrieve(topic)
        found = self._retrieve(question)
        best = [each for each in found if each.score >= found[0].score - EQUAL]
        if not topic or len(best) < 2:
            return found
        about = self._retrieve(topic)
        return [
            next((each for each in about if any(each.passage == b.passage for b in best)), best[0])
        ]


def by_heading(request: Request) -> Outcome | None:
    """Quote the passage whose heading is the question that was asked, if there is one."""
    question = request.turn.text
    best = next(iter(retrieve(question)), None)
    if best is None or best.score < PLAINLY or best.about < ENOUGH_UNASKED:
        return None
    return _quoted([best], question, request)


def _question(request: Request) -> str:
    """The clauses that ask; the whole message where no clause was told apart."""
    asked = [i.clause for i in request.understood.intents if i.name == request.intent]
    return " ".join(dict.fromkeys(asked)) or request.turn.text


def _good(found: Sequence[FoundPassage], request: Request) -> list[FoundPassage]:
    """Keep what answers: the best passage, and a second one that is nearly as good."""
    intent = request.intent
    if intent in _STATED:  # "¿puedo devolver una llave?" is about returns, not about keys
        found = [each for each in found if each.service >= MENTIONED] or found
    asked = _works(_question(request), request)
    good = [each for each in found if each.score >= _bar(each, intent)]
    good = [each for each in good if asked <= _works(_said_in(each), request)]
    if intent == "entrega":  # "¿llevan a La Vega?" is not about the bank of that name
        good = [each for each in good if each.service >= NAMED] or good
    if request.says("comes_with") and not request.says("condition"):
        good = [each for each in good if _is_of_the_last(each, request)]
    if intent == "deposito":  # only where it says something about the number
        good = [each for each in good if _ACCOUNT.search(each.passage.body)]
    return [each for each in good[:2] if each.score >= AS_GOOD * good[0].score]


def _is_of_the_last(found: FoundPassage, request: Request) -> bool:
    """What comes with a thing is told only where that thing is spoken of."""
    last = str(request.state.get("products", {}).get("query", ""))
    named = [w for w in words(fold(last)) if w.isalpha() and len(w) > _LITTLE]
    return not named or any(word.rstrip("s") in fold(_said_in(found)) for word in named[:1])


def _works(text: str, request: Request) -> set[str]:
    """The kinds of work that a text speaks of: who asks whether pumps are repaired, asks that."""
    folded = fold(text)
    named = (name for name in request.lexicon.patterns if name.startswith(_WORK))
    return {name for name in named if request.lexicon.says(name, folded)}


def _said_in(found: FoundPassage) -> str:
    return f"{found.passage.title} {found.passage.heading} {found.passage.body}"


def _bar(found: FoundPassage, intent: str) -> float:
    if intent in _STATED and found.service >= MENTIONED:
        return HEADED if found.service >= NAMED else ON_TOPIC
    return ENOUGH if intent in POLICY or found.service >= NAMED else ENOUGH_UNASKED


def _quoted(found: Sequence[FoundPassage], question: str, request: Request) -> Outcome:
    spoken_of = str(request.state.get("products", {}).get("query", ""))
    texts = [quote(each.passage, question, spoken_of) for each in found]
    if sum(map(len, texts)) > LONGEST:
        texts, found = texts[:1], found[:1]
    person = _person(request)
    rows = tuple(_row(each) for each in found)
    return Outcome(
        ok=True,
        rows=rows,
        text="\n\n".join(texts),
        choices=(person,),
        state={"asked": question[:LONGEST_KEPT]},
    )


def _person(request: Request) -> Choice:
    """Offer somebody of the department that knows of what was asked, where there is one."""
    return Choice(f"person:{POLICY.get(request.intent, '')}", request.words.say("choices.person"))


def _row(found: FoundPassage) -> Row:
    passage = found.passage
    read = {"passage": passage.id, "heading": passage.heading, "text": passage.body}
    return Row("store_document", passage.document, read)


def _to_people(request: Request) -> Outcome:
    reason = request.say(f"reasons.{request.intent}")
    told = request.say("document.none")
    hand_off = HandOff(POLICY[request.intent], reason, "normal", "", told)
    return Outcome(ok=False, handoff=hand_off)


def _asks(request: Request) -> bool:
    """Tell whether a whole question was asked, and not the second time that we are at a loss."""
    said = request.turn.text
    likely = any(guess.score >= LIKELY for guess in request.understood.guesses)
    whole = len(ideas().of(said)) >= WHOLE and not likely
    return whole and _QUESTION.search(said) is not None and misses(request.state) == 0


def _unwritten(request: Request) -> Outcome:
    text = f"{request.say('document.unwritten')} {request.say('ask.person')}"
    person = _person(request)
    return Outcome(ok=False, text=text, missing="documento", choices=(person,))
