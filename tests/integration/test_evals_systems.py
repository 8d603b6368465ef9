"""Baselines and ablations are the same index with parts switched off, and they really are off."""

import pytest

from evals.systems import PARTS, build_ablations, build_baselines, switch_parts
from index.search import Searcher, load_searcher
from ingest.settings import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (ROOT / "data" / "index" / "CURRENT").exists(), reason="no index: python -m index"
    ),
]

QUERY = "how long can contact visits be limited in restrictive housing"


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    return load_searcher()


def test_every_switch_of_the_index_is_known(searcher: Searcher) -> None:
    switches = {
        name.removeprefix("use_") for name in type(searcher.settings).model_fields if name.startswith("use_")
    }
    assert switches - {"adapter"} == set(PARTS), "a new switch needs an ablation"


def test_each_baseline_finds_ten_texts(searcher: Searcher) -> None:
    for system in build_baselines(searcher):
        assert len(system.retrieve(QUERY, None)) == 10, system.name


def test_what_is_switched_off_finds_nothing(searcher: Searcher) -> None:
    lexical = switch_parts(searcher, on=("lexical",)).search(QUERY).found
    assert {name for f in lexical for name in f.found_by} <= {"lexical"}


def test_each_part_that_is_on_has_an_ablation(searcher: Searcher) -> None:
    on = {part for part in PARTS if getattr(searcher.settings, f"use_{part}")}
    assert {s.name.removeprefix("search_without_") for s in build_ablations(searcher)} == on
