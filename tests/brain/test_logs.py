"""What is logged tells where something broke, and nothing of what it was about."""

import json
import subprocess
import sys

PHONE = "18095550101"
# In a process of its own: logging belongs to the whole process.
BREAKS = f"""
import logging, structlog
from brain import logs

logs.configure("worker")
try:
    try:
        raise KeyError("{PHONE}")
    except KeyError as error:
        raise ValueError("Key (phone)=({PHONE}) already exists.") from error
except ValueError:
    structlog.get_logger().exception("step.broke", work=7)
    logging.getLogger("procrastinate").exception("Job failed")
"""


def test_an_error_is_logged_by_type_and_place() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BREAKS], capture_output=True, text=True, check=True
    )
    line = json.loads(done.stderr.splitlines()[0])
    assert (line["event"], line["work"], line["process"]) == ("step.broke", 7, "worker")
    assert done.stderr.count("ValueError at <string>:") == 2
    assert done.stderr.count("after KeyError at <string>:") == 2
    assert PHONE not in done.stderr
