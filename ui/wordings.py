"""Every string that a person reads in the interface comes from `wordings.toml`, in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

from assistant.records import Language


@dataclass(frozen=True)
class Wordings:
    """The interface's strings in one language; call with a key and the values of its `$name` places."""

    language: Language
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Fill and return one string. Raises KeyError for a key the file does not have."""
        return Template(self.texts[key]).substitute({k: str(v) for k, v in values.items()})

    def list(self, prefix: str) -> list[str]:
        """List the strings whose keys begin with `prefix` and a dot, in file order."""
        return [text for key, text in self.texts.items() if key.startswith(prefix + ".")]

    def family(self, prefix: str) -> dict[str, str]:
        """Map the last part of each key that begins with `prefix` and a dot to its string."""
        start = prefix + "."
        return {key.removeprefix(start): text for key, text in self.texts.items() if key.startswith(start)}


@cache
def load_wordings(language: Language) -> Wordings:
    """Load the strings of one language; nested tables become dotted keys."""
    table = tomllib.loads((Path(__file__).parent / "wordings.toml").read_text(encoding="utf-8"))
    return Wordings(language, dict(_flatten(table, language)))


def _flatten(table: Mapping[str, object], language: Language, path: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if not isinstance(value, dict):
            continue
        name = f"{path}.{key}" if path else key
        if isinstance(value.get(language), str):
            found.append((name, value[language]))
        else:
            found.extend(_flatten(value, language, name))
    return found
