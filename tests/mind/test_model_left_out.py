"""The worker pays for no model where there is none, and for no threads that only spin."""

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


def test_what_the_worker_computes_itself_it_computes_in_one_thread() -> None:
    code = (
        "import os, brain.mind.intents as intents, brain.mind.lexicon as lexicon;"
        "intents.IntentModel(lexicon.load(()));"
        "print(len(os.listdir('/proc/self/task')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"
