"""A message without end is read as far as anybody asks, and keeps nobody else waiting."""

import unicodedata
from dataclasses import replace
from itertools import cycle, islice

import pytest

from brain.mind.attention import LONGEST, attended, beginning
from brain.mind.values import Utterance
from tests.mind.conftest import MONDAY_AT_11, NewTalk
from tests.mind.talk import turn_of

WORDS = ("tienen varilla", "de 3/8", "cuanto cemento", "otra tubo", "y 50", "pulgada ,")
ENDLESS = "\n".join(islice(cycle(WORDS), 6_000))  # as long as WhatsApp lets a message be


def test_a_message_without_end_is_answered_like_its_beginning(talk: NewTalk) -> None:
    whole, begun = talk().says(ENDLESS), talk().says(ENDLESS[:LONGEST])
    assert whole.action == begun.action  # before, it was thought about for half a minute, for ever


def test_what_was_written_without_end_before_does_not_weigh_on_what_is_asked_now(
    talk: NewTalk,
) -> None:
    customer = talk()
    customer.says(ENDLESS)
    assert "RD$" in customer.reads("¿A cómo la funda de cemento?")


@pytest.mark.parametrize("text", ["ﷺ" * 60_000, "a" * 60_000, "", "¿Tienen cemento?"])
def test_no_text_is_longer_than_what_is_read_not_even_written_out(text: str) -> None:
    before = Utterance("m", "customer", text, MONDAY_AT_11)
    turn = attended(replace(turn_of(text, MONDAY_AT_11), history=(before,)))
    for read in (turn.text, turn.history[0].text):
        assert text.startswith(read)
        assert len(unicodedata.normalize("NFKD", read)) <= 2 * LONGEST
    assert beginning("¿Tienen cemento?") == "¿Tienen cemento?"
