"""What keeps connections open to Meta, and closes them at the end of a `with`."""

from types import TracebackType
from typing import Self

import httpx


class Connected:
    """Owns an HTTP client; use it in a `with`, or close it."""

    _http: httpx.Client

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
