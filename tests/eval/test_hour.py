"""The evaluation's own hour and day: open, shut, and tables that move with the calendar."""

import csv
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.eval import hour
from tests.eval.moved import moved

SATURDAY, SUNDAY = 5, 6


def test_from_any_moment_the_store_can_be_open_and_shut() -> None:
    for quarters in range(7 * 24 * 4):
        now = datetime(2026, 11, 22, tzinfo=UTC) + timedelta(minutes=15 * quarters)
        morning = now + hour.open_offset(now)
        assert morning.hour == hour.OPEN_HOUR
        assert morning.weekday() != SUNDAY
        assert morning.weekday() != SATURDAY or now.weekday() in {SATURDAY, SUNDAY}
        assert (now + hour.shut_offset(now)).hour == hour.SHUT_HOUR


def test_the_zone_is_one_that_another_process_knows(tmp_path: Path) -> None:
    code = (
        "import os, datetime, zoneinfo;"
        "zone = zoneinfo.ZoneInfo(os.environ['TIMEZONE']);"
        "print(datetime.datetime(2026, 11, 22, tzinfo=zone).utcoffset());"
        "zoneinfo.ZoneInfo('America/Santo_Domingo')"
    )
    settings = hour.settings(tmp_path, timedelta(hours=20, minutes=15))
    command = [sys.executable, "-c", code]
    told = subprocess.run(command, env=settings, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "20:15:00"


def test_dates_move_and_nothing_else(tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.mkdir()
    offers = "name,sku,offer_price,valid_from,valid_to\nNavidad 2026-11-01,C1,5.00,2026-11-01,\n"
    (store / "offers.csv").write_text(offers)
    (store / "products.csv").write_text("sku,name\nC1,a\n")
    moved(store, tmp_path / "moved", timedelta(days=40))
    with (tmp_path / "moved" / "offers.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert rows[0] == {
        "name": "Navidad 2026-11-01", "sku": "C1", "offer_price": "5.00",
        "valid_from": "2026-12-11", "valid_to": "",
    }  # fmt: skip
    assert (tmp_path / "moved" / "products.csv").read_text() == "sku,name\nC1,a\n"
