"""Templates: which of them can be sent from here, what is written, and what Meta says to it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.whatsapp.meta import BUSINESS_ID, PHONE_ID, TOKEN, Meta
from whatsapp.outgoing import Address, SendFailed, WhatsApp
from whatsapp.template_entries import approved, from_file
from whatsapp.templates import Parameter, Template, as_read, template_message, unfit
from whatsapp.wording import template_problem, texts

ANA = Address(None, "18495550177")
BODY = {"type": "BODY", "text": "Hola {{1}}, su pedido {{2}} llegó."}


def entry(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    parts = list(components) or [BODY]
    return {"name": "pedido", "language": "es", "status": "APPROVED", "components": parts} | more


def test_a_template_names_what_has_to_be_filled_in() -> None:
    example = {"example": {"body_text": [["Ana", "P-7"]]}}
    footer = {"type": "FOOTER", "text": "Ferretería"}
    header = {"type": "HEADER", "format": "TEXT", "text": "Aviso"}
    (found,) = approved([entry(header, BODY | example, footer)])
    assert found.parameters == (Parameter("1", "Ana"), Parameter("2", "P-7"))
    assert found.text == "Aviso\n\nHola {{1}}, su pedido {{2}} llegó.\n\nFerretería"
    assert as_read(found, {"1": "Ana", "2": "P-9"}).startswith("Aviso\n\nHola Ana, su pedido P-9")


def test_named_parameters_are_sent_with_their_names() -> None:
    body = {
        "type": "BODY",
        "text": "Hola {{cliente}}.",
        "example": {"body_text_named_params": [{"param_name": "cliente", "example": "Ana"}]},
    }
    (found,) = approved([entry(body, parameter_format="NAMED")])
    assert found.parameters == (Parameter("cliente", "Ana"),)
    content = template_message(found, {"cliente": "Eva"}).content
    (component,) = content["components"]
    assert component["parameters"] == [{"type": "text", "text": "Eva", "parameter_name": "cliente"}]


@pytest.mark.parametrize("status", ["PENDING", "REJECTED", "PAUSED"])
def test_what_meta_has_not_approved_is_not_offered(status: str) -> None:
    assert approved([entry(status=status)]) == []


def buttons(*given: dict[str, Any]) -> dict[str, Any]:
    return {"type": "BUTTONS", "buttons": list(given)}


@pytest.mark.parametrize(
    ("strange", "problem"),
    [
        (entry(BODY, {"type": "CAROUSEL"}), "carousel"),
        (entry(BODY, {"type": "LIMITED_TIME_OFFER"}), "limited_time_offer"),
        (entry(BODY, {"type": "SOMETHING_NEW"}), "other"),
        (entry({"type": "HEADER", "format": "PRODUCT"}, BODY), "header"),
        (entry(BODY, buttons({"type": "FLOW"})), "flow"),
        (entry(BODY, buttons({"type": "CATALOG"})), "catalog"),
        (entry(BODY, buttons({"type": "OTP"}), category="AUTHENTICATION"), "authentication"),
        (entry({"type": "FOOTER", "text": "F"}), "body"),
    ],
)
def test_what_cannot_be_sent_from_here_says_why(strange: dict[str, Any], problem: str) -> None:
    (found,) = approved([strange])
    assert found.problem == problem
    assert template_problem(problem)
    with pytest.raises(SendFailed):
        template_message(found, {"1": "a", "2": "b"})


def sent(template: Template, **values: str) -> dict[str, Any]:
    """The parts of the message, by their type."""
    content = template_message(template, values).content
    return {part["type"]: part for part in content["components"]}


def test_a_headers_value_is_not_the_bodys_first() -> None:
    header = {
        "type": "HEADER",
        "format": "TEXT",
        "text": "Pedido {{1}}",
        "example": {"header_text": ["P-7"]},
    }
    (found,) = approved([entry(header, BODY)])
    assert found.parameters[0] == Parameter("titulo", "P-7", "header", "text", "1")
    values = {"titulo": "P-9", "1": "Ana", "2": "hoy"}
    parts = sent(found, **values)
    assert parts["header"]["parameters"] == [{"type": "text", "text": "P-9"}]
    assert [one["text"] for one in parts["body"]["parameters"]] == ["Ana", "hoy"]
    assert as_read(found, values).startswith("Pedido P-9\n\nHola Ana")


def test_a_named_header_is_sent_by_metas_name_whatever_it_is_called_here() -> None:
    header = {"type": "HEADER", "format": "TEXT", "text": "Pedido {{numero}}"}
    body = {"type": "BODY", "text": "Hola {{titulo}}."}
    (found,) = approved([entry(header, body, parameter_format="NAMED")])
    assert [one.name for one in found.parameters] == ["titulo_2", "titulo"]
    parts = sent(found, titulo="Sra.", titulo_2="P-9")
    assert parts["header"]["parameters"][0]["parameter_name"] == "numero"
    assert parts["body"]["parameters"][0]["parameter_name"] == "titulo"


@pytest.mark.parametrize(
    ("kind", "hole"), [("image", "foto"), ("video", "video"), ("document", "documento")]
)
def test_a_file_in_the_header_is_sent_by_its_link(kind: str, hole: str) -> None:
    (found,) = approved([entry({"type": "HEADER", "format": kind.upper()}, BODY)])
    link = "https://tienda.example/lista de precios.pdf".replace(" ", "%20")
    values = {hole: link, "1": "Ana", "2": "P-7"}
    (given,) = sent(found, **values)["header"]["parameters"]
    name = {"filename": "lista%20de%20precios.pdf"} if kind == "document" else {}
    assert given == {"type": kind, kind: {"link": link, **name}}
    assert link in as_read(found, values)
    assert unfit(found, values | {hole: "foto.jpg"}) == [hole]
    with pytest.raises(SendFailed):
        template_message(found, values | {hole: "foto.jpg"})


def test_a_place_in_the_header_has_four_values() -> None:
    (found,) = approved([entry({"type": "HEADER", "format": "LOCATION"}, BODY)])
    place = {"latitud": "18.48", "longitud": "-69.93", "lugar": "Tienda", "direccion": "Calle 1"}
    (given,) = sent(found, **place, **{"1": "a", "2": "b"})["header"]["parameters"]
    assert given["location"] == {
        "latitude": "18.48",
        "longitude": "-69.93",
        "name": "Tienda",
        "address": "Calle 1",
    }
    assert unfit(found, place | {"latitud": "al norte"}) == ["latitud"]


def test_links_and_codes_on_buttons_are_filled_in_where_they_stand() -> None:
    link = {"type": "URL", "text": "Ver", "url": "https://x.example/p/{{1}}"}
    (found,) = approved(
        [
            entry(
                BODY,
                buttons(
                    {"type": "QUICK_REPLY", "text": "Sí"},
                    link | {"example": ["https://x.example/p/77"]},
                    {"type": "URL", "text": "Tienda", "url": "https://x.example"},
                    {"type": "COPY_CODE", "text": "Copiar", "example": "VERANO"},
                ),
            )
        ]
    )
    assert [(one.name, one.example) for one in found.parameters[2:]] == [
        ("enlace", "77"),
        ("codigo", "VERANO"),
    ]
    values = {"1": "Ana", "2": "P-7", "enlace": "9", "codigo": "HOY"}
    _, url, code = template_message(found, values).content["components"]
    assert (url["sub_type"], url["index"], url["parameters"]) == (
        *("url", "1"),
        [{"type": "text", "text": "9"}],
    )
    assert (code["sub_type"], code["index"], code["parameters"]) == (
        *("copy_code", "3"),
        [{"type": "coupon_code", "coupon_code": "HOY"}],
    )
    assert as_read(found, values).endswith("🔗 Ver: https://x.example/p/9\n🏷️ Copiar: HOY")


def test_what_stands_for_a_value_can_be_typed_and_found_by_any_client() -> None:
    assert all(name.isascii() and name.isalpha() for name in texts()["template"]["hole"].values())


def test_a_value_is_one_line_and_none_may_be_empty() -> None:
    template = Template("t", "es", "Hola {{1}}.", (Parameter("1"),))
    (component,) = template_message(template, {"1": " Ana\n\tMaría "}).content["components"]
    assert component["parameters"][0]["text"] == "Ana María"
    for values in ({}, {"1": " \n"}):
        with pytest.raises(SendFailed) as failed:
            template_message(template, values)
        assert failed.value.permanent


def test_a_store_without_an_account_id_keeps_its_templates_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "plantillas.toml"
    assert from_file(path) == []
    path.write_text('[[template]]\nname = "aviso"\nlanguage = "es"\nbody = "Hola {{2}} y {{1}}"\n')
    (found,) = from_file(path)
    assert (found.id, [one.name for one in found.parameters]) == ("aviso/es", ["1", "2"])
    more = 'header_format = "IMAGE"\nbuttons = [{text = "Ver", url = "https://x/{{1}}"}]'
    path.write_text(f'[[template]]\nname = "promo"\nlanguage = "es"\nbody = "Hola"\n{more}\n')
    (found,) = from_file(path)
    assert [one.name for one in found.parameters] == ["foto", "enlace"]
    path.write_text('[[template]]\nname = "aviso"\n')
    with pytest.raises(ValueError, match=r"plantillas\.toml"):
        from_file(path)


@pytest.fixture
def ana(meta: Meta) -> str:
    return meta.customer(phone="18495550177")


@pytest.fixture
def whatsapp(meta: Meta) -> Iterator[WhatsApp]:
    with WhatsApp(PHONE_ID, TOKEN, "24.0", meta.url, timeout=2.0) as whatsapp:
        yield whatsapp


def test_the_accounts_templates_are_listed_with_those_that_cannot_be_sent(
    whatsapp: WhatsApp,
) -> None:
    found = {template.name: template for template in whatsapp.templates(BUSINESS_ID)}
    assert {name for name, one in found.items() if not one.problem} == {
        *("cotizacion_lista", "hello_world", "pedido_en_camino", "promocion_con_foto"),
        "seguimiento",
    }
    assert found["galeria"].problem == "carousel"
    assert "en_revision" not in found
    assert [one.example for one in found["seguimiento"].parameters] == ["María", "la Ferretería"]


def test_a_long_list_is_read_to_its_end(meta: Meta, whatsapp: WhatsApp) -> None:
    for number in range(120):
        meta.approves(name=f"aviso_{number}", body="Hola")
    assert len(whatsapp.templates(BUSINESS_ID)) == 126


def test_another_accounts_templates_are_refused(whatsapp: WhatsApp) -> None:
    with pytest.raises(SendFailed):
        whatsapp.templates("1")


def test_after_24_hours_a_template_reaches_whom_a_text_does_not(
    meta: Meta, ana: str, whatsapp: WhatsApp
) -> None:
    meta.says(ana, text="hola", ago_s=25 * 3600)
    with pytest.raises(SendFailed) as failed:
        whatsapp.send_text(ANA, "¿Sigue interesada?", "t-1")
    assert failed.value.code == 131047
    template = next(one for one in whatsapp.templates(BUSINESS_ID) if one.name == "seguimiento")
    wamid = whatsapp.send_template(ANA, template, {"1": "Ana", "2": "la tienda"}, "t-2")
    (shown,) = meta.shown_to(ana)
    assert (shown["wamid"], shown["tracker"]) == (wamid, "t-2")
    assert shown["text"] == as_read(template, {"1": "Ana", "2": "la tienda"})


def test_header_and_footer_stand_on_the_phone_as_they_were_shown_before(
    meta: Meta, ana: str, whatsapp: WhatsApp
) -> None:
    meta.approves(name="aviso", header="Aviso", body="Hola {{cliente}}.", footer="F", named=True)
    template = next(one for one in whatsapp.templates(BUSINESS_ID) if one.name == "aviso")
    whatsapp.send_template(ANA, template, {"cliente": "Ana"}, "t-1")
    assert meta.shown_to(ana)[0]["text"] == as_read(template, {"cliente": "Ana"})


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("pedido_en_camino", {"titulo": "P-7", "1": "Ana", "2": "5 p. m.", "enlace": "P-7"}),
        ("promocion_con_foto", {"foto": "https://tienda.example/foto.jpg", "1": "Ana"}),
    ],
)
def test_meta_takes_headers_files_and_links_as_they_are_filled_in(
    meta: Meta, ana: str, whatsapp: WhatsApp, name: str, values: dict[str, str]
) -> None:
    template = next(one for one in whatsapp.templates(BUSINESS_ID) if one.name == name)
    whatsapp.send_template(ANA, template, values, "t-1")
    assert "Ana" in meta.shown_to(ana)[0]["text"]


@pytest.mark.parametrize(
    ("status", "code"), [("PENDING", 132001), ("PAUSED", 132015), ("DISABLED", 132016)]
)
def test_a_template_that_meta_stopped_is_refused_with_its_reason(
    meta: Meta, ana: str, whatsapp: WhatsApp, status: str, code: int
) -> None:
    assert ana
    meta.approves(name="aviso", body="Hola", status=status)
    with pytest.raises(SendFailed) as failed:
        whatsapp.send_template(ANA, Template("aviso", "es", "Hola", ()), {}, "t-1")
    assert (failed.value.code, failed.value.permanent) == (code, True)
    assert "plantilla" in failed.value.reason


def test_a_wrong_language_or_a_wrong_number_of_values_is_refused(
    ana: str, whatsapp: WhatsApp
) -> None:
    assert ana
    two = (Parameter("1"), Parameter("2"))
    for template, code in (
        (Template("seguimiento", "en", "", two), 132001),
        (Template("seguimiento", "es", "", two[:1]), 132000),
    ):
        with pytest.raises(SendFailed) as failed:
            whatsapp.send_template(ANA, template, {"1": "a", "2": "b"}, "t-1")
        assert failed.value.code == code
