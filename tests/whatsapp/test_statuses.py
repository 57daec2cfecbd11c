from datetime import UTC, datetime

import pytest

from tests.whatsapp.conftest import only_item
from whatsapp.incoming import DeliveryError, Sender, StatusReport, parse_status


def report(name: str) -> StatusReport:
    return parse_status(only_item(name).payload)


def test_a_status_names_the_message_and_carries_our_tracker() -> None:
    assert report("status_delivered") == StatusReport(
        wamid="wamid.HBgLMTgwOTU1NTAxMDEVAgASGBQOUT1AA==",
        status="delivered",
        occurred_at=datetime(2025, 11, 22, 8, 26, 40, tzinfo=UTC),
        recipient=Sender("DO.13491208655302741918", "18095550101", None, "Maria Perez"),
        tracker="t-1",
        errors=(),
    )


@pytest.mark.parametrize("status", ["sent", "delivered", "read", "played"])
def test_each_step_is_reported(status: str) -> None:
    assert report(f"status_{status}").status == status


def test_a_recipient_without_a_phone_is_found_by_user_id() -> None:
    recipient = report("status_bsuid_only").recipient
    assert (recipient.bsuid, recipient.phone) == ("DO.13491208655302741918", None)


def test_a_failure_keeps_metas_words() -> None:
    assert report("status_failed_131026").errors == (
        DeliveryError(131026, "Message undeliverable", "Message Undeliverable."),
    )


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("status_failed_131026", "el número no tiene WhatsApp"),
        ("status_failed_131047", "más de 24 horas"),
        ("status_failed_131053", "no pudo subir el archivo"),
    ],
)
def test_a_failure_has_a_reason_that_an_agent_understands(name: str, reason: str) -> None:
    (error,) = report(name).errors
    assert reason in error.reason


def test_an_error_code_that_no_database_keeps_is_left_out() -> None:
    errors = [{"code": 10**16, "title": "?"}]
    told = {"contacts": [], "status": {"id": "wamid.1", "status": "failed", "errors": errors}}
    assert parse_status(told).errors[0].code is None
