"""Turn a stored status of a webhook into one value: what became of a message we sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from whatsapp.items import text_of
from whatsapp.senders import Sender, sender_of, time_of
from whatsapp.shapes import part, parts
from whatsapp.wording import failure_reason

_TOO_LARGE = 2**31


@dataclass(frozen=True)
class DeliveryError:
    """Why Meta did not deliver, in Meta's words."""

    code: int | None
    title: str
    details: str

    @property
    def reason(self) -> str:
        """Return the same for an agent, in Spanish."""
        return failure_reason(self.code)


@dataclass(frozen=True)
class StatusReport:
    """One step of a message on its way: sent, delivered, read, played or failed."""

    wamid: str
    status: str
    occurred_at: datetime
    recipient: Sender
    tracker: str | None
    errors: tuple[DeliveryError, ...]


def parse_status(payload: Mapping[str, Any]) -> StatusReport:
    """Return the report that an item of kind "status" carries."""
    status = part(payload, "status")
    return StatusReport(
        wamid=text_of(status.get("id")),
        status=text_of(status.get("status")),
        occurred_at=time_of(status),
        recipient=sender_of(payload, status),
        tracker=text_of(status.get("biz_opaque_callback_data")) or None,
        errors=tuple(_error(one) for one in parts(status, "errors")),
    )


def _is_code(value: object) -> bool:
    """Tell whether a database can keep it: Meta's codes have seven digits at most."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < _TOO_LARGE


def _error(error: Mapping[str, Any]) -> DeliveryError:
    code = error.get("code")
    return DeliveryError(
        code=code if _is_code(code) else None,
        title=text_of(error.get("title")) or text_of(error.get("message")),
        details=text_of(part(error, "error_data").get("details")),
    )
