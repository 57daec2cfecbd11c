"""The model as a free agent: only once it passed the check, and then it points, no more."""

import asyncio
import tomllib
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from brain.mind.assistant.agent import picks_of
from brain.mind.assistant.assistant import Assistant
from brain.mind.assistant.check import CASES, Checked, check_model
from brain.mind.assistant.settings import ModelSettings
from brain.mind.assistant.tools import Pick, Refused, Tool, tools_of
from brain.mind.flow import Mind
from brain.mind.prompts import PromptManager
from brain.mind.values import Answer, Ask, Thought
from knowledge import reading
from tests.mind.conftest import MONDAY_AT_11, NewTalk
from tests.mind.talk import Talk, turn_of, words_of
from tests.system.running import wait_until
from tests.world.model_server import MODEL, ModelServer, serving

# The engine looks at every member of the agent, also at those that pydantic gives up one day.
pytestmark = pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecationWarning")

ZONE = ZoneInfo("America/Santo_Domingo")
LEAK = "se me está metiendo el agua por arriba cuando llueve, qué le puedo echar?"
ROOF = {"sobre": "existencia", "productos": ["impermeabilizante de techo"]}
INVENTED = "99,999"  # what the stand-in says once it has read a tool's answer

with CASES.open("rb") as _file:
    QUESTIONS: list[dict[str, Any]] = tomllib.load(_file)["cases"]


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with serving() as running:
        yield running


@pytest.fixture
def model(server: ModelServer) -> ModelServer:
    server.reset()
    return server


@pytest.fixture(scope="module")
def tools() -> dict[str, Tool]:
    catalogue = Mind(ZONE).catalogue.all()
    listed = tools_of(catalogue, PromptManager().current(), all_of_them=True)
    return {tool.name: tool for tool in listed}


def arguments(tool: Tool, case: dict[str, Any]) -> dict[str, Any]:
    kinds: dict[str, Any] = {"texts": case.get("words", [])[:1], "text": case["said"]}
    return {one.name: one.values[0] if one.values else kinds[one.kind] for one in tool.arguments}


def settings(model: ModelServer, **more: Any) -> ModelSettings:
    return ModelSettings("ollama", MODEL, model.url, timeout=4.0, **more)


# --- the agent -----------------------------------------------------------------------------------


def chosen(
    model: ModelServer, tools: dict[str, Tool], said: str, told: str = "hay 4"
) -> tuple[list[Pick], list[Pick]]:
    """Let the agent choose; return what it chose, and what was served to it."""
    served: list[Pick] = []

    async def serve(pick: Pick) -> str:
        served.append(pick)
        return told

    async def run() -> list[Pick]:
        assistant = Assistant(settings(model))
        try:
            words = PromptManager().current()
            turn = turn_of(said, now=MONDAY_AT_11)
            return await picks_of(assistant.llm, [*tools.values()], words, turn, serve)
        finally:
            await assistant.close()

    return asyncio.run(run()), served


def test_the_agent_reads_what_the_workflow_says_and_its_choice_is_all_that_counts(
    model: ModelServer, tools: dict[str, Tool]
) -> None:
    model.chooses("metiendo el agua", "inventario", **ROOF)
    picks, served = chosen(model, tools, LEAK, told="Impermeabilizante, RD$ 3,950.00")
    wanted = Pick("inventario", "existencia", ("impermeabilizante de techo",))
    assert picks == served == [wanted]
    last = model.calls[-1]["messages"][-1]
    assert (last["role"], last["content"]) == ("tool", "Impermeabilizante, RD$ 3,950.00")


def test_an_agent_that_calls_no_tool_has_chosen_nothing(
    model: ModelServer, tools: dict[str, Tool]
) -> None:
    with pytest.raises(Refused, match="no tool"):
        chosen(model, tools, LEAK)


def test_arguments_that_the_tool_does_not_take_are_no_choice_and_are_served_to_nobody(
    model: ModelServer, tools: dict[str, Tool]
) -> None:
    model.says("metiendo", tool={"name": "inventario", "arguments": ROOF | {"sobre": "el clima"}})
    with pytest.raises(Refused, match="no tool"):
        chosen(model, tools, LEAK)


def test_an_agent_that_goes_round_and_round_is_stopped_and_what_it_chose_counts_once(
    model: ModelServer, tools: dict[str, Tool]
) -> None:
    model.chooses("metiendo el agua", "inventario", **ROOF)
    model.troubled("restless")
    picks, served = chosen(model, tools, LEAK)
    assert len(picks) == 1
    assert 1 < len(served) < 10


# --- the check -----------------------------------------------------------------------------------


def checked(model: ModelServer) -> Checked:
    return check_model(settings(model, agent=True), Mind(ZONE).catalogue.all())


def answers_all(model: ModelServer, tools: dict[str, Tool], *, freely: bool = True) -> None:
    """Let the model choose rightly in every case, under a schema and (or not) as an agent."""
    for case in QUESTIONS:
        tool = tools[case["tools"][0]]
        given = arguments(tool, case)
        if freely:
            model.chooses(case["said"], tool.name, **given)
        else:
            model.says(case["said"], content={"eleccion": {"herramienta": tool.name, **given}})


def test_a_model_that_chooses_rightly_both_ways_passes_both(
    model: ModelServer, tools: dict[str, Tool]
) -> None:
    answers_all(model, tools)
    found = checked(model)
    assert found.passed
    assert found.agent_passed
    assert found.choice.right == found.choice.of == len(QUESTIONS)


def test_a_model_that_only_keeps_to_a_schema_may_not_run_free(
    model: ModelServer, tools: dict[str, Tool]
) -> None:
    answers_all(model, tools, freely=False)
    found = checked(model)
    assert found.passed
    assert not found.agent_passed
    assert found.agent is not None


def test_a_model_that_names_other_products_does_not_pass_and_is_not_tried_as_an_agent(
    model: ModelServer, tools: dict[str, Tool]
) -> None:
    for case in QUESTIONS:
        model.chooses(case["said"], "inventario", sobre="precio", productos=["flores"])
    found = checked(model)
    assert found.choice.right == 0
    assert not found.passed
    assert found.agent is None


def test_a_model_that_is_down_fails_with_the_kind_of_trouble(model: ModelServer) -> None:
    model.troubled("down")
    found = checked(model)
    assert (found.choice.right, found.choice.of) == (0, len(QUESTIONS))
    assert found.choice.trouble
    assert not found.agent_passed


# --- LLM_AGENT -----------------------------------------------------------------------------------


@pytest.fixture
def free(talk: NewTalk, model: ModelServer, shown: dict[str, Any]) -> Iterator[Callable[[], Talk]]:
    """Begin conversations with a mind whose model may run free, if it passes the check."""
    begun = talk("sample", phone="18095550101")
    mind = Mind(ZONE, index=lambda: shown["index"], model=settings(model, agent=True))
    mind.warm()
    yield lambda: Talk(mind, begun.phone, begun.now)
    mind.close()


def way_of(thought: Thought) -> str:
    """Return how the model was asked in a turn."""
    return str(thought.decision["model_calls"][0]["for"])


@pytest.fixture
def passing(model: ModelServer, tools: dict[str, Tool]) -> None:
    answers_all(model, tools)
    model.chooses("metiendo el agua", "inventario", **ROOF)


@pytest.mark.usefixtures("passing")
def test_once_it_passed_the_model_runs_free_and_not_a_figure_of_its_own_is_read(
    free: Callable[[], Talk],
) -> None:
    wait_until(lambda: way_of(free().says(LEAK)) == "agent", "the model may run free", within=60)
    thought = free().says(LEAK)
    assert isinstance(thought.action, Answer | Ask)
    assert "Impermeabilizante de techo" in thought.action.text
    assert INVENTED not in thought.action.text
    assert thought.decision["tools"] == ["inventario"]
    assert any(row["table"] == "store_product" for row in thought.decision["rows"])


MINE = "mire, y lo mío con ustedes en qué quedó por fin?"


@pytest.mark.usefixtures("passing")
def test_what_an_account_says_is_read_by_the_customer_and_by_no_model(
    free: Callable[[], Talk], model: ModelServer
) -> None:
    wait_until(lambda: way_of(free().says(LEAK)) == "agent", "the model may run free", within=60)
    model.chooses("lo mío con ustedes", "cuenta")
    thought = free().says(MINE)
    assert thought.decision["tools"] == ["cuenta"]
    assert any(row["table"].startswith("store_account") for row in thought.decision["rows"])
    assert MINE[:20] in str(model.calls)
    for account in reading.accounts_of_phone("18095550101"):
        for kept in (account.holder, account.number):
            assert kept in words_of(thought) + str(thought.action)
            assert kept not in str(model.calls)


def test_a_model_that_did_not_pass_goes_on_choosing_under_a_schema(
    free: Callable[[], Talk], model: ModelServer
) -> None:
    last = QUESTIONS[-1]["said"]
    wait_until(lambda: last in str(model.calls), "it was checked")
    thought = free().says(LEAK)
    assert way_of(thought) == "choice"
    assert words_of(thought)
