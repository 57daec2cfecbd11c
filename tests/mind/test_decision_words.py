"""Whatever a decision holds, the administrator who opens it reads words for it."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, get_args

from brain.mind import manners, salvage
from brain.mind.clause import SOCIAL
from brain.mind.decide import PEOPLE, POLICY, WORKFLOW_OF, Ending
from brain.mind.flow import Mind
from brain.mind.lexicon import DATA
from brain.mind.values import Action, Slots
from tests.mind.conftest import REPO, NewTalk

I18N = REPO / "rc_app" / "i18n"
REPORT = REPO / "brain" / "texts" / "report.es_DO.toml"
QUESTIONS = REPO / "tests" / "mind" / "questions" / "blind.toml"
SAID = (
    *("?", "...", "👍", "estoy harto de ustedes", "hello, do you have cement?"),
    *("bonjou, mwen bezwen siman", "xyzzy", "plugh", "la segunda", "quiero el precio de fábrica"),
    *("hasta qué hora abren hoy?", "y el domingo?", "abren ahora?", "tienen vacantes?"),
    *("cómo va mi ticket?", "0012345", "no la tengo", "cuánto es el balance de mi cuenta 0054321?"),
    *("qué ofertas hay?", "dónde están?", "me dan garantía?", "quiero cotizar 20 cementos"),
)
OWN = {  # what the model's side writes, and how decisions end
    "guard": ("unsure: unclear", "unsure: second miss", "unsure: advice", "unsure: not found",
              "number lock", "second miss", "broke", *(f"manners: {kind}" for kind in ("links",))),
    "call": ("ok", "late", "resting", "refused", "failed"),
    "purpose": ("agent", "choice", "summary"),
    "step": ("second_look", "salvage"),
    "second": get_args(salvage.Name),
    "outcome": ("intended", "done", "silent", "refused", "superseded", "failed"),
    "day": tuple("0123456"),
    "asked": ("choose", "account_number", "account_factor", "account_which", "confirm_person"),
}  # fmt: skip
GUARDED = {
    **{"people": "intent", "language": "language", "manners": "lapse", "unsure": "doubt"},
    "salvaged": "second",
}

Named = set[tuple[str, str]]


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower())


def keys_of_guard(guard: str) -> Iterator[tuple[str, str]]:
    head, _, rest = guard.partition(": ")
    yield "guard", head
    if rest:
        yield GUARDED[head], rest


def known_to_the_code(mind: Mind) -> Named:
    intents = {*WORKFLOW_OF, *POLICY, *SOCIAL, *(intent for intent, _ in PEOPLE)}
    intents |= set(tomllib.loads((DATA / "utterances.toml").read_text())["examples"])
    languages = tomllib.loads((DATA / "english.toml").read_text())["markers"]
    named = {("intent", name) for name in intents} | {("language", name) for name in languages}
    named |= {("workflow", name) for name in (*mind.catalogue.names(), *get_args(Ending)) if name}
    named |= {("slot", each.name) for each in fields(Slots) if each.name != "account_number"}
    named |= {("action", kind.__name__) for kind in get_args(Action)}
    named |= {("lapse", kind) for kind in tomllib.loads(manners.FILE.read_text())}
    for kind, names in OWN.items():
        for name in names:
            named |= set(keys_of_guard(name)) if kind == "guard" else {(kind, name)}
    return named


def held_by(decision: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from (("workflow", name) for name in (*decision["workflows"], decision["workflow"]))
    for name in decision["timings_ms"]:
        step, _, workflow = name.partition(": ")
        yield ("workflow", workflow) if workflow else ("step", step)
    yield from (("intent", each["name"]) for each in decision["understood"]["intents"])
    yield from (("before", name) for name in decision["before"])
    if asked := decision["before"].get("asked"):
        yield "asked", asked
    for guard in decision["guards"]:
        yield from keys_of_guard(guard)
    for row in decision["rows"]:
        yield "table", row["table"]
        yield from (("figure", name) for name in row["figures"] if name != "passage")


def test_every_name_in_a_decision_has_its_words(mind: Mind, talk: NewTalk) -> None:
    asked = tomllib.loads(QUESTIONS.read_text()).values()
    customer = talk("sample", phone="18095550101")
    named = known_to_the_code(mind)
    for text in (*SAID, *(text for each in asked for text in each["questions"])):
        named |= set(held_by(customer.says(text).decision))
    needed = {f"decision_{kind}_{slug(name)}" for kind, name in named}
    for language in ("es", "en"):
        words = json.loads((I18N / f"{language}.json").read_text())
        assert sorted(needed - set(words)) == [], f"without words in {language}.json"


def test_every_wish_has_a_name_in_the_report(mind: Mind) -> None:
    words = tomllib.loads(REPORT.read_text(encoding="utf-8"))
    wishes = {name for kind, name in known_to_the_code(mind) if kind == "intent"}
    assert sorted(wishes - set(words["intent"]) - set(words["social"])) == []


def test_no_word_stands_twice() -> None:
    for language in ("es", "en"):
        pairs = json.loads((I18N / f"{language}.json").read_text(), object_pairs_hook=list)
        names = [name for name, _ in pairs]
        assert len(names) == len(set(names)), language


def test_a_decision_tells_which_words_were_looked_up_and_what_was_near(talk: NewTalk) -> None:
    told = talk("sample").says("precio del martillo y de una tola galvanizada 0012345678").decision
    products = {each["words"]: each for each in told["understood"]["products"]}
    assert products["martillo"]["candidates"][0]["name"].startswith("Martillo")
    assert any("tola" in words for words in products)
    assert "0012345678" not in json.dumps(told)
    assert all("near" in each for each in products.values())


def test_a_decision_tells_what_it_went_on_from(talk: NewTalk) -> None:
    conversation = talk("sample")
    assert conversation.says("tienen pintura acrílica blanca?").decision["before"] == {}
    before = conversation.says("no, la gris").decision["before"]
    assert before["asked"] == "choose"
    assert any("blanco" in name for name in before["offered"])
    account = talk("sample")
    account.says("cuánto debe la cuenta 0018472")
    told = account.says("no la tengo").decision
    assert told["before"]["asked"] == "account_factor"
    assert "0018472" not in json.dumps(told)
