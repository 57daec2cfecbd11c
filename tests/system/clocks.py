"""The world's clocks, moved."""

from collections.abc import Iterator
from contextlib import contextmanager

import requests

from tests.system.running import System


@contextmanager
def long_ago(system: System, hours: float) -> Iterator[None]:
    """Until the end of the block Rocket.Chat believes that it is so many hours earlier."""
    url, seconds = f"{system.rocketchat_url}/_world/clock", int(hours * 3600)
    requests.post(url, json={"advance_s": -seconds}, timeout=10).raise_for_status()
    try:
        yield
    finally:
        requests.post(url, json={"advance_s": seconds}, timeout=10).raise_for_status()
