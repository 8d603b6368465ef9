"""Every string is in the wordings file, in both languages, and every key that code names is there."""

import ast
import re
import tomllib
from pathlib import Path

from ui.wordings import load_wordings

UI = Path(__file__).resolve().parents[3] / "ui"
FAMILIES = ("stage", "status", "action", "example", "month", "reason", "privacy_text", "control")
"""Keys that are put together while running: the part before the dot."""


def list_files() -> list[Path]:
    """List the modules that speak to families; the desk has a file of wordings of its own."""
    return [file for file in UI.rglob("*.py") if UI / "desk" not in file.parents]


def list_named_keys() -> set[str]:
    """List the keys that code names in full: say("key")."""
    keys: set[str] = set()
    for file in list_files():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            is_said = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"say", "in_its_words"}
            )
            if is_said and node.args and isinstance(node.args[0], ast.Constant):
                keys.add(str(node.args[0].value))
    return keys


def test_both_languages_have_every_string() -> None:
    en, es = load_wordings("en").texts, load_wordings("es").texts
    assert en.keys() == es.keys()
    assert all(text.strip() for text in (*en.values(), *es.values()))


def test_both_languages_fill_the_same_blanks() -> None:
    en, es = load_wordings("en").texts, load_wordings("es").texts
    for key in en:
        assert set(re.findall(r"\$\w+", en[key])) == set(re.findall(r"\$\w+", es[key])), key


def test_every_key_that_code_names_exists() -> None:
    assert list_named_keys() <= load_wordings("en").texts.keys()


def test_every_string_is_used() -> None:
    named = {
        node
        for file in list_files()
        for node in re.findall(r"['\"]([a-z_.]+)['\"]", file.read_text(encoding="utf-8"))
    }
    unused = [k for k in load_wordings("en").texts if k not in named and k.split(".")[0] not in FAMILIES]
    assert unused == []


def test_no_sentence_stands_in_code() -> None:
    """A string of three words or more with a capital at its start is a sentence that belongs in the file."""
    allowed = re.compile(r"^(?:The |A |Conversations |Feedback |[a-z]+-src)")
    found = []
    for file in list_files():
        tree = ast.parse(file.read_text(encoding="utf-8"))
        documented = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        documented |= {
            id(inner) for node in ast.walk(tree) if isinstance(node, ast.Raise) for inner in ast.walk(node)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
                text = node.value
                if re.match(r"[A-ZÁÉÍÓÚ¿¡][\w’']* \w+ \w+", text) and not allowed.match(text):
                    found.append(f"{file.name}: {text}")
    assert found == []


def test_the_file_is_read_as_it_is_written() -> None:
    table = tomllib.loads((UI / "wordings.toml").read_text(encoding="utf-8"))
    assert load_wordings("en")("title") == table["title"]["en"]
    assert load_wordings("es")("since", day="4 de junio") == "desde el 4 de junio"
