"""What the bench counts as answered is what a customer should hear."""

import pytest

from tests.bench.asking import QUESTIONS_A_CUSTOMER, Questions
from tests.mind.conftest import NewTalk


@pytest.mark.parametrize("customer", range(12))
def test_every_question_of_the_bench_is_answered_in_its_place(talk: NewTalk, customer: int) -> None:
    questions, conversation = Questions(), talk()
    for turn in range(QUESTIONS_A_CUSTOMER):
        question = questions.asked(customer, turn)
        assert question["hears"] in conversation.reads(question["text"])
