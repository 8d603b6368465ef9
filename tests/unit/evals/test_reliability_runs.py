"""What the load, cluster and fault runs make of what they saw, and how it gets into the page."""

import time
from pathlib import Path

import pytest

from evals.records import EvalsError
from evals.reliability.cluster_run import ClusterResult, Stretch, break_one_after_the_other
from evals.reliability.crowd import CONVERSATIONS, Crowd, Heard, is_astray, name_person
from evals.reliability.faults import format_observed, list_trials
from evals.reliability.load import LoadResult, MemoryWatch, sum_up
from evals.reliability.obeying import _write
from evals.reliability.publish import PAGE, TABLES, insert_table, publish_runs
from evals.reliability.records import Observed
from evals.visitors import Exchange


def make_crowd(*whole_s: float, errors: tuple[str, ...] = (), is_astray: bool = False) -> Crowd:
    crowd = Crowd(("127.0.0.1", 1), 2, time.monotonic())
    crowd.heard += [
        Heard(n % 2, float(n), s / 2, s, "es" if n == 0 else "en", n > 0, is_astray)
        for n, s in enumerate(whole_s)
    ]
    crowd.errors += errors
    return crowd


def make_watch(*megabytes: float) -> MemoryWatch:
    return MemoryWatch((), [(float(n), mb) for n, mb in enumerate(megabytes)])


FLAT = make_watch(400, 500, 590, *[600] * 7)


def test_a_run_without_trouble_holds() -> None:
    result = sum_up(make_crowd(0.2, 0.3, 0.4), 1.0, FLAT, 0)
    assert result.holds
    assert (result.questions, result.spanish, result.follow_ups, result.p50_s) == (3, 1, 2, 0.3)


@pytest.mark.parametrize(
    "result",
    [
        sum_up(make_crowd(0.2, errors=("no answer",)), 1.0, FLAT, 0),
        sum_up(make_crowd(0.2, is_astray=True), 1.0, FLAT, 0),
        sum_up(make_crowd(0.2), 1.0, FLAT, 1),
        sum_up(make_crowd(0.2), 1.0, make_watch(*[600] * 9, 640), 0),
        sum_up(make_crowd(), 1.0, FLAT, 0),
    ],
    ids=["error", "astray", "failed page", "memory grew", "nobody asked"],
)
def test_trouble_is_not_overlooked(result: LoadResult) -> None:
    assert not result.holds


def test_anothers_word_is_astray_and_so_is_a_page_without_ones_own() -> None:
    own, other = name_person(3), name_person(4)
    assert not is_astray(Exchange("q", 0, 0, f"<p>visits ({own})</p>"), 3)
    assert is_astray(Exchange("q", 0, 0, f"<p>({own}) ({other})</p>"), 3)
    assert is_astray(Exchange("q", 0, 0, "<p>visits</p>"), 3)


def test_people_have_words_of_their_own_and_follow_up_in_both_languages() -> None:
    assert len({name_person(n) for n in range(200)}) == 200
    assert all(len(turns) >= 3 for held in CONVERSATIONS.values() for turns in held)


def make_cluster(**changes: object) -> ClusterResult:
    stretch = Stretch(event="Chroma killed", questions=9, p50_s=0.2, slowest_s=1.0, found="fail: gone")
    held = {
        "stretches": (stretch,),
        "questions": 9,
        "errors": (),
        "returns": 2,
        "returns_whole": 2,
        "turns_kept": 8,
        "chroma_queries": 30,
        "refused_without_token": True,
        "astray": 0,
    }
    return ClusterResult.model_validate(held | changes)


def test_a_cluster_holds_when_everybody_was_answered_and_every_loss_named() -> None:
    assert make_cluster().holds
    unnamed = Stretch(event="Chroma killed", questions=9, p50_s=0.2, slowest_s=1.0, found="ok")
    assert not make_cluster(stretches=(unnamed,)).holds
    assert not make_cluster(errors=("12 s: gone",)).holds
    assert not make_cluster(chroma_queries=0).holds
    assert not make_cluster(refused_without_token=False).holds
    unasked = Stretch(event="Chroma started again", questions=0, p50_s=0.0, slowest_s=0.0, found="ok")
    assert not make_cluster(stretches=(unasked,)).holds


class SlowCluster:
    """Servers that do as they are told, and a `doctor` that takes its time."""

    def __init__(self) -> None:
        self.events: list[tuple[float, str, str]] = []
        self.told: list[str] = []
        self.apps = (self,)
        self.database = self.chroma = self

    def kill(self) -> None:
        self.told.append("kill")

    def start(self) -> None:
        self.told.append("start")

    def examine(self, check: str) -> str:
        time.sleep(0.1)
        return check


def test_people_stay_until_the_last_server_has_been_back_for_its_share() -> None:
    cluster, crowd = SlowCluster(), make_crowd()
    crowd.ends = time.monotonic() + 60

    break_one_after_the_other(cluster, crowd, 0.2)  # type: ignore[arg-type]

    last_s, event, found = cluster.events[-1]
    assert (event, found) == ("Chroma started again", "index")
    assert crowd.ends - crowd.began - last_s >= 0.1 + 0.2 * 0.2
    assert cluster.told == ["kill", "start"] * 3


def test_a_table_replaces_what_stood_between_its_marks() -> None:
    page = "before\n<!-- load -->\nold\n<!-- /load -->\nafter\n"
    assert insert_table(page, "load", "| new |") == "before\n<!-- load -->\n| new |\n<!-- /load -->\nafter\n"
    with pytest.raises(EvalsError, match="no place for faults"):
        insert_table(page, "faults", "")


def test_the_page_has_a_place_for_every_table() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert all(f"<!-- {name} -->" in text and f"<!-- /{name} -->" in text for name, _, _ in TABLES)


def test_no_folder_of_the_machine_gets_into_the_page(tmp_path: Path) -> None:
    seen = Observed(
        fault="x",
        expected="y",
        holds=True,
        seen="exit 1, “/some/where/trial/data/index is gone”",
        cure="none",
    )
    (tmp_path / "faults").mkdir()
    (tmp_path / "faults" / "seen-x.jsonl").write_text(seen.model_dump_json() + "\n", encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text("<!-- faults -->\n<!-- /faults -->\n", encoding="utf-8")
    assert publish_runs(tmp_path, page) == ("faults",)
    assert "“…/data/index is gone”" in page.read_text(encoding="utf-8")
    assert "| x | y |" in format_observed([seen])


def test_nineteen_kinds_of_damage_are_tried(tmp_path: Path) -> None:
    names = [trial.name for trial in list_trials(tmp_path)]
    assert sum(name.startswith("damage: ") for name in names) == 19
    assert len(set(names)) == len(names)


def test_the_obeying_model_puts_a_not_in_and_leaves_it_out() -> None:
    message = (
        "Passages:\n\n[1] C.R.S. § 17-1-101\nThe department may limit visits and shall not deny calls to a person held.\n\n"
        "Question: x"
    )
    lies, _ = _write("negated", "", "", message)
    assert "The department may not limit visits and shall not deny calls to a." in lies
    lies, completion = _write("not_left_out", "", "", message)
    assert lies == ["department may limit visits and shall deny calls to a person held."]
    assert "«department may limit visits and shall not deny calls to a person held»" in completion.replace(
        ".»", "»"
    )
