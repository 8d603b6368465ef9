"""Baselines and ablations are the same index with parts switched off, and they really are off."""

from pathlib import Path

import pytest

from evals.ablations import WORDS, list_switches
from evals.systems import PARTS, build_baselines, switch_parts
from index.search import Searcher, load_searcher
from index.vector_store import NearestRows
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
    assert switches - {"projection"} == set(PARTS), "a new switch needs an ablation"


def test_each_baseline_finds_ten_texts(searcher: Searcher) -> None:
    for system in build_baselines(searcher):
        assert len(system.retrieve(QUERY, None)) == 10, system.name


def test_what_is_switched_off_finds_nothing(searcher: Searcher) -> None:
    lexical = switch_parts(searcher, on=("lexical",)).search(QUERY).found
    assert {name for f in lexical for name in f.found_by} <= {"lexical"}


def test_every_switch_has_its_words_and_takes_something_out(searcher: Searcher, tmp_path: Path) -> None:
    switches = list_switches()
    assert set(PARTS) <= set(switches)
    assert list(switches) == list(WORDS)
    for part in switches.keys() - {"passage_context"}:
        without = switches[part](searcher, tmp_path)
        assert without is not None, part
        assert without != searcher, part
        assert len(without.search(QUERY).found) == 10, part


def test_without_place_the_prison_and_jail_twins_weigh_the_same(searcher: Searcher, tmp_path: Path) -> None:
    without = list_switches()["place"](searcher, tmp_path)
    assert without is not None
    said = "my son is in the county jail, how much is a doctor visit"
    for with_place, expected in ((searcher, True), (without, False)):
        found = with_place.search(said).found
        assert any("place_match" in f.contributions for f in found) is expected


def test_other_vectors_are_searched_in_place_of_the_stored_ones(searcher: Searcher) -> None:
    rows = searcher.index.passage_vectors[:5]
    ids = tuple(p.id for p in searcher.index.passages[:5])
    nearest = NearestRows(ids, rows).find_nearest(rows[3].tolist(), 2)
    assert nearest[0][0] == ids[3]
    assert nearest[0][1] == pytest.approx(1.0, abs=1e-4)
