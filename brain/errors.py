"""Errors answer one question: later, or never?"""

from datetime import timedelta


class Failure(Exception):
    """Something outside did not do its part.

    Args:
        reason: what happened, without texts, numbers or secrets; it goes into logs.
        permanent: True where trying again cannot help.
        after: when to try again, where the other side said so.
    """

    def __init__(
        self, reason: str, *, permanent: bool = False, after: timedelta | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
        self.after = after
