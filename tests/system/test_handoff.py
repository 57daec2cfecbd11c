"""The handoff's contract: once, announced after it happened, to whom it belongs, and the truth."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.system import rows, troubles
from tests.system.clocks import swept_often, twenty_seconds_pass
from tests.system.console import Agent
from tests.system.dialogue import Dialogue
from tests.system.running import TOGETHER, WITH_APP, System, wait_until

pytestmark = pytest.mark.people

PERSON = "quiero hablar con una persona, por favor"
PRICE = "¿A cómo la funda de cemento Titán?"
QUOTATION = "quiero una cotización de 40 fundas de cemento Titán y 30 varillas de 3/8"
ZONE = ZoneInfo("America/Santo_Domingo")


@contextmanager
def closed(system: System) -> Iterator[None]:
    """Today is a holiday of the store's own."""
    today = datetime.now(ZONE).date()
    system.holidays.write_text(f'[[day]]\ndate = {today}\nname = "Día del Ferretero"\n')
    try:
        yield
    finally:
        system.holidays.write_text("")


@contextmanager
def department(admin: Agent, name: str, **fields: object) -> Iterator[str]:
    """A department of Rocket.Chat's is like this until the end of the block."""
    found = admin.get("livechat/department", count=100)["departments"]
    one = next(entry for entry in found if entry["name"] == name)
    before = {field: one.get(field) for field in fields}
    _save(admin, one["_id"], fields)
    try:
        yield str(one["_id"])
    finally:
        _save(admin, one["_id"], before)


def _save(admin: Agent, department_id: str, fields: dict[str, object]) -> None:
    url = f"livechat/department/{department_id}"
    admin.put(url, department=fields)


def channel(dialogue: Dialogue) -> str:
    """Return what was said in the agents' channel lately."""
    query = {"roomName": "soporte-whatsapp", "count": 100}
    messages = dialogue.admin.get("channels.messages", **query)["messages"]
    return "\n".join(message["msg"] for message in messages)


def department_of(dialogue: Dialogue, room_id: str) -> str:
    """Return the name of the department that the room is in."""
    room = dialogue.admin.get("rooms.info", roomId=room_id)["room"]
    found = dialogue.admin.get("livechat/department", count=100)["departments"]
    names = {entry["_id"]: entry["name"] for entry in found}
    return str(names.get(room.get("departmentId")))


def served_in(department: str) -> str:
    """Return the name in Rocket.Chat of where a department of ours is served."""
    return department if WITH_APP else TOGETHER


def asks_for_a_quotation(dialogue: Dialogue) -> None:
    """The customer asks for a quotation and has the list sent on as it is."""
    dialogue.customer(QUOTATION)
    dialogue.hears("Su lista para cotizar")
    dialogue.customer("sí, envíela así")


def test_the_right_department_gets_it_with_all_that_an_agent_needs(dialogue: Dialogue) -> None:
    dialogue.customer(PRICE)
    dialogue.hears("Titán")
    asks_for_a_quotation(dialogue)
    number = dialogue.ticket(dialogue.hears("Su número de ticket es"))
    room_id = dialogue.room()
    assert department_of(dialogue, room_id) == served_in("Cotizaciones")
    note = next(text for _, text in dialogue.said_in_room() if f"ticket {number}" in text)
    for words in (dialogue.name, str(dialogue.phone.number), "Prioridad", "40", QUOTATION, PRICE):
        assert words in note, words
    shown = dialogue.admin.card_with(str(number))
    assert shown["title"] == "Solicitud de cotización", "what it is about, not the last words"
    card = {field["title"]: field["value"] for field in shown["fields"]}
    assert card["Departamento"] == "Cotizaciones"
    assert card["Cliente"] == dialogue.name


def test_accounting_hears_which_account_it_is_about(dialogue: Dialogue) -> None:
    dialogue.customer("¿Cuál es el balance de mi cuenta 0012345?")
    dialogue.hears("cédula")
    dialogue.customer("quiero hablar con alguien de contabilidad")
    dialogue.hears("ticket es")
    assert department_of(dialogue, dialogue.room()) == served_in("Contabilidad")
    assert "Cuenta por la que preguntó: 0012345" in str(dialogue.said_in_room())


def test_outside_opening_hours_the_customer_hears_when_and_may_leave_the_request(
    dialogue: Dialogue,
) -> None:
    with closed(dialogue.system):
        dialogue.customer(PERSON)
        told = dialogue.hears("Día del Ferretero", "Le responderemos mañana", "ticket es")
        assert ".." not in told
        number = dialogue.ticket(told)
        dialogue.phone.taps("Dejar mi solicitud")
        dialogue.hears("queda registrada", "mañana")
        dialogue.customer("¿y tienen brochas?")
        dialogue.hears("queda en la fila", "mañana")
    dialogue.marta.takes(dialogue.room())
    wait_until(lambda: "ventas.marta" in str(dialogue.admin.card_with(str(number))), "taken")
    assert len(dialogue.phone.texts()) == 3


def test_a_request_may_be_withdrawn_and_the_bot_serves_again(dialogue: Dialogue) -> None:
    with closed(dialogue.system):
        dialogue.customer(PERSON)
        number = dialogue.ticket(dialogue.hears("ticket es"))
        dialogue.phone.taps("Cancelar solicitud")
        dialogue.hears("Cancelé su solicitud", str(number))
    wait_until(lambda: "Resuelto" in str(dialogue.admin.card_with(str(number))), "resolved")
    dialogue.customer(PRICE)
    assert "RD$" in dialogue.hears("Titán")
    assert len(dialogue.phone.texts()) == 3


def test_where_nobody_is_connected_the_customer_is_told_so(dialogue: Dialogue) -> None:
    people = [Agent(dialogue.system, name) for name in ("ventas.marta", "contabilidad.pedro")]
    for person in people:
        person.post("users.setStatus", status="offline", message="")
    try:
        dialogue.customer(PERSON)
        told = dialogue.hears("ticket es")
    finally:
        for person in people:
            person.post("users.setStatus", status="online", message="")
    assert "no hay agentes conectados" in told
    assert dialogue.room() in [one["rid"] for one in dialogue.marta.queued()]


def test_who_writes_on_while_he_waits_is_told_once_that_it_is_with_his_ticket(
    dialogue: Dialogue,
) -> None:
    number = dialogue.ticket(dialogue.asks_for_a_person())
    dialogue.customer("y también necesito 5 fundas de cemento Titán")
    dialogue.hears(f"en la fila de nuestros agentes, con su ticket {number}")
    dialogue.customer("y 2 varillas de 3/8")
    room_id = dialogue.room()
    dialogue.marta.takes(room_id)
    dialogue.marta.writes(room_id, "anotado todo")
    dialogue.hears("anotado todo")
    assert str(dialogue.phone.texts()).count("en la fila") == 1


def test_a_disabled_department_is_stood_in_for_and_its_head_hears_why(dialogue: Dialogue) -> None:
    with department(dialogue.admin, served_in("Cotizaciones"), enabled=False):
        asks_for_a_quotation(dialogue)
        number = dialogue.ticket(dialogue.hears("Su solicitud ha sido dirigida a un agente"))
        room_id, ticket = dialogue.room(), str(number)
        if WITH_APP:
            assert department_of(dialogue, room_id) == "Ventas"
            assert f"*{number}* era para Cotizaciones y lo tiene Ventas" in channel(dialogue)
            assert "Ventas" in str(dialogue.admin.card_with(ticket))
            assert "desactivado" in channel(dialogue)
        else:  # the only one there is: everybody may take it from the general queue
            assert room_id in [one["rid"] for one in dialogue.marta.queued()]
            assert "Cotizaciones" in str(dialogue.admin.card_with(ticket))
    assert "pasó a" not in str(dialogue.phone.texts()), "nothing changed since it was announced"


def test_a_department_that_is_gone_is_stood_in_for_and_its_head_hears_why(
    dialogue: Dialogue,
) -> None:
    with gone(dialogue.system, "cotizaciones"):
        asks_for_a_quotation(dialogue)
        number = dialogue.ticket(dialogue.hears("Su solicitud ha sido dirigida a un agente"))
    assert department_of(dialogue, dialogue.room()) == served_in("Ventas")
    assert f"*{number}* era para Cotizaciones y lo tiene Ventas" in channel(dialogue)
    assert "ya no existe en Rocket.Chat" in channel(dialogue)


@contextmanager
def gone(system: System, key: str) -> Iterator[None]:
    """Somebody deleted a department in Rocket.Chat."""
    known = "UPDATE department SET rocketchat_id = {} WHERE key = %s RETURNING key"
    rows.every(system, known.format("'gone' || rocketchat_id"), key)
    try:
        yield
    finally:
        rows.every(system, known.format("substr(rocketchat_id, 5)"), key)


def test_a_room_that_is_closed_meanwhile_leaves_a_ticket_that_is_told(dialogue: Dialogue) -> None:
    dialogue.customer(PRICE)
    dialogue.hears("Titán")
    room_id = dialogue.room()
    slow = {"kind": "delay", "match": "livechat/department/", "milliseconds": 2000, "times": 1}
    with troubles.of_rocketchat(dialogue.system, slow):
        dialogue.customer(PERSON)
        begun = "SELECT count(*) FROM ticket WHERE room_id = %s"
        wait_until(lambda: rows.one(dialogue.system, begun, room_id)[0], "the handoff began")
        dialogue.admin.post("livechat/room.closeByUser", rid=room_id, comment="listo")
    told = dialogue.hears("no pude pasarle con un agente", "ticket es")
    assert "dirigida a un agente" not in told
    dialogue.customer(PRICE)
    assert "RD$" in dialogue.hears("Titán")


def test_who_takes_the_room_before_it_is_handed_over_keeps_it_and_hears_no_announcement(
    dialogue: Dialogue,
) -> None:
    dialogue.customer(PRICE)
    dialogue.hears("Titán")
    room_id = dialogue.room()
    decided = "SELECT count(*) FROM decision WHERE room_id = %s AND action = 'HandOff'"
    slow = {"kind": "delay", "match": f"roomId={room_id}", "milliseconds": 2000, "times": 5}
    with troubles.of_rocketchat(dialogue.system, slow):
        dialogue.customer(PERSON)
        wait_until(lambda: rows.one(dialogue.system, decided, room_id)[0], "it was decided")
        _give_to_marta(dialogue, room_id)
    wait_until(lambda: not due(dialogue.system, room_id), "done")
    dialogue.marta.writes(room_id, "Le atiendo yo, soy Marta")
    dialogue.hears("soy Marta")
    assert not any("dirigida" in text for text in dialogue.phone.texts())


def test_who_takes_the_room_while_it_is_handed_over_keeps_it(dialogue: Dialogue) -> None:
    dialogue.customer(PRICE)
    dialogue.hears("Titán")
    room_id = dialogue.room()
    slow = {"kind": "delay", "match": "livechat/department/", "milliseconds": 2000, "times": 1}
    with troubles.of_rocketchat(dialogue.system, slow):
        dialogue.customer(PERSON)
        begun = "SELECT count(*) FROM ticket WHERE room_id = %s"
        wait_until(lambda: rows.one(dialogue.system, begun, room_id)[0], "the handoff began")
        _give_to_marta(dialogue, room_id)
    dialogue.hears("ticket")
    dialogue.marta.writes(room_id, "Le atiendo yo, soy Marta")
    dialogue.hears("soy Marta")
    room = dialogue.admin.get("rooms.info", roomId=room_id)["room"]
    assert room["servedBy"]["username"] == dialogue.marta.user


def _give_to_marta(dialogue: Dialogue, room_id: str) -> None:
    dialogue.admin.post("livechat/room.forward", roomId=room_id, userId=dialogue.marta.id)


def due(system: System, room_id: str) -> int:
    """Return how many turns in a room are not done."""
    count = """SELECT count(*) FROM work
        WHERE stage = 'turn' AND state = 'due' AND payload ->> 'room' = %s"""
    return int(rows.one(system, count, room_id)[0])


def test_a_room_that_is_in_the_department_already_waits_in_its_queue(dialogue: Dialogue) -> None:
    room_id = dialogue.marta_serves()
    first = dialogue.ticket(dialogue.phone.texts()[-1])
    dialogue.commands(room_id, "bot")
    dialogue.hears("nuestro asistente virtual")
    dialogue.customer(PERSON)
    again = dialogue.ticket(dialogue.hears("Su solicitud ha sido dirigida a un agente"))
    assert again == first, "it is the same request"
    assert room_id in [one["rid"] for one in dialogue.marta.queued()]
    dialogue.marta.takes(room_id)
    dialogue.marta.writes(room_id, "Aquí sigo")
    dialogue.hears("Aquí sigo")


def test_over_the_licences_limit_the_request_is_kept_and_everybody_knows(
    dialogue: Dialogue,
) -> None:
    dialogue.customer(PRICE)
    dialogue.hears("Titán")
    with troubles.of_rocketchat(dialogue.system, {"kind": "over-limit"}):
        dialogue.customer("¿Y a cómo el cemento Cibao?")
        dialogue.hears("Cibao")
        dialogue.customer(PERSON)
        told = dialogue.hears("ticket es")
        assert "Por ahora no puedo pasarle con un agente" in told
        number = dialogue.ticket(told)
        wait_until(lambda: f"*{number}* (Ventas) no pudo pasar" in channel(dialogue), "told")
    assert "límite de contactos" in channel(dialogue)
    assert dialogue.admin.card_with(str(number))["color"]
    dialogue.customer(PERSON)
    assert dialogue.ticket(dialogue.hears("Su solicitud ha sido dirigida a un agente")) == number


def test_what_no_department_takes_is_kept_and_said_honestly(dialogue: Dialogue) -> None:
    refusal = {"kind": "refuse", "status": 400, "body": {"success": False, "error": "broken"}}
    nowhere = [refusal | {"match": match} for match in ("room.forward", "returnAsInquiry")]
    with troubles.of_rocketchat(dialogue.system, *nowhere):
        dialogue.customer(PERSON)
        dialogue.hears("no pude pasarle con un agente", "ticket es")
    dialogue.customer(PRICE)
    assert "RD$" in dialogue.hears("Titán")


def test_a_handoff_whose_answers_are_lost_happens_once(dialogue: Dialogue) -> None:
    lost = {"kind": "refuse", "status": 500, "times": 1, "after": True}
    steps = ("room.forward", "chat.sendMessage")
    with troubles.of_rocketchat(dialogue.system, *[lost | {"match": step} for step in steps]):
        dialogue.customer(PERSON)
        number = dialogue.ticket(dialogue.hears("Su solicitud ha sido dirigida a un agente"))
    assert dialogue.phone.hears_nothing_for(1)
    assert len(dialogue.phone.texts()) == 1
    cards = [card for card in dialogue.admin.cards() if str(number) in card["msg"]]
    assert len(cards) == 1


def test_a_transfer_takes_the_ticket_along_and_the_customer_hears_of_it_once(
    dialogue: Dialogue,
) -> None:
    room_id = dialogue.marta_serves()
    number = dialogue.ticket(dialogue.phone.texts()[-1])
    pedro = Agent(dialogue.system, "contabilidad.pedro")
    if WITH_APP:
        with department(dialogue.admin, "Contabilidad") as department_id:
            dialogue.marta.post("livechat/room.forward", roomId=room_id, departmentId=department_id)
        dialogue.hears(f"Su ticket {number} pasó a Contabilidad")
        wait_until(lambda: "Nuevo" in str(dialogue.admin.card_with(str(number))), "it waits again")
        pedro.takes(room_id)
    else:  # there is one department: agents pass conversations to each other
        dialogue.marta.post("livechat/room.forward", roomId=room_id, userId=pedro.id)
    pedro.writes(room_id, "Le atiende Pedro")
    dialogue.hears("Le atiende Pedro")
    wait_until(lambda: "contabilidad.pedro" in str(dialogue.admin.card_with(str(number))), "his")
    assert dialogue.phone.hears_nothing_for(1)
    assert len(dialogue.phone.texts()) == (3 if WITH_APP else 2)


def test_a_room_that_goes_back_to_its_queue_takes_its_ticket_along(dialogue: Dialogue) -> None:
    room_id = dialogue.marta_serves()
    number = str(dialogue.ticket(dialogue.phone.texts()[-1]))
    wait_until(lambda: "ventas.marta" in str(dialogue.admin.card_with(number)), "hers")
    dialogue.admin.post("livechat/inquiries.returnAsInquiry", roomId=room_id)
    twenty_seconds_pass(dialogue.system, number)
    with swept_often(dialogue.system):
        wait_until(lambda: "Nuevo" in str(dialogue.admin.card_with(number)), "it waits", within=45)
    dialogue.marta.takes(room_id)
    wait_until(lambda: "ventas.marta" in str(dialogue.admin.card_with(number)), "hers again", 45)
    assert len(dialogue.phone.texts()) == 1


def test_a_ticket_for_another_department_stays_there_while_the_room_does_not_move(
    dialogue: Dialogue,
) -> None:
    room_id = dialogue.marta_serves()
    dialogue.commands(room_id, "crear-ticket", "contabilidad Revisar factura")
    number = dialogue.ticket(dialogue.hears("Hemos registrado su solicitud"))
    twenty_seconds_pass(dialogue.system, str(number))
    begun = "SELECT count(*) FROM tick WHERE task LIKE 'sweep_rooms%%' AND claimed_at IS NOT NULL"
    before = rows.one(dialogue.system, begun)[0]
    with swept_often(dialogue.system):
        wait_until(
            lambda: rows.one(dialogue.system, begun)[0] > before + 1, "swept twice", within=60
        )
    department = "SELECT department, owner FROM ticket WHERE number = %s"
    found = rows.one(dialogue.system, department, number)
    assert found == ("contabilidad", "ventas.marta")


def test_fifty_at_once_get_fifty_tickets_and_one_announcement_each(system: System) -> None:
    people = [Dialogue(system) for _ in range(50)]
    for person in people:
        person.customer(PERSON)
    numbers = [person.ticket(person.hears("ticket es", within=60)) for person in people]
    assert sorted(numbers) == list(range(min(numbers), min(numbers) + 50))
    counted = rows.every(
        system,
        "SELECT count(*), count(DISTINCT room_id) FROM ticket WHERE number = ANY(%s)",
        numbers,
    )
    assert counted == [(50, 50)]
    assert [len(person.phone.texts()) for person in people] == [1] * 50
    headlines = [re.findall(r"\d+", card["msg"])[0] for card in people[0].admin.all_cards()]
    assert all(headlines.count(str(number)) == 1 for number in numbers)
