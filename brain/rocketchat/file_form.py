"""A form with one file, read from where it lies while it is sent; requests would hold it whole."""

import io
import secrets
from typing import IO

from urllib3.fields import RequestField

from brain.rocketchat.door import File


class FileForm:
    """The body of a multipart request, as something that is read and has a length."""

    def __init__(self, field: str, file: File) -> None:
        boundary = secrets.token_hex(16)
        described = RequestField(field, b"", filename=file.name)
        described.make_multipart(content_type=file.mime)
        head = f"--{boundary}\r\n{described.render_headers()}".encode()
        tail = f"\r\n--{boundary}--\r\n".encode()
        file.body.seek(0)
        self.content_type = f"multipart/form-data; boundary={boundary}"
        self._length = len(head) + file.size + len(tail)
        self._parts: list[IO[bytes]] = [io.BytesIO(head), file.body, io.BytesIO(tail)]

    def __len__(self) -> int:
        return self._length

    def read(self, size: int = -1) -> bytes:
        """Return up to so many of the next bytes; none at the end."""
        while self._parts:
            if found := self._parts[0].read(size):
                return found
            self._parts.pop(0)
        return b""
