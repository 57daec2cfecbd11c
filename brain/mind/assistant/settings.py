"""What has to be known of a language model to use it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

LONGEST = 8.0  # seconds for all that a model does in one turn: the customer hears within ten


@dataclass(frozen=True)
class ModelSettings:
    """Where the model is; `agent` lets it call several tools, if it passes the check."""

    provider: Literal["ollama", "openai"]
    model: str
    url: str
    key: str = field(default="", repr=False)
    timeout: float = LONGEST
    agent: bool = False

    @property
    def limit(self) -> float:
        return min(self.timeout, LONGEST)
