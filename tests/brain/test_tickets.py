"""Tickets are numbered without gaps, one for each origin, however many are made at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from brain import tickets
from brain.database import Database
from brain.models import Ticket

NOON = datetime(2026, 11, 23, 16, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)


def request(customer: int, origin: str, room: str = "r1") -> tickets.Request:
    return tickets.Request(origin, customer, room, "ventas", "Título", "Resumen", "Texto", "normal")


def test_fifty_at_once_get_fifty_numbers_without_a_gap(database: Database, customer: int) -> None:
    def make(number: int) -> int:
        with database.connection_context():
            return int(tickets.create(request(customer, f"o{number}")).number)

    with ThreadPoolExecutor(50) as pool:
        numbers = sorted(pool.map(make, range(50)))
    assert numbers == list(range(1001, 1051))


def test_the_same_origin_has_one_ticket(customer: int) -> None:
    first = tickets.create(request(customer, "o"))
    assert tickets.create(request(customer, "o")).number == first.number
    assert Ticket.select().count() == 1


def test_a_ticket_that_could_not_be_made_leaves_no_gap(database: Database, customer: int) -> None:
    tickets.create(request(customer, "o1"))
    with pytest.raises(Exception, match="foreign key"):
        tickets.create(request(customer + 1, "o2"))
    assert tickets.create(request(customer, "o3")).number == 1002


def test_whoever_takes_the_room_takes_its_tickets_once(customer: int) -> None:
    number = tickets.create(request(customer, "o")).number
    assert tickets.taken("r1", "marta", NOON) == [number]
    assert tickets.taken("r1", "marta", NOON) == []
    assert tickets.taken("r1", "pedro", NOON - timedelta(seconds=1)) == [], "told too late"
    ticket = tickets.get(number)
    assert (ticket.owner, ticket.status, ticket.waiting_since) == ("marta", "pendiente", None)


def test_whoever_gets_the_room_from_another_gets_its_tickets(customer: int) -> None:
    number = tickets.create(request(customer, "o")).number
    tickets.taken("r1", "marta", NOON)
    assert tickets.taken("r1", "pedro", LATER) == [number]
    ticket = tickets.get(number)
    assert (ticket.owner, ticket.taken_at, ticket.owned_at) == ("pedro", NOON, LATER)


def test_a_ticket_that_moves_waits_for_the_other_department(customer: int) -> None:
    number = tickets.create(request(customer, "o")).number
    tickets.taken("r1", "marta", NOON)
    assert tickets.moved("r1", "contabilidad", LATER) == [number]
    assert tickets.moved("r1", "contabilidad", LATER) == []
    ticket = tickets.get(number)
    assert (ticket.department, ticket.owner, ticket.status) == ("contabilidad", None, "nuevo")
    assert ticket.waiting_since == LATER


def test_a_move_that_is_told_too_late_leaves_it_to_whoever_took_it(customer: int) -> None:
    number = tickets.create(request(customer, "o")).number
    tickets.taken("r1", "pedro", LATER)
    assert tickets.moved("r1", "contabilidad", NOON) == [number]
    ticket = tickets.get(number)
    assert (ticket.department, ticket.owner, ticket.waiting_since) == (
        "contabilidad",
        "pedro",
        None,
    )


def test_a_room_that_is_in_its_queue_again_has_tickets_that_wait(customer: int) -> None:
    number = tickets.create(request(customer, "o")).number
    assert tickets.released("r1", LATER) == [], "nobody had it"
    tickets.taken("r1", "marta", NOON)
    assert tickets.released("r1", NOON - timedelta(seconds=1)) == [], "told too late"
    assert tickets.released("r1", LATER) == [number]
    ticket = tickets.get(number)
    assert (ticket.owner, ticket.status, ticket.waiting_since) == (None, "nuevo", LATER)


def test_an_urgent_ticket_stays_urgent_until_it_is_resolved(customer: int) -> None:
    number = tickets.create(request(customer, "o")).number
    assert tickets.mark_urgent(number)
    assert not tickets.mark_urgent(number)
    tickets.taken("r1", "marta", NOON)
    assert tickets.get(number).status == "urgente"
    assert tickets.resolve(number, "marta")
    assert not tickets.resolve(number, "pedro")
    assert not tickets.mark_urgent(number)
    assert tickets.get(number).status == "resuelto"


def test_the_first_answer_is_noted_once(customer: int) -> None:
    number = tickets.create(request(customer, "o")).number
    tickets.answered("r1", NOON)
    tickets.answered("r1", LATER)
    assert tickets.get(number).first_answer_at == NOON


def test_a_ticket_goes_on_in_another_room(customer: int) -> None:
    number = tickets.create(request(customer, "o")).number
    tickets.link(number, "r2")
    tickets.link(number, "r2")
    assert [ticket.number for ticket in tickets.open_in("r1")] == [number]
    assert tickets.taken("r2", "marta", NOON) == [number]
    assert tickets.get(number).room_id == "r2"


def test_each_change_that_people_see_has_a_version(customer: int) -> None:
    number = tickets.create(request(customer, "o")).number
    tickets.taken("r1", "marta", NOON)
    tickets.mark_urgent(number)
    tickets.resolve(number, "marta")
    assert tickets.get(number).version == 4


def test_a_command_that_is_repeated_names_the_tickets_it_resolved(customer: int) -> None:
    number = tickets.create(request(customer, "o")).number
    tickets.create(request(customer, "elsewhere", room="r2"))
    first = tickets.resolve_in_room("r1", by="c1")
    again = tickets.resolve_in_room("r1", by="c1")
    assert [t.number for t in first] == [t.number for t in again] == [number]
    assert tickets.resolve_in_room("r1", by="c2") == []
