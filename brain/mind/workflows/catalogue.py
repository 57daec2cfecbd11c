"""The catalogue of workflows: looked up by name, served one at a time, never in the way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from brain.mind.values import Outcome
from brain.mind.workflows.request import Request


class StoreWorkflow(Protocol):
    """One thing that the store can do; `description` is what a language model reads."""

    @property
    def name(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def required(self) -> tuple[str, ...]: ...

    def available(self) -> bool:
        """Tell whether the tables behind it can be read and hold something."""
        ...

    def run(self, request: Request) -> Outcome: ...


class Catalogue:
    def __init__(self, workflows: Iterable[StoreWorkflow]) -> None:
        self._by_name = {workflow.name: workflow for workflow in workflows}

    def get(self, name: str) -> StoreWorkflow:
        return self._by_name[name]

    def replace(self, workflow: StoreWorkflow) -> None:
        self._by_name[workflow.name] = workflow

    def names(self) -> tuple[str, ...]:
        return tuple(self._by_name)

    def all(self) -> tuple[StoreWorkflow, ...]:
        return tuple(self._by_name.values())
