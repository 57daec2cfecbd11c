"""Templates: which of them can be sent from here, what is written, and what Meta says to it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.whatsapp.meta import BUSINESS_ID, PHONE_ID, TOKEN, Meta
from whatsapp.outgoing import Address, SendFailed, WhatsApp
from whatsapp.templates import (
    Parameter,
    Template,
    as_read,
    from_file,
    sendable,
    template_message,
)

ANA = Address(None, "18495550177")
BODY = {"type": "BODY", "text": "Hola {{1}}, su pedido {{2}} llegó."}


def entry(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    parts = list(components) or [BODY]
    return {"name": "pedido", "language": "es", "status": "APPROVED", "components": parts} | more


def test_a_template_names_what_has_to_be_filled_in() -> None:
    example = {"example": {"body_text": [["Ana", "P-7"]]}}
    footer = {"type": "FOOTER", "text": "Ferretería"}
    header = {"type": "HEADER", "format": "TEXT", "text": "Aviso"}
    (found,) = sendable([entry(header, BODY | example, footer)])
    assert found.parameters == (Parameter("1", "Ana"), Parameter("2", "P-7"))
    assert found.text == "Aviso\n\nHola {{1}}, su pedido {{2}} llegó.\n\nFerretería"
    assert as_read(found, {"1": "Ana", "2": "P-9"}).startswith("Aviso\n\nHola Ana, su pedido P-9")


def test_named_parameters_are_sent_with_their_names() -> None:
    body = {
        "type": "BODY",
        "text": "Hola {{cliente}}.",
        "example": {"body_text_named_params": [{"param_name": "cliente", "example": "Ana"}]},
    }
    (found,) = sendable([entry(body, parameter_format="NAMED")])
    assert found.parameters == (Parameter("cliente", "Ana"),)
    content = template_message(found, {"cliente": "Eva"}).content
    (component,) = content["components"]
    assert component["parameters"] == [{"type": "text", "text": "Eva", "parameter_name": "cliente"}]


@pytest.mark.parametrize(
    "left_out",
    [
        entry(status="PENDING"),
        entry(status="REJECTED"),
        entry({"type": "HEADER", "format": "IMAGE"}, BODY),
        entry({"type": "HEADER", "format": "TEXT", "text": "Hola {{1}}"}, BODY),
        entry(BODY, {"type": "BUTTONS", "buttons": [{"type": "URL", "url": "https://x/{{1}}"}]}),
        entry(BODY, {"type": "BUTTONS", "buttons": [{"type": "COPY_CODE"}]}),
        entry(BODY, {"type": "CAROUSEL"}),
    ],
)
def test_what_wants_more_than_a_filled_body_is_not_offered(left_out: dict[str, Any]) -> None:
    assert sendable([left_out]) == []


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


def test_the_accounts_templates_are_listed_but_for_those_that_cannot_be_sent(
    whatsapp: WhatsApp,
) -> None:
    found = {template.name: template for template in whatsapp.templates(BUSINESS_ID)}
    assert set(found) == {"cotizacion_lista", "hello_world", "seguimiento"}
    assert [one.example for one in found["seguimiento"].parameters] == ["María", "la Ferretería"]


def test_a_long_list_is_read_to_its_end(meta: Meta, whatsapp: WhatsApp) -> None:
    for number in range(120):
        meta.approves(name=f"aviso_{number}", body="Hola")
    assert len(whatsapp.templates(BUSINESS_ID)) == 123


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
