"""Answers find their questions."""

from tests.bench.matching import Asked, match

Record = dict[str, object]


def said(seq: int, wamid: str, at_ms: int, customer: str = "c1") -> Record:
    return {"seq": seq, "wamid": wamid, "from": "customer", "customer": customer, "at_ms": at_ms}


def heard(seq: int, text: str, at_ms: int, customer: str = "c1") -> Record:
    business = {"from": "business", "wamid": f"b{seq}", "customer": customer}
    return {"seq": seq, "text": text, "at_ms": at_ms, **business}


CEMENT = Asked("q1", "c1", "cemento")
ZINC = Asked("q2", "c1", "Zinc")


def test_an_answer_belongs_to_the_question_it_speaks_of() -> None:
    records = [
        said(1, "q1", 0),
        said(2, "q2", 10),
        heard(3, "Zinc: …", 50),
        heard(4, "cemento", 90),
    ]
    assert match([CEMENT, ZINC], records).milliseconds == [90, 40]


def test_one_answer_may_serve_a_burst() -> None:
    records = [said(1, "q1", 0), said(2, "q2", 10), heard(3, "cemento y Zinc", 50)]
    assert match([CEMENT, ZINC], records).milliseconds == [50, 40]


def test_what_was_said_before_the_question_is_no_answer() -> None:
    outcome = match([CEMENT], [heard(1, "cemento", 0), said(2, "q1", 10)])
    assert (outcome.answered, outcome.silent) == (0, 1)


def test_another_customers_answer_is_not_mine() -> None:
    outcome = match([CEMENT], [said(1, "q1", 0), heard(2, "cemento", 10, customer="c2")])
    assert outcome.silent == 1


def test_other_words_are_not_the_answer_but_not_silence_either() -> None:
    outcome = match([CEMENT], [said(1, "q1", 0), heard(2, "¿Qué busca?", 10)])
    assert (outcome.answered, outcome.otherwise, outcome.silent, outcome.open) == (0, 1, 0, 1)


def test_answered_a_second_counts_from_the_first_question_to_the_last_answer() -> None:
    records = [
        said(1, "q1", 0),
        heard(2, "cemento", 500),
        said(3, "q2", 3000),
        heard(4, "Zinc", 4000),
    ]
    assert match([CEMENT, ZINC], records).answered_a_second == 0.5


def test_what_never_reached_the_stand_in_is_not_called_silent() -> None:
    outcome = match([CEMENT, ZINC], [said(1, "q1", 0), heard(2, "cemento", 50)])
    assert (outcome.answered, outcome.silent, outcome.untaken) == (1, 0, 1)
    assert outcome.open == 0
