"""A copy of the corpus with hostile pages added through the product's own door, built and indexed apart."""

from __future__ import annotations

import shutil
from pathlib import Path

from evals.reliability.attempts import PoisonedPage
from index.build import build_index
from index.encoder import MiniLMEncoder
from index.settings import IndexSettings, load_index_settings
from ingest.adding import NewSource, add_source
from ingest.run import run_ingest
from ingest.settings import IngestSettings

SETTINGS = """[ingest]
corpus_dir = "corpus"
data_dir = "data"
[index]
corpus_dir = "corpus"
data_dir = "data"
[assistant]
corpus_dir = "corpus"
data_dir = "data"
{assistant}
[log]
database_url = "sqlite:///{log}"
"""


def write_settings(folder: Path, assistant: str = "") -> Path:
    """Write a settings file for a folder that holds a corpus and data of its own; returns its path."""
    file = folder / "assistant.toml"
    log = folder / "log.sqlite"
    file.write_text(SETTINGS.format(assistant=assistant, log=log), encoding="utf-8")
    return file


def copy_corpus(folder: Path) -> IndexSettings:
    """Copy corpus and built data into a folder; returns the settings of the copy."""
    held = load_index_settings()
    for source, target in ((held.corpus_dir, folder / "corpus"), (held.data_dir, folder / "data")):
        shutil.copytree(
            source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("log.sqlite*", ".lock")
        )
    return held.model_copy(update={"corpus_dir": folder / "corpus", "data_dir": folder / "data"})


def build_poisoned(folder: Path, pages: tuple[PoisonedPage, ...]) -> Path:
    """Build the poisoned copy, where it is not there yet; returns its settings file."""
    done = folder / "built"
    if done.exists():
        return folder / "assistant.toml"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    settings = copy_corpus(folder)
    for page in pages:
        file = folder / f"{page.id}.txt"
        file.write_text(page.text, encoding="utf-8")
        add_source(
            settings.corpus_dir,
            NewSource(location=str(file), id=page.id, kind="agency_page", title=page.title),
        )
    run_ingest(IngestSettings(corpus_dir=settings.corpus_dir, data_dir=settings.data_dir))
    build_index(settings, MiniLMEncoder(settings))
    write_settings(folder)
    done.touch()
    return folder / "assistant.toml"
