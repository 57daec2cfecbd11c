"""Processes are killed in the middle of conversations; nobody is forgotten, nobody hears twice."""

import re
import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.system import rows
from tests.system.dialogue import Dialogue
from tests.system.running import System, wait_until

# What is asked, and a word that only its answer has.
QUESTIONS = (
    ("¿A cómo la funda de cemento Titán?", "Titán"),
    ("¿Y dónde están ubicados?", "Herrera"),
    ("¿Hasta qué hora abren?", "pm"),
)
CUSTOMERS = 5
SPOILT = """
UPDATE decision SET state = '{"products": 7}' FROM customer
WHERE customer.id = decision.customer_id AND customer.name = %s RETURNING decision.id
"""
A_LONG_TIME = 90.0  # a send that may have gone out waits half a minute for its status


def converse(dialogue: Dialogue) -> list[str]:
    """Ask one question after the other, each once the last is answered; return what was heard."""
    for question, word in QUESTIONS:
        dialogue.customer(question)
        dialogue.hears(word, within=A_LONG_TIME)
    return dialogue.phone.texts()


def ask_for_a_person(dialogue: Dialogue) -> list[str]:
    """Ask for a person; return what was heard."""
    dialogue.customer("quiero hablar con una persona, por favor")
    dialogue.hears("ticket es", within=A_LONG_TIME)
    return dialogue.phone.texts()


@pytest.mark.parametrize("name", ["worker", "web", "db", "rocketchat"])
def test_whoever_dies_nobody_is_forgotten_and_nobody_hears_twice(mortal: System, name: str) -> None:
    served = Dialogue(mortal)
    room_id = served.marta_serves()
    talkers = [Dialogue(mortal) for _ in range(CUSTOMERS)]
    askers = [Dialogue(mortal) for _ in range(2)]
    with ThreadPoolExecutor(CUSTOMERS + len(askers)) as pool:
        talks: list[Future[list[str]]] = [pool.submit(converse, one) for one in talkers]
        requests = [pool.submit(ask_for_a_person, one) for one in askers]
        time.sleep(0.4)
        mortal.kill(name)
        served.customer("¿A cómo la funda de cemento Titán?")
        if name != "rocketchat":
            served.marta.writes(room_id, "Ya le digo")
        mortal.spawn(name)
        for talk in [*talks, *requests]:
            talk.result()
    for dialogue in talkers:
        check_talk(dialogue)
    for dialogue in askers:
        check_handoff(dialogue)
    check_served(served, [] if name == "rocketchat" else ["Ya le digo"])


def check_talk(dialogue: Dialogue) -> None:
    """Look that every question was answered once, in order, and stands in the one room once."""
    heard = dialogue.phone.texts()
    assert len(heard) == len(QUESTIONS), heard
    assert all(word in text for (_, word), text in zip(QUESTIONS, heard, strict=True))
    check_room(dialogue, [question for question, _ in QUESTIONS])


def check_served(dialogue: Dialogue, words: list[str]) -> None:
    """Look that who is served by a person heard that person only, and was heard."""
    wait_until(lambda: "Titán" in str(dialogue.said_in_room()), "in the room", A_LONG_TIME)
    wait_until(lambda: dialogue.phone.texts()[1:] == words, f"only {words}", A_LONG_TIME)
    time.sleep(1)
    assert dialogue.phone.texts()[1:] == words


def check_room(dialogue: Dialogue, questions: list[str]) -> None:
    """Look that the one room holds every question once, each before its answer."""
    assert len(dialogue.rooms(open_only=False)) == 1
    said = [(who, text) for who, text in dialogue.said_in_room()]
    assert [text for who, text in said if who != "asistente"] == questions
    assert [who == "asistente" for who, _ in said] == [False, True] * len(questions)


def check_handoff(dialogue: Dialogue) -> None:
    """Look that one request led to one announcement, one ticket and one place in the queue."""
    announced = [text for text in dialogue.phone.texts() if "ticket es" in text]
    assert len(announced) == 1
    number = re.findall(r"ticket es: (\d+)", announced[0])[0]
    cards = [card for card in dialogue.admin.cards() if dialogue.name in str(card["attachments"])]
    assert len(cards) == 1
    assert number in str(cards[0]["attachments"])
    room_id = dialogue.room()
    assert [one["rid"] for one in dialogue.marta.queued()].count(room_id) == 1


def test_what_is_said_while_everything_of_ours_is_dead_is_answered_afterwards(
    mortal: System,
) -> None:
    people = [Dialogue(mortal) for _ in range(4)]
    for name in ("web", "worker", "clock"):
        mortal.kill(name)
    for person in people:
        person.customer("¿A cómo la funda de cemento Titán?")
    mortal.spawn("web", "worker", "clock")
    for person in people:
        person.hears("Titán", within=A_LONG_TIME)
    time.sleep(1)
    assert [len(person.phone.texts()) for person in people] == [1] * len(people)


def test_an_agents_words_wait_for_a_dead_whatsapp_and_go_out_once(mortal: System) -> None:
    dialogue = Dialogue(mortal)
    room_id = dialogue.marta_serves()
    mortal.kill("meta")
    words = [f"parte {number}" for number in range(3)]
    for text in words:
        dialogue.marta.writes(room_id, text)
    time.sleep(1)  # time to try in vain
    mortal.kill("worker")
    mortal.spawn("meta")
    mortal.wait_for_meta()
    dialogue.phone.moves_in_again()
    mortal.spawn("worker")
    wait_until(lambda: dialogue.phone.texts() == words, f"{words} once and in order", A_LONG_TIME)


def test_who_cannot_be_thought_about_is_given_to_people_and_served_again_later(
    mortal: System,
) -> None:
    dialogue = Dialogue(mortal)
    dialogue.customer("¿A cómo la funda de cemento Titán?")
    dialogue.hears("Titán")
    assert rows.one(mortal, SPOILT, dialogue.name)
    dialogue.customer("¿y 10?")
    dialogue.hears("Su número de ticket es")
    room_id = dialogue.room()
    dialogue.reads_in_room("tuvo un fallo con este mensaje")
    dialogue.marta.takes(room_id)
    dialogue.commands(room_id, "bot")
    dialogue.hears("asistente virtual")
    dialogue.customer("¿A cómo la funda de cemento Titán?")
    dialogue.hears("Titán")
