"""The settings are read once, checked, and a wrong one is named with what to do."""

from contextlib import closing
from pathlib import Path

import pytest

from brain.services import mind_of
from brain.settings import Settings, SettingsRefused, load

GOOD = {
    "WHATSAPP_PHONE_ID": "106540352242922",
    "WHATSAPP_TOKEN": "token-of-the-test",
    "WHATSAPP_APP_SECRET": "secret-of-the-test",
    "WHATSAPP_VERIFY_TOKEN": "verify-of-the-test",
    "ROCKETCHAT_URL": "https://chat.example.com/",
    "ROCKETCHAT_BOT_USER": "asistente",
    "ROCKETCHAT_BOT_PASSWORD": "bot-of-the-test",
    "ROCKETCHAT_BRIDGE_USER": "puente",
    "ROCKETCHAT_BRIDGE_PASSWORD": "bridge-of-the-test",
    "BRIDGE_SECRET": "0123456789abcdef-of-the-test",
}
SECRETS = [value for value in GOOD.values() if value.endswith("-of-the-test")]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_the_defaults_are_those_of_the_contract(environment: pytest.MonkeyPatch) -> None:
    settings = load(None)
    assert (settings.port, settings.timezone) == (8000, "America/Santo_Domingo")
    assert settings.whatsapp_api_version == "24.0"
    assert settings.whatsapp_graph_url == "https://graph.facebook.com"
    assert settings.rocketchat_url == "https://chat.example.com"
    assert settings.llm_provider == "none"


def test_the_stores_own_words_reach_the_mind(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "answer.toml").write_text('[social]\nack = "Okey makey"')
    (tmp_path / "lexicon.toml").write_text('[spellings]\nfonton = "plafon"')
    environment.setenv("WORDS_FOLDER", str(tmp_path))
    environment.setenv("VAR_DIR", str(tmp_path / "var"))
    with closing(mind_of(load(None))) as mind:
        mind.warm()
        assert mind.prompts.current().say("social.ack") == "Okey makey"
        assert mind.lexicon.normal("fonton") == "plafon"


@pytest.mark.parametrize("name", GOOD)
def test_a_missing_setting_is_named(environment: pytest.MonkeyPatch, name: str) -> None:
    environment.delenv(name)
    with pytest.raises(SettingsRefused) as refused:
        load(None)
    assert str(refused.value).splitlines() == [
        f"{name} is missing: set it in the environment or in .env (see .env.example)"
    ]


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("PORT", "eighty", "integer"),
        ("PORT", "70000", "between 1 and 65535"),
        ("WORDS_FOLDER", "/no/such/folder", "there is no folder"),
        ("TIMEZONE", "Santo Domingo", "write one like America/Santo_Domingo"),
        ("DATABASE_URL", "mysql://x", "postgresql://"),
        ("WHATSAPP_PHONE_ID", "+1 809", "pattern"),
        ("WHATSAPP_API_VERSION", "v24", "pattern"),
        ("WHATSAPP_GRAPH_URL", "graph", "URL"),
        ("ROCKETCHAT_URL", "chat.example.com", "URL"),
        ("WHATSAPP_APP_SECRET", "   ", "empty"),
        ("BRIDGE_SECRET", "short", "openssl rand"),
        ("LLM_PROVIDER", "magic", "none"),
        ("LLM_TIMEOUT", "soon", "number"),
        ("LLM_TIMEOUT", "0", "greater than 0"),
        ("DATABASE_URL", "mysql://root@localhost/x", "postgresql://"),
        ("TIMEZONE", "../etc/passwd", "write one like America/Santo_Domingo"),
        ("PILOT_NUMBERS", "todos", "whole numbers"),
        ("WHATSAPP_APP_SECRET", "one,", "comma"),
        ("ROCKETCHAT_URL", "ftp://chat.example.com", "URL"),
    ],
)
def test_a_malformed_setting_is_named_with_what_is_wrong(
    environment: pytest.MonkeyPatch, name: str, value: str, advice: str
) -> None:
    environment.setenv(name, value)
    with pytest.raises(SettingsRefused) as refused:
        load(None)
    lines = str(refused.value).splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"{name} is malformed:")
    assert advice in lines[0]
    assert not [secret for secret in SECRETS if secret in lines[0]]


def test_secrets_do_not_show_when_settings_are_printed(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("WHATSAPP_TOKEN", "EAAG-very-secret")
    assert "EAAG" not in repr(load(None))


def test_a_pilot_is_for_its_numbers_however_they_are_written(
    environment: pytest.MonkeyPatch,
) -> None:
    environment.setenv("PILOT_NUMBERS", "+1 (809) 555-0101, 18295550102")
    settings = load(None)
    assert settings.in_pilot("18095550101")
    assert settings.in_pilot("18295550102")
    assert not settings.in_pilot("18495550103")
    assert not settings.in_pilot(None)


def test_without_a_pilot_everybody_gets_the_bot(environment: pytest.MonkeyPatch) -> None:
    assert load(None).in_pilot(None)


def test_two_app_secrets_may_stand_side_by_side(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("WHATSAPP_APP_SECRET", "old, new")
    assert load(None).app_secrets == ["old", "new"]


@pytest.mark.parametrize(
    ("provider", "missing"),
    [("ollama", ["LLM_MODEL"]), ("openai", ["LLM_MODEL", "OPENAI_BASE_URL"])],
)
def test_what_a_language_model_needs_is_asked_for(
    environment: pytest.MonkeyPatch, provider: str, missing: list[str]
) -> None:
    environment.setenv("LLM_PROVIDER", provider)
    with pytest.raises(SettingsRefused) as refused:
        load(None)
    assert [line.split()[0] for line in str(refused.value).splitlines()] == missing
