"""The embedding model's files altered or missing: said plainly, with the command that brings them back."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from assistant.__main__ import main as run_assistant
from evals.reliability.copies import QUESTION, Copies, is_plain_sentence, tell_end
from evals.reliability.records import Observed
from index.encoder import MODEL_PACKAGE, find_model_dir


def build_shadow_model(folder: Path, *, is_altered: bool) -> None:
    """Put a model package before the real one: with altered weights, or without any."""
    target = folder / "shadow" / MODEL_PACKAGE
    shutil.rmtree(folder / "shadow", ignore_errors=True)
    (target / "model").mkdir(parents=True)
    (target / "__init__.py").touch()
    if is_altered:
        shutil.copytree(find_model_dir(), target / "model", dirs_exist_ok=True)
        with (target / "model" / "model.safetensors").open("r+b") as weights:
            weights.seek(5_000_000)
            weights.write(b"\x00" * 64)


def try_model_files(copies: Copies, *, is_altered: bool) -> Observed:
    """Ask while the embedding model's weights are altered or missing."""
    copies.renew()
    build_shadow_model(copies.trial, is_altered=is_altered)

    def with_shadow(arguments: list[str]) -> Callable[[], int]:
        def work() -> int:
            sys.path.insert(0, str(copies.trial / "shadow"))
            sys.modules.pop(MODEL_PACKAGE, None)
            return run_assistant(arguments)

        return work

    asked = copies.run(with_shadow(["ask", "--json", QUESTION]))
    examined = copies.run(with_shadow(["doctor"]))
    lines = [line for line in examined.out.splitlines() if line.startswith("fail  model files")]
    return Observed(
        fault=f"model files {'altered' if is_altered else 'missing'}",
        expected="a plain sentence with the command that reinstalls them",
        holds=is_plain_sentence(asked) and bool(lines),
        seen=tell_end(asked),
        doctor=(lines or [examined.last_line])[0][:160],
        seconds=round(asked.seconds, 1),
    )
