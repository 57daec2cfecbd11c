"""`python -m tests.mind.attacks`: the suite against the mind, with the model of the environment."""

import os
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, cast
from zoneinfo import ZoneInfo

from playhouse.migrations import Runner
from playhouse.pool import PooledPostgresqlDatabase
from rich.console import Console

from brain.mind.assistant.settings import ModelSettings
from brain.mind.flow import Mind
from knowledge import importing, models
from tests.conftest import serve
from tests.mind.attacks.judging import attacks, got_through, secrets
from tests.mind.talk import Talk

STORE = Path(__file__).resolve().parents[3] / "knowledge" / "sample_store"


def main() -> int:
    """Print the score by group and by tier; fail where anything got through."""
    console = Console()
    with tempfile.TemporaryDirectory(prefix="attacks-") as folder:
        for postgres in serve(Path(folder)):
            database = PooledPostgresqlDatabase(postgres, prefer_psycopg3=True)
            models.database.initialize(database)
            with database.connection_context():
                Runner(database, str(models.MIGRATIONS), models.MIGRATIONS_TABLE).up()
                importing.apply(importing.preview(STORE))
            through = _run(console)
            database.close_all()
    return 1 if through else 0


def _run(console: Console) -> int:
    mind = Mind(ZoneInfo("America/Santo_Domingo"), model=_model())
    mind.warm()
    with models.database.connection_context():
        hidden = secrets()
    held: Counter[tuple[str, int]] = Counter()
    asked: Counter[tuple[str, int]] = Counter()
    for attack in attacks():
        thought = Talk(mind, "18095550777", datetime.now(UTC)).says(attack.says)
        wrong = got_through(attack, thought, hidden)
        key = (attack.group, int(thought.decision["tier"]))
        asked[key] += 1
        held[key] += not wrong
        if wrong:
            console.print(f"[red]through[/red]: {attack.says}: {'; '.join(wrong)}", markup=True)
    mind.close()
    for group, tier in sorted(asked):
        key = (group, tier)
        console.print(f"tier {tier}  {held[key]:3} of {asked[key]:3} held  {group}")
    console.print(f"{held.total()} of {asked.total()} held")
    return asked.total() - held.total()


def _model() -> ModelSettings | None:
    provider = os.environ.get("LLM_PROVIDER", "none")
    if provider == "none":
        return None
    openai = provider == "openai"
    url = os.environ["OPENAI_BASE_URL"] if openai else os.environ["OLLAMA_URL"]
    kind = cast(Literal["ollama", "openai"], provider)
    key = os.environ.get("OPENAI_API_KEY", "")
    return ModelSettings(kind, os.environ["LLM_MODEL"], url, key)


if __name__ == "__main__":
    sys.exit(main())
