"""What the steps work with, wired once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from brain import opening, restored, tickets
from brain.doors import connect
from brain.mind.assistant.settings import ModelSettings
from brain.mind.flow import Mind
from brain.opening import Opening
from brain.pacing import Throughput
from brain.privacy import access
from brain.rocketchat.either_door import EitherDoor
from brain.rocketchat.rooms import Rooms
from brain.rocketchat.visitor_files import VisitorFiles
from brain.settings import Settings
from whatsapp.media import MediaDownloader
from whatsapp.outgoing import WhatsApp

USUAL_A_SECOND = 80.0
PASSING = "passing"  # below VAR_DIR: where large files lie while they are passed on


@dataclass(frozen=True)
class Services:
    """The outside world and the mind, as arguments."""

    settings: Settings
    rooms: Rooms
    door: EitherDoor
    whatsapp: WhatsApp
    files: VisitorFiles
    media: MediaDownloader
    mind: Mind
    opening: Callable[[], Opening]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    gap: restored.Gap = restored.NEVER
    throughput: Throughput = field(default_factory=lambda: Throughput(USUAL_A_SECOND))


def language_model(settings: Settings) -> ModelSettings | None:
    """Tell which language model to use; None where the store has none."""
    if settings.llm_provider == "none":
        return None
    ollama = settings.llm_provider == "ollama"
    return ModelSettings(
        settings.llm_provider,
        settings.llm_model,
        settings.ollama_url if ollama else settings.openai_base_url or "",
        "" if ollama else settings.openai_api_key.get_secret_value(),
        settings.llm_timeout,
        settings.llm_agent,
    )


def wire(settings: Settings, gap: restored.Gap = restored.NEVER) -> Services:
    """Put everything together for a worker."""
    doors = connect(settings)
    token = settings.whatsapp_token.get_secret_value()
    return Services(
        settings=settings,
        gap=gap,
        throughput=Throughput(settings.whatsapp_messages_per_second),
        rooms=doors.rooms,
        door=doors.door,
        files=doors.files,
        whatsapp=WhatsApp(
            settings.whatsapp_phone_id,
            token,
            settings.whatsapp_api_version,
            settings.whatsapp_graph_url,
        ),
        media=MediaDownloader(
            token,
            settings.whatsapp_api_version,
            settings.whatsapp_graph_url,
            folder=settings.var_dir / PASSING,
        ),
        opening=lambda: opening.of_store(settings),
        mind=mind_of(settings),
    )


def mind_of(settings: Settings) -> Mind:
    """Return the mind that a worker thinks with."""
    return Mind(
        settings.zone,
        tickets=tickets.look_up,
        wrong_tries=access.wrong_tries,
        model=language_model(settings),
        special=opening.special_days(settings),
        learnt=settings.var_dir / "learnt",
        own=settings.words_folder,
    )
