"""Sends of which nobody heard what became of them, struck since the beginning of test_delivery."""

from tests.system.dialogue import Dialogue


def test_sends_that_were_cut_off_are_repeated_once_when_others_are_heard_of(
    cut_off: list[Dialogue],
) -> None:
    for person in cut_off:
        person.hears("Titán", within=60)
    assert cut_off[0].phone.hears_nothing_for(1)
    assert [len(person.phone.texts()) for person in cut_off] == [1, 1]
