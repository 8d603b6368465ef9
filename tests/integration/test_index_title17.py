"""Search and citations over all of Title 17 and the two pages, with the packaged model."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.__main__ import main
from index.references import find_references, resolve_locator
from index.search import Searcher, load_searcher
from index.settings import load_index_settings
from ingest.settings import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The corpus ingested and indexed anew, in a folder of its own, and the settings pointing to it."""
    folder = tmp_path_factory.mktemp("title17")
    settings = folder / "assistant.toml"
    tables = {"ingest": ["corpus_dir", "data_dir"], "index": ["corpus_dir", "data_dir"]}
    paths = {"corpus_dir": ROOT / "corpus", "data_dir": folder / "data"}
    lines = [
        f"[{table}]\n" + "".join(f'{key} = "{paths[key]}"\n' for key in keys)
        for table, keys in tables.items()
    ]
    settings.write_text("\n".join(lines), encoding="utf-8")
    before = os.environ.get("CORRECTIONS_ASSISTANT_SETTINGS")
    os.environ["CORRECTIONS_ASSISTANT_SETTINGS"] = str(settings)
    for room in ("ingest", "index"):
        subprocess.run([sys.executable, "-m", room], check=True, cwd=ROOT, capture_output=True)
    yield folder
    os.environ.pop("CORRECTIONS_ASSISTANT_SETTINGS")
    if before is not None:
        os.environ["CORRECTIONS_ASSISTANT_SETTINGS"] = before


@pytest.fixture(scope="module")
def searcher(data: Path) -> Searcher:
    return load_searcher(load_index_settings())


def list_pinpoints(searcher: Searcher) -> list[str]:
    return [
        part.locator
        for number, section in searcher.sections.items()
        if section.number == number and number[:1].isdigit()
        for part in section.subdivisions
        if part.labels
    ]


def test_every_pinpoint_is_found_however_it_is_typed(searcher: Searcher) -> None:
    wrong = []
    for locator in list_pinpoints(searcher):
        number, labels = locator.split("(")[0], re.findall(r"\(([^)]+)\)", locator)
        spellings = (
            f"C.R.S. § {locator}",
            f"section {number} {''.join(f'({label})' for label in labels)}, C.R.S.",
            f"C.R.S.{locator}",
            f"crs {number.replace('-', ' ')} {' '.join(labels)}",
            f"{number} {' '.join(labels)}",
            f"§{number}, subsection ({labels[0]}){''.join(f'({label})' for label in labels[1:])}",
        )
        wrong += [s for s in spellings if resolve_locator(s, searcher.sections) != locator]
    assert wrong == []


def test_a_cited_pinpoint_comes_first_verbatim(searcher: Searcher) -> None:
    wrong = []
    for locator in list_pinpoints(searcher)[::60]:
        result = searcher.search(f"what does {locator} say", k=3)
        held = any(name.startswith(locator) for name in result.found[0].passage.locators)
        if result.references != (locator,) or not held or "reference" not in result.found[0].found_by:
            wrong.append(locator)
    assert wrong == []


def test_references_of_the_law_itself_resolve_as_ingestion_resolved_them(searcher: Searcher) -> None:
    wrong = []
    for section in searcher.sections.values():
        for reference in section.references:
            if (
                reference.target
                and not reference.is_historic
                and "this" not in reference.text
                and "17-" in reference.text
            ):
                named = [r.locator for r in find_references(reference.text, searcher.sections)]
                if named[:1] != [reference.target]:
                    wrong.append((reference.text, reference.target, named))
    assert len(wrong) <= 3, wrong


@pytest.mark.parametrize(
    ("query", "section"),
    [
        ("can they take away visits if he's in the hole?", "17-20-130"),
        ("¿le pueden quitar las visitas si está en el hoyo?", "17-20-130"),
        ("how much is the medical copay", "17-1-113"),
    ],
)
def test_lay_words_find_the_law_in_both_languages(searcher: Searcher, query: str, section: str) -> None:
    assert section in [found.passage.section for found in searcher.search(query).found[:5]]


def test_glossary_and_spelling_are_told_to_the_person(searcher: Searcher) -> None:
    result = searcher.search("can they stop his visitng while hes in the hole")
    assert result.corrected == "can they stop his visiting while hes in the hole"
    assert any("restrictive housing" in use.means for use in result.glossary)


def test_repealed_law_comes_first_only_when_asked_for(searcher: Searcher) -> None:
    assert (
        searcher.search("community corrections placement of offenders").found[0].passage.status == "in_force"
    )
    named = searcher.search("what happened to 17-27-105, was it repealed?").found[0].passage
    assert (named.section, named.status != "in_force") == ("17-27-105", True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00\x01",
        "🙂🙂",
        "?" * 50_000,
        "<script>alert(1)</script>",
        "'; DROP TABLE x; --",
        "ما هي",
        "17-" * 3000,
    ],
)
def test_any_text_is_searched_without_an_error(searcher: Searcher, text: str) -> None:
    result = searcher.search(text)
    assert len(result.found) <= 10
    assert all(0 <= found.score <= 1 for found in result.found)


def test_what_has_nothing_to_do_with_the_corpus_is_nothing_found(searcher: Searcher) -> None:
    for query in ("best pizza in Denver", "how do I fix a carburetor", "receta de sopa de tortilla"):
        assert searcher.search(query).is_nothing_found


def test_every_passage_says_what_found_it_and_what_each_part_added(searcher: Searcher) -> None:
    found = searcher.search("who pays for the phone calls").found
    assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)
    assert all(f.found_by and f.contributions for f in found)


def test_numpy_and_sentence_transformers_give_the_same_vectors(searcher: Searcher) -> None:
    texts = ["can they take away visits?", "¿cuánto cuesta la llamada?", "17-20-130(4)(a)", "x " * 400]
    difference = searcher.encoder.encode_queries(texts) - searcher.encoder.encode_documents(texts)
    assert np.abs(difference).max() < 1e-5


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["show", "CRS 17 20 130 4 a", "--json"], 0, '"locator": "17-20-130(4)(a)"'),
        (["show", "17-20-130(4)(a)"], 0, "restrictive housing"),
        (["show", "17-99-101"], 1, "does not exist"),
        (["show", "18-1.3-401"], 1, "outside"),
        (["--json"], 0, '"is_unchanged": true'),
        (["bind-nothing"], 2, "usage"),
        (["search", "visits", "-k", "0"], 2, "between 1 and 100"),
    ],
)
def test_commands(
    data: Path, arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        actual: int | str | None = main(arguments)
    except SystemExit as stop:
        actual = stop.code
    captured = capsys.readouterr()
    assert actual == code
    assert said in captured.out + captured.err
    if code == 0 and "--json" in arguments:
        json.loads(captured.out)


def test_search_as_json_is_one_document_with_verbatim_passages(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "contact visits in restrictive housing", "-k", "3", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    law = " ".join((ROOT / "corpus" / "crs-title-17.txt").read_text(encoding="utf-8").split())
    assert len(document["found"]) == 3
    for found in document["found"]:
        assert found["passage"]["kind"] != "statute" or found["passage"]["text"] in law


def test_without_an_index_the_command_says_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = tmp_path / "assistant.toml"
    settings.write_text('[index]\ndata_dir = "data"\n', encoding="utf-8")
    monkeypatch.setenv("CORRECTIONS_ASSISTANT_SETTINGS", str(settings))
    assert main(["search", "visits"]) == 1
    assert main([]) == 1
    said = capsys.readouterr().err
    assert "Run: python -m index" in said
    assert "Run: python -m ingest" in said
    assert "Traceback" not in said
