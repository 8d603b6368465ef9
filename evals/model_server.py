"""A small packaged language model behind llama.cpp's OpenAI-compatible server on loopback: the model path, without a key.

Package and weights stand in a folder of their own (`make model`), so that nothing of the product depends on them. The
model has 135 million parameters and is for trying the path, never for answers.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evals.records import EvalsError
from ingest.settings import ROOT

MODELS_DIR = ROOT / "data" / "models"
MODEL = "openai:smollm2-135m-instruct"
CONTEXT_TOKENS = 6144
LONGEST_ANSWER_TOKENS = 260
READY_S = 60


def find_weights(folder: Path = MODELS_DIR) -> Path | None:
    """The packaged weights, where `make model` has put them."""
    return next(iter(sorted(folder.glob("*/*.gguf"))), None)


@contextmanager
def serve_model(folder: Path = MODELS_DIR) -> Iterator[str]:
    """Serve the packaged model while the block runs, and point the OpenAI client's environment at it; gives the address.

    Raises EvalsError when the package is not there or the server does not come up.
    """
    weights = find_weights(folder)
    if weights is None:
        raise EvalsError("There is no packaged language model. Run: make model")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(folder)))}
    process = subprocess.Popen(
        [sys.executable, "-m", "evals.model_server", str(weights), str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}/v1"
    before = {name: os.environ.get(name) for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY")}
    try:
        wait_until_ready(address, process)
        os.environ |= {"OPENAI_BASE_URL": address, "OPENAI_API_KEY": "none"}
        yield address
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        process.terminate()
        process.wait(timeout=30)


def wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server lists its model."""
    ends = time.monotonic() + READY_S
    while time.monotonic() < ends and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/models", timeout=5) as reply:  # noqa: S310
                if reply.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise EvalsError("The local language model did not start. Run: make model")


def run_server(weights: str, port: int) -> None:
    """Serve until the process is ended; one thread, since two wait for each other on a busy machine."""
    import xllamacpp

    options = xllamacpp.CommonParams()
    options.model.path = weights
    options.port = port
    options.n_ctx = CONTEXT_TOKENS
    options.n_parallel = 1
    options.n_predict = LONGEST_ANSWER_TOKENS
    options.cpuparams.n_threads = 1
    options.cpuparams_batch.n_threads = 1
    options.warmup = False
    server = xllamacpp.Server(options)
    print(server.listening_address, flush=True)
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    run_server(sys.argv[1], int(sys.argv[2]))
