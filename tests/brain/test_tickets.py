"""Tickets are numbered without gaps, one for each origin, however many are made at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from brain import tickets
from brain.database import Database
from brain.models import Ticket


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
    assert tickets.taken("r1", "marta") == [number]
    assert tickets.taken("r1", "pedro") == []
    ticket = tickets.get(number)
    assert (ticket.owner, ticket.status) == ("marta", "pendiente")


def test_a_command_that_is_repeated_names_the_tickets_it_resolved(customer: int) -> None:
    number = tickets.create(request(customer, "o")).number
    tickets.create(request(customer, "elsewhere", room="r2"))
    first = tickets.resolve_in_room("r1", by="c1")
    again = tickets.resolve_in_room("r1", by="c1")
    assert [t.number for t in first] == [t.number for t in again] == [number]
    assert tickets.resolve_in_room("r1", by="c2") == []
