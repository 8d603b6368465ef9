"""The house has five rooms and its imports run one way."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ["ingest", "index", "assistant", "evals", "ui"]
"""Innermost first: a room may import itself and the rooms before it."""

VENDORS = {
    "chromadb": "index",
    "langchain_chroma": "index",
    "bm25s": "index",
    "sentence_transformers": "index",
    "streamlit": "ui",
    "ir_measures": "evals",
    "langchain": "assistant",
}
"""Where a vendor may be imported: one room only."""


MEASURED = {"bm25s", "sentence_transformers", "langchain", "streamlit"}
"""What the evaluation may import too: the baselines' vendors, and the messages the framework's server speaks."""


def list_imports(file: Path) -> set[str]:
    """List the top-level names a module imports, wherever in the module they stand."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("room", ROOMS)
def test_imports_run_one_way(room: str) -> None:
    allowed = set(ROOMS[: ROOMS.index(room) + 1])
    for file in (ROOT / room).rglob("*.py"):
        outside = (list_imports(file) & set(ROOMS)) - allowed
        assert not outside, f"{file.relative_to(ROOT)} imports {sorted(outside)}"


@pytest.mark.parametrize(("vendor", "room"), VENDORS.items())
def test_a_vendor_is_imported_in_one_room(vendor: str, room: str) -> None:
    for other in ROOMS:
        if other == room or (vendor in MEASURED and other == "evals"):
            continue
        for file in (ROOT / other).rglob("*.py"):
            assert vendor not in list_imports(file), f"{file.relative_to(ROOT)} imports {vendor}"


def test_no_room_reaches_out_of_the_repository() -> None:
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            assert not re.search(r"\.\./\w{2,}", file.read_text(encoding="utf-8")), file.relative_to(ROOT)
