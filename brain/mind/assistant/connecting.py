"""The model behind LlamaIndex's interface; imported only where a model is configured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from brain.mind.assistant.settings import ModelSettings

if TYPE_CHECKING:
    from llama_index.core.llms.function_calling import FunctionCallingLLM

CONTEXT = 4096
MOST_TOKENS = 200  # a choice is short, and so is a summary
# The server keeps the model in memory over nights and holidays: reading it anew takes longer than
# a customer waits.
KEPT = -1
FIRST = 90.0  # seconds for the first call, in which the server loads the model; turns wait less


def connect(settings: ModelSettings) -> FunctionCallingLLM:
    """Make the client of a model; nothing is called yet."""
    if settings.provider == "ollama":
        from llama_index.llms.ollama import Ollama

        ollama: FunctionCallingLLM = Ollama(
            model=settings.model,
            base_url=settings.url,
            request_timeout=FIRST,
            context_window=CONTEXT,
            temperature=0.0,
            keep_alive=KEPT,
            thinking=False,
            additional_kwargs={"num_predict": MOST_TOKENS},
        )
        return ollama
    from llama_index.llms.openai_like import OpenAILike

    openai: FunctionCallingLLM = OpenAILike(
        model=settings.model,
        api_base=settings.url,
        api_key=settings.key or "none",
        is_chat_model=True,
        is_function_calling_model=True,
        should_use_structured_outputs=True,
        context_window=CONTEXT,
        max_tokens=MOST_TOKENS,
        temperature=0.0,
        timeout=FIRST,
        max_retries=0,
    )
    return openai


async def disconnect(llm: FunctionCallingLLM) -> None:
    """Close the connections that the client keeps open."""
    inner = getattr(llm, "async_client", None) or getattr(llm, "_aclient", None)
    client = getattr(inner, "_client", None)  # httpx's, in both
    if client is not None:
        await client.aclose()


def constrained(settings: ModelSettings, schema: dict[str, Any]) -> dict[str, Any]:
    """Give the arguments of a call that make the server keep to a schema."""
    if settings.provider == "ollama":
        return {"format": schema}
    shape = {"name": "eleccion", "schema": schema, "strict": True}
    return {"response_format": {"type": "json_schema", "json_schema": shape}}
