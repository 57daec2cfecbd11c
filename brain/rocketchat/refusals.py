"""What Rocket.Chat may answer instead of doing what was asked."""

from collections.abc import Mapping
from typing import Any

from brain.errors import Failure

TIMEOUT_SECONDS = 10


class Refused(Failure):
    """Rocket.Chat understood and said no.

    Args:
        code: its error code, such as `error-not-allowed`, or its words where it gives none.
        status: the HTTP status.
        words: what it said besides.
        details: what its answer tells besides, an object or a list as the code has it: which
            second factor is wanted, what a password lacks.
    """

    def __init__(
        self,
        code: str,
        status: int,
        words: str = "",
        details: object = None,
    ) -> None:
        reason = f"rocketchat refused: {code} {words[:160]}".rstrip()
        super().__init__(reason, permanent=status in (400, 403, 404, 413))
        self.code = code
        self.status = status
        self.details: Mapping[str, Any] = details if isinstance(details, dict) else {}
        self.reasons = tuple(details) if isinstance(details, list) else ()


class Away(Failure):
    """Rocket.Chat gave no answer, or none that can be used: try again."""
