from datetime import UTC, datetime
from typing import Any

import pytest

from tests.whatsapp.conftest import all_names, load, only_item
from whatsapp.incoming import IdentityChange, Incoming, Media, Sender, parse
from whatsapp.webhook import split

MARIA = Sender("DO.13491208655302741918", "18095550101", None, "Maria Perez")


def incoming(name: str, **changes: object) -> Incoming:
    payload = only_item(name).payload
    return parse({**payload, "message": {**payload["message"], **changes}})


def test_a_text_is_what_the_customer_wrote() -> None:
    message = incoming("text")
    assert message == Incoming(
        wamid="wamid.HBgLMTgwOTU1NTAxMDEVAgASGBQT1AA==",
        sender=MARIA,
        sent_at=datetime(2025, 11, 22, 8, 26, 40, tzinfo=UTC),
        kind="text",
        text="Buenas, tienen cemento gris?",
        words="Buenas, tienen cemento gris?",
        media=None,
        choice_id=None,
        reply_to=None,
        identity=None,
    )


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("button_reply", "interactive", "Si"),
        ("list_reply", "interactive", "Cemento (saco 42.5kg)"),
        ("template_quick_reply", "button", "Continuar"),
        ("contacts", "contacts", "👤 Contacto compartido: Juan Diaz (+1 829-555-0102)"),
        (
            "contacts_contact_request",
            "contacts",
            "👤 Compartió su propio número: Maria (+18095550101)",
        ),
        (
            "location_place",
            "location",
            "📍 Ubicación: Obra, Av. 27 de Febrero\nhttps://maps.google.com/?q=18.4861,-69.9312",
        ),
        (
            "location_current",
            "location",
            "📍 Ubicación: compartida desde su teléfono\n"
            "https://maps.google.com/?q=18.4861,-69.9312",
        ),
        (
            "order",
            "order",
            "🛒 Pedido del catálogo:\n• 3 × SKU-1 a RD$ 520.00\nTotal: RD$ 1,560.00",
        ),
        ("reaction", "reaction", "Reaccionó con 👍 a un mensaje"),
        ("reaction_removed", "reaction", "Quitó su reacción a un mensaje"),
        ("edit", "edit", "✏️ Corrigió un mensaje: corregido"),
        ("text_forwarded", "text", "reenviado\n(Mensaje reenviado)"),
        (
            "referral_ctwa",
            "text",
            "Quiero informacion\n(Llegó desde el anuncio «Escribanos»: Oferta https://fb.me/x)",
        ),
        (
            "unsupported",
            "unsupported",
            "⚠️ Envió algo que WhatsApp no permite ver aquí: una encuesta. "
            "Pídale que lo escriba o lo mande de otra forma",
        ),
        (
            "system_user_changed_number",
            "system_identity",
            "🔁 Este cliente cambió su número de WhatsApp: antes 18095550101, ahora 18095550199",
        ),
    ],
)
def test_the_room_shows_it_in_spanish(name: str, kind: str, text: str) -> None:
    message = incoming(name)
    assert (message.kind, message.text) == (kind, text)


@pytest.mark.parametrize("name", [name for name in all_names() if "status" not in name])
def test_every_known_message_is_seen_in_the_room(name: str) -> None:
    for item in split(load(name)):
        message = parse(item.payload)
        assert message.text or message.media
        assert message.sender.bsuid or message.sender.phone
        assert message.kind == "unsupported" or name != "unsupported"


def test_our_explanations_are_not_the_customers_words() -> None:
    assert incoming("referral_ctwa").words == "Quiero informacion"
    assert incoming("edit").words == "corregido"
    assert incoming("list_reply").words == "Cemento"
    assert incoming("location_place").words == ""


def test_a_tapped_choice_carries_its_id() -> None:
    assert incoming("button_reply").choice_id == "y"
    assert incoming("list_reply").choice_id == "r1"
    assert incoming("template_quick_reply").choice_id == "reabrir"


def test_an_answer_knows_what_it_answers() -> None:
    assert incoming("text_reply_context").reply_to == "wamid.HBgLMTgwOTU1NTAxMDEVAgASGBQOUT1AA=="
    assert incoming("reaction").reply_to == "wamid.HBgLMTgwOTU1NTAxMDEVAgASGBQOUT1AA=="
    assert incoming("edit").reply_to == "wamid.HBgLMTgwOTU1NTAxMDEVAgASGBQT1AA=="
    assert incoming("text_forwarded").reply_to is None


def test_media_keep_their_caption_and_name() -> None:
    assert incoming("document").media == Media(
        id="1908647269898591",
        kind="document",
        mime="application/pdf",
        filename="lista.pdf",
        caption="lista",
        sha256="m04pFf2ERdaopTyFkGPA0+bX3i+YY2dYgVFwOgDLSDI=",
        voice=False,
    )
    assert incoming("document").text == "lista"


@pytest.mark.parametrize("name", ["image", "audio_file", "video", "document", "sticker"])
def test_each_kind_of_file_is_media(name: str) -> None:
    media = incoming(name).media
    assert media is not None
    assert media.kind == name.removesuffix("_file")


def test_a_voice_note_is_told_from_a_song() -> None:
    voice, song = incoming("audio_voice").media, incoming("audio_file").media
    assert voice is not None
    assert song is not None
    assert (voice.voice, song.voice) == (True, False)
    assert incoming("audio_voice").text == ""


def test_a_file_that_did_not_come_along_is_not_passed_over() -> None:
    message = incoming("image", image={"caption": "esta pieza"})
    assert message.kind == "unsupported"
    assert message.text.startswith("esta pieza\n⚠️ Envió un archivo (imagen)")


def test_people_without_a_phone_are_people() -> None:
    assert incoming("text_username_no_phone").sender == Sender(
        "DO.13491208655302741918", None, "maria.perez", "Maria"
    )


def test_people_without_a_user_id_are_people() -> None:
    assert incoming("text_legacy_no_bsuid").sender == Sender(
        None, "18095550101", None, "Maria Perez"
    )


def test_a_shared_number_does_not_become_the_senders() -> None:
    """A contact card can be written by anybody; accounts are shown to verified numbers."""
    assert incoming("contacts_contact_request").sender.phone is None


def test_a_new_number_leads_from_the_old_identity_to_the_new() -> None:
    message = incoming("system_user_changed_number")
    assert message.identity == IdentityChange(
        previous_bsuid="DO.13491208655302741918",
        previous_phone="18095550101",
        bsuid="DO.99999999999999999999",
        phone="18095550199",
    )
    assert message.sender.bsuid == "DO.13491208655302741918"


def test_a_new_user_id_without_any_number_is_an_identity_change_too() -> None:
    system = {
        "type": "user_changed_user_id",
        "user_id": "DO.2",
        "previous_user_id": "DO.1",
    }
    message = parse({"contacts": [], "message": {"id": "w", "type": "system", "system": system}})
    assert message.kind == "system_identity"
    assert message.identity == IdentityChange("DO.1", None, "DO.2", None)
    assert message.sender.bsuid == "DO.1"
    assert message.text == "🔁 Este cliente cambió su número de WhatsApp"


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"type": "revoke", "revoke": {"original_message_id": "w"}}, "🗑️ Eliminó un mensaje"),
        ({"type": "request_welcome"}, "👋 Abrió el chat de la tienda por primera vez"),
        ({"type": "hologram"}, "un mensaje de tipo «hologram»"),
        ({"type": "hologram", "hologram": {"body": "mire"}}, "mire\n⚠️ Llegó como"),
        ({"type": "text", "text": {"body": " "}}, "un mensaje de tipo «text»"),
        ({}, "un mensaje de tipo desconocido"),
        (
            {
                "type": "interactive",
                "interactive": {
                    "type": "nfm_reply",
                    "nfm_reply": {"response_json": '{"nombre": "Ana", "flow_token": "x"}'},
                },
            },
            "📋 Completó un formulario:\n• nombre: Ana",
        ),
        (
            {"type": "system", "system": {"type": "customer_identity_changed"}},
            "Confirme quién es",
        ),
    ],
)
def test_rare_and_unknown_kinds_are_visible(message: dict[str, Any], text: str) -> None:
    assert text in parse({"message": message}).text


def test_a_product_of_the_catalog_is_named() -> None:
    message = incoming("text", context={"referred_product": {"product_retailer_id": "SKU-9"}})
    assert message.text.endswith("\n(Pregunta por el producto SKU-9 del catálogo)")


@pytest.mark.parametrize("stamp", ["1763800000", "1763800000000", 1763800000])
def test_a_time_is_read_in_seconds_or_milliseconds(stamp: object) -> None:
    assert incoming("text", timestamp=stamp).sent_at == datetime(
        2025, 11, 22, 8, 26, 40, tzinfo=UTC
    )


@pytest.mark.parametrize("stamp", ["", "mañana", "-1", "9" * 40, None, "²"])
def test_a_time_that_is_none_is_the_beginning(stamp: object) -> None:
    assert incoming("text", timestamp=stamp).sent_at == datetime(1970, 1, 1, tzinfo=UTC)
