"""The desk's strings, in English, from `wordings.toml` beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from assistant.settings import load_assistant_settings
from assistant.standard_answers import load_standard_answers
from ui.wordings import Wordings


@cache
def load_topic_titles() -> dict[str, str]:
    """Load the English titles of the repository's standard answers by id."""
    answers, _ = load_standard_answers(load_assistant_settings().corpus_dir / "standard_answers")
    return {answer.id: answer.title_en for answer in answers}


def name_topic(topic: str) -> str:
    """Name a standard answer by its title; one that only the desk holds, by its short name."""
    return load_topic_titles().get(topic, topic)


@cache
def load_desk_wordings() -> Wordings:
    """Load the desk's strings; nested tables become dotted keys: `say("asked.title")`."""
    file = Path(__file__).parent / "wordings.toml"
    return Wordings("en", dict(_flatten(tomllib.loads(file.read_text(encoding="utf-8")))))


def _flatten(table: Mapping[str, object], path: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        name = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            found.extend(_flatten(value, name))
        else:
            found.append((name, str(value)))
    return found
