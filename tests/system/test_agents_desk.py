"""What an agent and an administrator press in Rocket.Chat, in a real browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.system import troubles
from tests.system.browsing import a_page, comes_in
from tests.system.console import Agent
from tests.system.dialogue import Dialogue
from tests.system.running import System


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with a_page() as page:
        yield page


def card_of(page: Page, dialogue: Dialogue) -> Locator:
    """The newest card of the customer's in the agents' channel."""
    page.get_by_role("link", name=re.compile("soporte-whatsapp")).click()
    return page.get_by_role("main").get_by_role("article").filter(has_text=dialogue.name).last


def act(page: Page, name: str) -> None:
    """Choose one of the app's actions for the room that is open."""
    page.get_by_role("button", name="Acciones de la aplicación").click()
    page.get_by_role("menuitem", name=name).click()


def test_an_agent_takes_answers_makes_a_ticket_and_gives_the_room_back(
    page: Page, system: System, dialogue: Dialogue
) -> None:
    dialogue.asks_for_a_person()
    comes_in(page, system, "ventas.marta")
    card = card_of(page, dialogue)
    address = f"{system.rocketchat_url}/live/{dialogue.room()}"
    expect(card.get_by_role("link", name="Abrir sala")).to_have_attribute("href", address)
    card.get_by_role("button", name="Tomar").click()
    mine = page.get_by_role("region", name="Mis conversaciones")
    expect(mine.get_by_role("link", name=dialogue.name)).to_be_visible()
    taken = card_of(page, dialogue)
    expect(taken.get_by_text("Pendiente")).to_be_visible()
    expect(taken.get_by_role("button", name="Tomar")).to_have_count(0)
    expect(page.get_by_text("y su conversación son suyos")).to_be_visible()

    mine.get_by_role("link", name=dialogue.name).click()
    act(page, "Resumen")
    bar = page.get_by_role("complementary").filter(has_text="Lo último que se dijo")
    expect(bar.get_by_text("quiero hablar con una persona").last).to_be_visible()
    bar.get_by_role("button", name="Cerrar").first.click()

    act(page, "Crear ticket")
    form = page.get_by_role("dialog", name="Crear ticket")
    form.get_by_label("Asunto").fill("Cotizar 50 varillas")
    form.get_by_label("Departamento").select_option(label="Ventas")
    form.get_by_label("Prioridad").select_option(label="Urgente")
    form.get_by_role("button", name="Crear ticket").click()
    expect(form).to_be_hidden()
    dialogue.hears("Hemos registrado su solicitud")
    urgent = card_of(page, dialogue)
    expect(urgent.get_by_text("Cotizar 50 varillas")).to_be_visible()

    mine.get_by_role("link", name=dialogue.name).click()
    act(page, "Devolver al bot")
    expect(page.get_by_role("main").get_by_text("Ya no tiene esta conversación")).to_be_visible()
    dialogue.hears("asistente")
    dialogue.customer("¿A cómo la funda de cemento Titán?")
    dialogue.hears("RD$ 525.00")


def test_a_card_is_made_urgent_and_a_message_made_a_ticket(
    page: Page, system: System, dialogue: Dialogue
) -> None:
    number = dialogue.ticket(dialogue.asks_for_a_person())
    comes_in(page, system, "ventas.marta")
    card_of(page, dialogue).get_by_role("button", name="Urgente").click()
    called = re.compile(f"el ticket {number} es urgente y espera a que alguien lo tome")
    expect(page.get_by_role("main").get_by_text(called)).to_be_visible()
    expect(card_of(page, dialogue).get_by_text("Alta")).to_be_visible()
    expect(card_of(page, dialogue).get_by_role("button", name="Urgente")).to_have_count(0)
    dialogue.hears(f"Marcamos su ticket {number} como urgente")

    card_of(page, dialogue).get_by_role("button", name="Tomar").click()
    mine = page.get_by_role("region", name="Mis conversaciones")
    mine.get_by_role("link", name=dialogue.name).click()
    said = page.get_by_role("main").get_by_role("article").filter(has_text="hablar con una").first
    said.hover()
    said.get_by_role("button", name="Acciones del mensaje").click()
    page.get_by_role("menuitem", name="Crear ticket").click()
    form = page.get_by_role("dialog", name="Crear ticket")
    expect(form.get_by_label("Asunto")).to_have_value("quiero hablar con una persona, por favor")
    form.get_by_role("button", name="Crear ticket").click()
    second = dialogue.ticket(dialogue.hears("Hemos registrado su solicitud"))

    words = page.get_by_role("textbox", name="Escriba un mensaje")
    words.press_sequentially("/urgente ")
    page.get_by_role("option", name=re.compile(f"{second} · quiero hablar")).click()
    dialogue.hears(f"Marcamos su ticket {second} como urgente")


def test_an_administrator_sees_why_and_marks_a_mistake(
    page: Page, system: System, dialogue: Dialogue
) -> None:
    dialogue.customer("¿A cómo la funda de cemento Titán?")
    dialogue.hears("RD$ 525.00")
    comes_in(page, system, "admin")
    page.get_by_role("region", name="Con el bot").get_by_role("link", name=dialogue.name).click()
    reply = page.get_by_role("main").get_by_role("article").filter(has_text="RD$ 525.00").last
    reply.hover()
    reply.get_by_role("button", name="Acciones del mensaje").click()
    page.get_by_role("menuitem", name="Ver decisión").click()
    bar = page.get_by_role("complementary").filter(has_text="Decisión")
    for words in ("Respondió", "Entendió", "Precio \\(", "Producto", "Versión de los textos", "ms"):
        expect(bar.get_by_text(re.compile(words)).first).to_be_visible()
    bar.get_by_label("¿Qué debió responder?").fill("debió decir la marca")
    bar.get_by_role("button", name="Marcar error").click()
    expect(page.get_by_text("quedó marcada como error")).to_be_visible()


def test_an_agent_is_not_shown_decisions(page: Page, system: System, dialogue: Dialogue) -> None:
    room_id = dialogue.marta_serves()
    comes_in(page, system, "ventas.marta")
    mine = page.get_by_role("region", name="Mis conversaciones")
    mine.get_by_role("link", name=dialogue.name).click()
    said = page.get_by_role("main").get_by_role("article").filter(has_text="hablar con una").first
    said.hover()
    said.get_by_role("button", name="Acciones del mensaje").click()
    expect(page.get_by_role("menuitem", name="Crear ticket")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Ver decisión")).to_have_count(0)
    assert room_id


def test_after_a_day_of_silence_a_template_goes_out_instead(
    page: Page, system: System, dialogue: Dialogue
) -> None:
    dialogue.silent_for_a_day()
    comes_in(page, system, "ventas.marta")
    mine = page.get_by_role("region", name="Mis conversaciones")
    mine.get_by_role("link", name=dialogue.name).click()
    words = page.get_by_role("textbox", name="Escriba un mensaje")
    words.fill("¿Todavía le interesa?")
    words.press("Enter")
    room = page.get_by_role("main")
    refused = room.get_by_role("article").filter(has_text="Su mensaje no se envió")
    expect(refused.get_by_text("¿Todavía le interesa?")).to_be_visible()
    refused.get_by_role("button", name="seguimiento").click()

    form = page.get_by_role("dialog", name="Enviar plantilla")
    form.get_by_label("Dato {{1}}").fill("Ana")
    form.get_by_role("button", name="Ver cómo queda").click()
    expect(form.get_by_text("Complete este dato.")).to_be_visible()
    form.get_by_label("Dato {{2}}").fill("la Ferretería")
    form.get_by_role("button", name="Ver cómo queda").click()
    expect(form.get_by_text(re.compile("Hola Ana, le escribimos de la Ferretería"))).to_be_visible()
    form.get_by_role("button", name="Enviar plantilla").click()
    dialogue.hears("Hola Ana, le escribimos de la Ferretería para dar seguimiento")
    sent = room.get_by_role("article").filter(has_text="le escribimos de la Ferretería")
    expect(sent.first).to_be_visible()

    dialogue.phone.taps("Continuar")
    answered = room.locator("article[data-kind=customer]").filter(has_text="Continuar")
    expect(answered).to_be_visible()
    words.fill("¡Qué bueno!")
    words.press("Enter")
    dialogue.hears("¡Qué bueno!")


@pytest.mark.people
def test_without_buttons_a_template_is_sent_in_words(dialogue: Dialogue) -> None:
    room_id = dialogue.silent_for_a_day()
    dialogue.marta.writes(room_id, "!plantilla")
    dialogue.reads_in_room("seguimiento")
    dialogue.reads_in_room("*galeria* no se puede enviar desde aquí: trae un carrusel")
    dialogue.marta.writes(room_id, "!plantilla promocion_con_foto foto.jpg | Ana")
    dialogue.reads_in_room("no sirven: {{foto}}")
    dialogue.marta.writes(room_id, "!plantilla promocion_con_foto https://x.example/f.jpg | Ana")
    dialogue.hears("Mire lo que llegó, Ana")
    dialogue.marta.writes(room_id, "!plantilla cotizacion_lista Ana")
    dialogue.reads_in_room("necesita estos datos: {{2}}")
    dialogue.marta.writes(room_id, "!plantilla cotizacion_lista Ana | C-17")
    dialogue.hears("Hola Ana, su cotización C-17 está lista")
    assert dialogue.phone.hears_nothing_for(1)


@pytest.mark.people
def test_a_template_that_did_not_arrive_is_said_to_the_agent(dialogue: Dialogue) -> None:
    room_id = dialogue.silent_for_a_day()
    with troubles.of_meta(dialogue.system, troubles.of_sending_to(dialogue, "132015")):
        dialogue.marta.writes(room_id, "!plantilla cotizacion_lista Ana | C-18")
        dialogue.reads_in_room("La plantilla está en pausa")


def test_an_agent_of_another_department_presses_in_vain(dialogue: Dialogue) -> None:
    dialogue.marta_serves()
    room_id = dialogue.room()
    pedro = Agent(dialogue.system, "contabilidad.pedro")
    number = re.findall(r"\d{4,}", " ".join(dialogue.phone.texts()))[0]
    for action in ("card-take", "card-urgent", "card-room"):
        pedro.presses(action, f"{number}|{room_id}", dialogue.marta.channel())
    pedro.presses_room_button("room-bot", room_id)
    pedro.presses_room_button("room-summary", room_id)
    dialogue.marta.commands(room_id, "crear-ticket", "ventas al final")
    dialogue.hears("Hemos registrado su solicitud")
    state = dialogue.admin.get("rooms.info", roomId=room_id)["room"]
    assert state["servedBy"]["username"] == "ventas.marta"
    assert "Urgente" not in str(dialogue.marta.card_with(number))
