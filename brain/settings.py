"""The settings: read once from the environment and `.env`, checked, frozen."""

import os
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    HttpUrl,
    SecretStr,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ENV_FILE = Path(os.environ.get("ENV_FILE", ".env"))
SHORTEST_NUMBER = 8
HERE = Path(__file__).parent
SHORTEST_RETENTION = 10


class SettingsRefused(Exception):
    """A setting is missing or malformed; the message names each one and what to do."""


def _web_address(value: str) -> str:
    return str(TypeAdapter(HttpUrl).validate_python(value)).rstrip("/")


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, KeyError) as error:
        raise ValueError(
            f"{value!r} is no time zone; write one like America/Santo_Domingo"
        ) from error
    return value


def _postgres(value: str) -> str:
    if not value.startswith(("postgresql://", "postgres://")):
        raise ValueError("write it as postgresql://user:password@host:5432/name")
    return value


def _numbers(value: object) -> object:
    if not isinstance(value, str):
        return value
    parts = [part for part in value.split(",") if part.strip()]
    numbers = ["".join(filter(str.isdigit, part)) for part in parts]
    if not all(len(number) >= SHORTEST_NUMBER for number in numbers):
        raise ValueError("write whole numbers with commas between them, like 18095550101")
    return frozenset(numbers)


def _all_filled(value: SecretStr) -> SecretStr:
    if not all(part.strip() for part in value.get_secret_value().split(",")):
        raise ValueError("has an empty secret before or after a comma")
    return value


def _not_blank(value: SecretStr) -> SecretStr:
    if not value.get_secret_value().strip():
        raise ValueError("is empty")
    return value


def _hours(value: str) -> str:
    text = value.strip()
    if text and not any(letter.isdigit() for letter in text) and text != "siempre":
        raise ValueError(
            "write hours like `Lun-Vie 8:00am-6:00pm; Sáb 8:00am-1:00pm`, or `siempre`"
        )
    return text


def _file(value: Path) -> Path:
    if not value.is_file():
        raise ValueError(f"there is no file {value}")
    return value


def _folder(value: Path) -> Path:
    if not value.is_dir():
        raise ValueError(f"there is no folder {value}")
    return value


Secret = Annotated[SecretStr, AfterValidator(_not_blank)]
Minutes = Annotated[int, Field(ge=0)]  # of opening hours; 0 switches it off
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Address = Annotated[str, AfterValidator(_web_address)]


class Settings(BaseSettings):
    """Everything the operator decides. Names are the environment variables, in lower case."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True
    )

    web_proxies: Annotated[int, Field(ge=0)] = 0
    port: Annotated[int, AfterValidator(lambda port: _in_range(port, 1, 65535))] = 8000
    database_url: Annotated[str, AfterValidator(_postgres)] | None = Field(None, repr=False)
    var_dir: Path = Path("var")
    timezone: Annotated[str, AfterValidator(_zone)] = "America/Santo_Domingo"
    pilot_numbers: Annotated[frozenset[str], NoDecode, BeforeValidator(_numbers)] = frozenset()

    support_hours: Annotated[str, AfterValidator(_hours)] = ""
    holidays_file: Annotated[Path, AfterValidator(_file)] = HERE / "holidays.toml"
    departments_file: Annotated[Path, AfterValidator(_file)] = HERE / "departments.toml"
    words_folder: Annotated[Path, AfterValidator(_folder)] | None = None
    ticket_yellow_minutes: Minutes = 15
    ticket_red_minutes: Minutes = 30
    idle_minutes: Minutes = 120
    idle_minutes_with_person: Minutes = 480
    idle_close_minutes: Annotated[int, Field(gt=0)] = 30

    whatsapp_phone_id: Annotated[str, StringConstraints(pattern=r"^\d+$")]
    whatsapp_token: Secret
    whatsapp_app_secret: Annotated[Secret, AfterValidator(_all_filled)]
    whatsapp_verify_token: Secret
    whatsapp_business_id: Annotated[str, StringConstraints(pattern=r"^\d*$")] = ""
    whatsapp_templates: Path = Path("plantillas.toml")
    whatsapp_api_version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+$")] = "24.0"
    whatsapp_graph_url: Address = "https://graph.facebook.com"
    whatsapp_messages_per_second: Annotated[float, Field(gt=0)] = 80.0

    rocketchat_url: Address
    rocketchat_bot_user: Word
    rocketchat_bot_password: Secret
    rocketchat_bridge_user: Word
    rocketchat_bridge_password: Secret
    bridge_secret: Annotated[Secret, AfterValidator(lambda secret: _long_enough(secret))]

    privacy_notice: bool = True
    privacy_url: Address | None = None
    retention_days: Annotated[int, AfterValidator(lambda days: _days(days))] = 365
    retention_audit_days: Annotated[int, AfterValidator(lambda days: _days(days))] = 730

    llm_provider: Literal["none", "ollama", "openai"] = "none"
    llm_model: str = ""
    ollama_url: Address = "http://127.0.0.1:11434"
    openai_base_url: Address | None = None
    openai_api_key: SecretStr = SecretStr("")
    llm_timeout: Annotated[float, Field(gt=0)] = 8.0
    llm_agent: bool = False

    @cached_property
    def zone(self) -> ZoneInfo:
        """The store's time zone, for what people read."""
        return ZoneInfo(self.timezone)

    @property
    def app_secrets(self) -> list[str]:
        """Meta's app secret; two with a comma between them while it is being changed."""
        return _parts(self.whatsapp_app_secret)

    @property
    def bridge_secrets(self) -> list[str]:
        """What signs between brain and app: the first; the others are good too, for a while."""
        return _parts(self.bridge_secret)

    def in_pilot(self, phone: str | None) -> bool:
        """Tell whether this customer gets the bot; without a pilot everybody does."""
        return not self.pilot_numbers or (phone or "") in self.pilot_numbers


def _days(value: int) -> int:
    if value and value < SHORTEST_RETENTION:
        raise ValueError(
            f"must be {SHORTEST_RETENTION} or more (Meta repeats webhooks for a week), or 0 for "
            "ever"
        )
    return value


def _in_range(value: int, low: int, high: int) -> int:
    if not low <= value <= high:
        raise ValueError(f"must lie between {low} and {high}")
    return value


def _long_enough(secret: SecretStr) -> SecretStr:
    if any(len(part) < 16 for part in _parts(secret)):
        raise ValueError("must have at least 16 characters: try `openssl rand -hex 32`")
    return secret


def _parts(secret: SecretStr) -> list[str]:
    return [part.strip() for part in secret.get_secret_value().split(",")]


def load(env_file: Path | None = ENV_FILE) -> Settings:
    """Read and check the settings.

    Args:
        env_file: the file read beneath the environment, .env unless ENV_FILE names another; None
            reads the environment alone.

    Raises:
        SettingsRefused: one line for each setting that is missing or malformed.
    """
    try:
        settings = Settings(_env_file=env_file)  # type: ignore[call-arg]  # the base class takes it
    except ValidationError as error:
        raise SettingsRefused("\n".join(_line(problem) for problem in error.errors())) from None
    if lacking := _lacking(settings):
        raise SettingsRefused("\n".join(lacking))
    return settings


def _lacking(settings: Settings) -> list[str]:
    """Tell what a language model needs and has not."""
    provider = settings.llm_provider
    needed = {
        "LLM_MODEL": (settings.llm_model.strip(), provider != "none"),
        "OPENAI_BASE_URL": (settings.openai_base_url, provider == "openai"),
    }
    return [
        f"{name} is missing: LLM_PROVIDER={provider} needs it (see .env.example)"
        for name, (value, wanted) in needed.items()
        if wanted and not value
    ]


def _line(problem: object) -> str:
    assert isinstance(problem, dict)  # noqa: S101  pydantic's ErrorDetails
    name = str(problem["loc"][0]).upper() if problem["loc"] else "settings"
    if problem["type"] == "missing":
        return f"{name} is missing: set it in the environment or in .env (see .env.example)"
    return f"{name} is malformed: {problem['msg'].removeprefix('Value error, ')}"
