"""The language model, where one is configured."""

from collections.abc import Iterator

import requests

from brain.doctor.finding import Finding, Level, ok, warning
from brain.doctor.patient import Patient
from brain.settings import Settings

TIMEOUT_SECONDS = 5
WHY = "Open-ended questions are answered by rules alone, or go to people."


def look(patient: Patient) -> Iterator[Finding]:
    """Look whether the model's server answers and has the model."""
    settings = patient.settings
    if settings.llm_provider == "none":
        yield ok("model", "No language model is configured (LLM_PROVIDER=none).")
        return
    url = _url(settings)
    try:
        known = _models(settings, url)
    except (requests.RequestException, ValueError) as error:
        yield warning(
            "model.away",
            f"The model's server at {url} does not answer: {type(error).__name__}.",
            WHY,
            "Start it, or correct OLLAMA_URL or OPENAI_BASE_URL; LLM_PROVIDER=none does without.",
        )
        return
    there = _whether_known(settings, url, known)
    yield there
    if patient.ask_model and there.level is Level.OK:
        yield from _asked(settings)


def _asked(settings: Settings) -> Iterator[Finding]:
    """Let it choose what to look up for messages whose right choice is known."""
    # Only for those who ask: these take seconds to load.
    from brain.mind.assistant.check import check_model
    from brain.services import language_model, mind_of

    model = language_model(settings)
    assert model  # noqa: S101  one is configured
    checked = check_model(model, mind_of(settings).catalogue.all())
    choice, seconds = checked.choice, checked.choice.ms / 1000
    told = f"{model.model} chose rightly {choice.right} times of {choice.of}, in {seconds:.1f} s."
    trouble = f" ({choice.trouble})" if choice.trouble else ""
    if "Timeout" in choice.trouble or seconds > model.limit:
        do = "Take a smaller model or a faster machine."
        why = f"After {model.limit:g} s nobody waits for it (LLM_TIMEOUT)."
        yield warning("model.slow", told + trouble, why, do)
    elif not checked.passed:
        do = "Take a larger model, or LLM_PROVIDER=none."
        yield warning("model.check", told + trouble, "It points the bot at wrong things.", do)
    else:
        yield ok("model.check", told)
    if settings.llm_agent and not checked.agent_passed:
        yield _agent_failed(model.model)


def _agent_failed(model: str) -> Finding:
    return warning(
        "model.agent",
        f"LLM_AGENT is on, and {model} did not pass the check of a free agent.",
        "It calls the wrong tools, or too many of them; customers wait for nothing.",
        "Set LLM_AGENT=false, or take a larger model.",
    )


def _url(settings: Settings) -> str:
    if settings.llm_provider == "ollama":
        return settings.ollama_url
    return settings.openai_base_url or "https://api.openai.com/v1"


def _models(settings: Settings, url: str) -> list[str]:
    if settings.llm_provider == "ollama":
        answer = requests.get(f"{url}/api/tags", timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        return [str(model["name"]) for model in answer.json().get("models", ())]
    headers = {"Authorization": f"Bearer {settings.openai_api_key.get_secret_value()}"}
    answer = requests.get(f"{url}/models", headers=headers, timeout=TIMEOUT_SECONDS)
    answer.raise_for_status()
    return [str(model["id"]) for model in answer.json().get("data", ())]


def _whether_known(settings: Settings, url: str, known: list[str]) -> Finding:
    wanted = settings.llm_model
    if wanted in known or f"{wanted}:latest" in known:
        return ok("model", f"{wanted} is there at {url}.")
    do = f"`ollama pull {wanted}`" if settings.llm_provider == "ollama" else "Correct LLM_MODEL."
    return warning("model.missing", f"The server at {url} has no model {wanted!r}.", WHY, do)
