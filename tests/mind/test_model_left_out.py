"""Without a model the worker does not pay for one."""

import subprocess
import sys


def test_worker_without_a_model_imports_nothing_of_llamaindexs_core() -> None:
    code = (
        "import sys, brain.worker, brain.services, brain.mind.steps, brain.mind.flow;"
        "heavy = ('llama_index.core', 'llama_index.llms', 'openai', 'ollama');"
        "print([m for m in sys.modules if m.startswith(heavy)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
