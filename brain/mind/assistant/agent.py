"""The free agent: LlamaIndex's, with the workflows as its tools, for models that pass the check."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from brain.mind.assistant.needs import NONE
from brain.mind.assistant.prompting import prefix, question
from brain.mind.assistant.tools import Argument, Pick, Refused, Tool, pick_of
from brain.mind.prompts import Prompts
from brain.mind.values import Turn

if TYPE_CHECKING:
    from llama_index.core.llms.function_calling import FunctionCallingLLM
    from llama_index.core.tools import BaseTool

STEPS = 4  # of the agent's loop: a tool, another, and its end
Serve = Callable[[Pick], Awaitable[str]]


async def picks_of(
    llm: FunctionCallingLLM, tools: Sequence[Tool], words: Prompts, turn: Turn, serve: Serve
) -> list[Pick]:
    """Let the agent call tools, and give what it chose; its own words are not used.

    Args:
        serve: runs the workflow of a choice and gives its text, which the agent reads.

    Raises:
        Refused: it called no tool.
    """
    from llama_index.core.agent.workflow import FunctionAgent
    from workflows.errors import WorkflowRuntimeError

    picks: list[Pick] = []
    called = [_tool(tool, tools, picks, serve) for tool in tools]
    agent = FunctionAgent(
        tools=list(called),
        llm=llm,
        system_prompt=prefix((), words)[0].content,
        streaming=False,
        allow_parallel_tool_calls=False,
    )
    try:
        await agent.run(user_msg=question(turn, words, NONE), chat_history=[], max_iterations=STEPS)
    except (WorkflowRuntimeError, ValueError):
        if not picks:  # it went round and round; what it chose before that counts
            raise Refused("no end") from None
    if not picks:
        raise Refused("no tool")
    return picks


def _tool(tool: Tool, tools: Sequence[Tool], picks: list[Pick], serve: Serve) -> BaseTool:
    from llama_index.core.tools import FunctionTool

    async def call(**arguments: Any) -> str:  # noqa: ANN401 - what a model sends
        try:
            pick = pick_of(tool.name, arguments, tools)
        except Refused as refusal:
            return str(refusal)
        if pick not in picks:
            picks.append(pick)
        return await serve(pick)

    return FunctionTool.from_defaults(
        async_fn=call, name=tool.name, description=tool.description, fn_schema=_model(tool)
    )


def _model(tool: Tool) -> Any:  # noqa: ANN401 - a pydantic model made now
    from pydantic import create_model

    fields: dict[str, Any] = {each.name: (_type(each), ...) for each in tool.arguments}
    return create_model(tool.name, **fields)


def _type(argument: Argument) -> Any:  # noqa: ANN401 - a type
    if argument.kind == "enum":
        return Literal[argument.values]
    return list[str] if argument.kind == "texts" else str
