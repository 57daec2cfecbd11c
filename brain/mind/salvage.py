"""Other readings of a turn that is about to give up: what a clerk would try before he says so.

Each is a whole understanding, the likeliest first; the first that is answered is taken. Where none
is, the turn gives up as it would have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from brain.mind.act import Acted
from brain.mind.clause import PRODUCT, SOCIAL
from brain.mind.decide import PEOPLE, POLICY, Plan
from brain.mind.folding import clauses, words
from brain.mind.language import SPANISH
from brain.mind.lexicon import content
from brain.mind.mentions import CLEAR, changed
from brain.mind.naming import Kit
from brain.mind.open_choice import OpenChoice, all_open
from brain.mind.parts import Part
from brain.mind.spoken_of import by_place, in_another_size, of_its_kind
from brain.mind.spotting import spotted
from brain.mind.values import Answer, Ask, HandOff, Intent, Mention, Turn, Understanding

_SURE = 0.8
_SHORT = 12  # words; a longer message does not just go on with the last product
_ASKED = 0.6  # from here on words asked for stock or price
_GUESS = 0.3  # so likely a guess of the classifier must be to be tried
_HEARD = 0.34  # ... to be followed where it may give the room to people
_MEANT = frozenset({*(name for name, _ in PEOPLE), "cuenta", "vacante", "horario", "ubicacion"})
_NAMED = 5  # words; what is shorter names one thing, and all of it
_SLIPS = 2  # words; a message with more of them tells of something else
_LITTLE = 3  # letters; so short an unknown word is a slip and names nothing
_SIZE = re.compile(r"\bde (?:l[ao]s? )?(?:de )?(\d+(?:/\d+)?)\b|\b(\d+/\d+)\b")
_COUNT = re.compile(r"\b(?:mism[oa]s|es[oa]s|unos|unas|son|serian|como|quiero|dame) (\d{1,5})\b")
_MOST = re.compile(r"\b(?:el|la|l[oa]s|del) (?:que (?:es|sea) )?mas [a-z]{4,}")
_BREAKS = re.compile(r"[\n?!;¿¡]+")
_ACCOUNT = re.compile(r"\bcuentas?\b(?! (?:de |del )?banc)")
_NO = re.compile(r"\b(?:no|nunca|ni)\b")
_UNSERVED = {None, "producto", "documento"}
_TO_PEOPLE = frozenset({"complaint", "account"})  # readings that may give the room to people

Read = Callable[[Turn], Understanding]
# What a decision calls them; each has its words for who opens it, in rc_app/i18n.
Name = Literal[
    "goes on", "spoken of", "account", "complaint", "in one breath", "asked again", "its kind",
    "without slips", "spotted", "guess", "greeting",
]  # fmt: skip


@dataclass(frozen=True)
class Another:
    """Another reading, and its name for the decision."""

    name: Name
    read: Understanding

    def is_served(self, plan: Plan, acted: Acted) -> bool:
        """Tell whether this reading got further than the first one."""
        if isinstance(acted.action, HandOff):
            wanted = self.name == "guess" and plan.ending == "handoff"
            return wanted or self.name in _TO_PEOPLE
        return isinstance(acted.action, Answer | Ask) and not gives_up(plan, acted)


def gives_up(plan: Plan, acted: Acted) -> bool:
    """Tell whether a turn ends without anything read, and without a question that leads on."""
    if plan.ending and plan.ending != "unclear" and plan.reason != "no_entendido":
        return False
    return not any(
        o.ok or o.rows or o.handoff or o.missing not in _UNSERVED for o in acted.outcomes
    )


def others(turn: Turn, read: Understanding, kit: Kit, understand: Read) -> Iterator[Another]:
    """Give what else a turn may mean, the likeliest first; `understand` reads changed words."""
    yield from _named("goes on", _goes_on(turn, read, kit))
    yield from _named("spoken of", _spoken_of(turn, read, kit))
    yield from _named("account", _account(turn, read))
    yield from _named("complaint", _complaint(read, kit))
    yield from _named("in one breath", _in_one_breath(turn, understand))
    yield from _named("asked again", _asked_again(turn, read))
    yield from _named("its kind", _its_kind(turn, read, kit))
    yield from _named("without slips", _without_slips(turn, read, kit, understand))
    yield from _named("spotted", _spotted(read, kit))
    yield from _named("guess", _guessed(read))
    yield from _named("guess", _heard(read, kit))
    yield from _named("greeting", _greeting(read))


def _named(name: Name, read: Understanding | None) -> Iterator[Another]:
    if read is not None:
        yield Another(name, read)


def _goes_on(turn: Turn, read: Understanding, kit: Kit) -> Understanding | None:
    """ "¿Y si fueran de los de 8, los mismos 800?": the last product, otherwise."""
    last = turn.state.get("products", {})
    if not last.get("query") or OpenChoice.of(turn.state) or len(words(read.text)) > _SHORT:
        return None
    intent = str(last.get("intent", "precio"))
    told = _told(read.text, kit)
    if not told:
        counted = _only_counts(read, kit)
        return _only(read, intent, [counted]) if counted else None
    count = _COUNT.search(read.text)
    said = changed(str(last["query"]), told, kit.lexicon)
    mention = kit.look_up(Part(said, Decimal(count[1]) if count else None))
    return _only(read, intent, [mention]) if mention.found else None


def _spoken_of(turn: Turn, read: Understanding, kit: Kit) -> Understanding | None:
    """ "50 fundas del primero", "¿y de 1x4 cuántos hay?"."""
    said = by_place(read.text, turn.state, kit) or in_another_size(read.text, turn.state, kit)
    return _only(read, _last_intent(turn), [said]) if said else None


def _its_kind(turn: Turn, read: Understanding, kit: Kit) -> Understanding | None:
    kind = None if OpenChoice.of(turn.state) else of_its_kind(read.text, turn.state, kit)
    return _only(read, _last_intent(turn), [kind]) if kind else None


def _spotted(read: Understanding, kit: Kit) -> Understanding | None:
    """A product in the middle of a story, or named with words that nobody here knows."""
    wanted = {i.name for i in read.intents} - SOCIAL - set(PRODUCT)
    asked = any(i.name in PRODUCT and i.score >= _ASKED for i in read.intents)
    story = len(words(read.text)) > _NAMED
    found = spotted(read.text, kit, asked=asked) if story and not wanted else None
    if found and any(_is_another(found, m) for m in read.mentions):
        return None  # "cemento gris en funda" is not the glue that is called cemento too
    intent = "precio" if read.wants("precio") else "existencia"
    return _only(read, intent, [found]) if found else None


def _is_another(found: Mention, asked: Mention) -> bool:
    """Tell whether only the first word of a short name was found."""
    said = asked.text.split()
    return 1 < len(said) < _NAMED and not asked.found and found.text == said[0]


def _asked_again(turn: Turn, read: Understanding) -> Understanding | None:
    """ "El más oscurito" of what is to choose from tells nobody which: it is offered again."""
    choice = OpenChoice.of(turn.state)
    if choice is None or len(words(read.text)) > _SHORT or not _MOST.search(read.text):
        return None
    return _only(read, choice.intent, all_open(choice, None))


def _last_intent(turn: Turn) -> str:
    return str(turn.state.get("products", {}).get("intent", "precio"))


def _only_counts(read: Understanding, kit: Kit) -> Mention | None:
    """ "Está bien, ¿y tienen 25?" says how many of the last product."""
    lists = kit.lexicon.lists
    idle = lists["courtesies"] | lists["idle"] | lists["packs"] | lists["openers"]
    named = [w for w in content(read.text, kit.lexicon) if w.isalpha() and w not in idle]
    if named or read.slots.quantity is None or len(read.slots.digits) != 1:
        return None
    return Mention("", read.slots.quantity, (), resolved=False)


def _told(text: str, kit: Kit) -> str:
    """The size and the attributes that a message says."""
    size = _SIZE.search(text)
    attributes = kit.lexicon.lists["attributes"] - kit.lexicon.lists["sizes"]
    said = [w for w in words(text) if w.isalpha() and w in attributes]
    return " ".join([*([size[1] or size[2]] if size else []), *said])


def _account(turn: Turn, read: Understanding) -> Understanding | None:
    """ "¿Y la 20138 cuánto tiene?" after an account; "no doy mi cédula" where it was asked."""
    kind = str((turn.state.get("pending") or {}).get("kind", ""))
    if kind in {"account_number", "account_factor"} and _NO.search(read.text):
        return _only(replace(read, slots=replace(read.slots, lacks=True)), "cuenta")
    spoken_of = turn.state.get("topic") == "cuenta" or kind.startswith("account")
    if not spoken_of and not _ACCOUNT.search(read.text):
        return None
    return _only(read, "cuenta") if read.slots.account_number else None


def _in_one_breath(turn: Turn, understand: Read) -> Understanding | None:
    """ "El espejo con luz / ¿lo tienen?": what was cut into clauses may be one."""
    pieces = [piece.strip() for piece in _BREAKS.split(turn.text) if piece.strip()]
    return understand(replace(turn, text=" ".join(pieces))) if len(pieces) > 1 else None


def _without_slips(
    turn: Turn, read: Understanding, kit: Kit, understand: Read
) -> Understanding | None:
    """Leave out what nobody here knows, but for the word that names the thing."""
    named = " ".join(m.text for m in read.mentions)
    head = next(iter((named or " ".join(content(read.text, kit.lexicon))).split()), "")
    said = words(read.text)
    kept = [w for w in said if _is_known(w, kit) or (w == head and len(w) > _LITTLE)]
    if len(said) > _SHORT or not 0 < len(said) - len(kept) <= _SLIPS:
        return None
    return understand(replace(turn, text=" ".join(kept)))


def _is_known(word: str, kit: Kit) -> bool:
    if not word.isalpha() or word in kit.lexicon.known:
        return True
    return any(hit.score >= CLEAR for hit in kit.index.search(word, 1))


def _complaint(read: Understanding, kit: Kit) -> Understanding | None:
    """Something was bought, ordered or promised, and it went otherwise."""
    says = kit.lexicon.says
    if not (says("dealt", read.text) and says("went_wrong", read.text)):
        return None
    return _only(read, "queja")


def _guessed(read: Understanding) -> Understanding | None:
    guess = next((g for g in read.guesses if g.score >= _GUESS and g.name in POLICY), None)
    return _only(read, guess.name) if guess else None


def _heard(read: Understanding, kit: Kit) -> Understanding | None:
    """What the classifier takes the message for, or one of its clauses: better than "what?"."""
    if len(words(read.text)) < _LITTLE or read.language != SPANISH:
        return None
    said = [clause for clause in {read.text, *clauses(read.text)} if len(words(clause)) >= _LITTLE]
    scores = [pair for clause in said for pair in kit.model.read(clause).scores.items()]
    name, score = max(scores, key=lambda pair: pair[1], default=("", 0.0))
    return _only(read, name) if name in _MEANT and score >= _HEARD else None


def _greeting(read: Understanding) -> Understanding | None:
    """Of a message that only its greeting was understood of, at least that is answered."""
    social = tuple(i for i in read.intents if i.name in SOCIAL)
    if any(i.name in PRODUCT and i.score >= _ASKED for i in read.intents) and read.mentions:
        return None  # what we do not have is said
    return replace(read, intents=social, mentions=()) if social and read.intents != social else None


def _only(read: Understanding, intent: str, mentions: Sequence[Mention] = ()) -> Understanding:
    asked = Intent(intent, _SURE, read.text)
    return replace(read, intents=(asked,), mentions=tuple(mentions), guesses=())
