"""The project's own datasets: real quotes, real places, words of their own."""

import re
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from evals.cases import DATASETS_DIR, find_datasets, load_cases
from evals.metrics.retrieval import find_section
from evals.records import Case
from ingest.settings import ROOT

CORPUS = ROOT / "corpus"
AT_LEAST = {
    "retrieval": 400,
    "conversations": 60,
    "outcomes": 250,
    "citations": 100,
    "time": 25,
    "families": 500,
    "history": 60,
    "strangers": 200,
}


@pytest.fixture(scope="module")
def cases() -> tuple[Case, ...]:
    return tuple(case for file in find_datasets(()) for case in load_cases(file))


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    register = tomllib.loads((CORPUS / "sources.toml").read_text(encoding="utf-8"))["source"]
    return {s["id"]: " ".join((CORPUS / s["file"]).read_text(encoding="utf-8").split()) for s in register}


@pytest.mark.parametrize(("name", "least"), AT_LEAST.items())
def test_a_dataset_is_as_large_as_it_says(name: str, least: int) -> None:
    assert len(load_cases(DATASETS_DIR / f"{name}.jsonl")) >= least
    assert (DATASETS_DIR / f"{name}.md").is_file()


def test_every_quote_stands_in_its_source(cases: tuple[Case, ...], sources: dict[str, str]) -> None:
    missing = [c.id for c in cases for g in c.gold if " ".join(g.quote.split()) not in sources[g.source]]
    assert not missing


def test_every_statute_locator_names_a_section_of_the_source(
    cases: tuple[Case, ...], sources: dict[str, str]
) -> None:
    headers = set(re.findall(r"(17-[\d.]*\d-[\d.]*\d)\. ", sources["crs-title-17"]))
    named = {g.locator for c in cases for g in c.gold if g.source == "crs-title-17"}
    assert not {locator for locator in named if find_section(locator) not in headers}
    assert all(re.fullmatch(r"17-[\d.]+-[\d.]+(\([A-Za-z0-9.]+\))*", locator) for locator in named)


def test_the_halves_never_share_a_section(cases: tuple[Case, ...]) -> None:
    halves: dict[str, set[str]] = defaultdict(set)
    for case in cases:
        if case.gold:
            halves[find_section(case.gold[0].locator)].add(case.split)
    assert not [section for section, splits in halves.items() if len(splits) > 1]


def test_ids_are_unique_and_expressions_compile(cases: tuple[Case, ...]) -> None:
    assert max(Counter(c.id for c in cases).values()) == 1
    for case in cases:
        for pattern in (*case.must_say, *case.must_not_say):
            re.compile(pattern)


def test_what_must_not_be_said_is_named_in_both_halves(cases: tuple[Case, ...]) -> None:
    named = [case for case in cases if case.must_not_say]
    assert Counter(case.split for case in named).keys() == {"dev", "test"}
    assert len(named) >= 200
    assert {case.lang for case in named} == {"en", "es"}


def test_the_law_itself_never_says_what_must_not_be_said(cases: tuple[Case, ...]) -> None:
    met = [
        (case.id, pattern)
        for case in cases
        for pattern in case.must_not_say
        if any(re.search(pattern, gold.quote) for gold in case.gold)
    ]
    assert not met


def test_spanish_and_typing_errors_have_their_share() -> None:
    cases = load_cases(DATASETS_DIR / "retrieval.jsonl")
    assert sum(c.lang == "es" for c in cases) / len(cases) > 0.15
    assert sum(c.kind == "typos" for c in cases) / len(cases) > 0.12


def test_every_article_in_force_and_both_pages_are_asked_about(sources: dict[str, str]) -> None:
    cases = load_cases(DATASETS_DIR / "retrieval.jsonl")
    asked = {
        find_section(g.locator).split("-")[1] for c in cases for g in c.gold if g.locator.startswith("17-")
    }
    wanted = [
        "1",
        "2",
        "10",
        "19",
        "20",
        "22.5",
        "23",
        "24",
        "25",
        "26",
        "26.5",
        "27",
        "27.1",
        "27.5",
        "27.7",
        "27.8",
        "27.9",
        "28",
        "29",
        "31",
        "32",
        "33",
        "34",
        "40",
        "42",
    ]
    assert set(wanted) <= asked
    assert {"cdoc-visit", "cdoc-contact"} <= {g.source for c in cases for g in c.gold}


def test_datasets_lie_where_the_commands_look_for_them() -> None:
    assert {file.stem for file in find_datasets(())} == set(AT_LEAST)
    assert find_datasets(("time",)) == (Path(DATASETS_DIR / "time.jsonl"),)
