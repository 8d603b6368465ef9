"""What people asked is found by every filter, counted by Denver's days, and put together by what was found for it."""

import csv
import io
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from assistant.conversations import TURNS, ConversationLog, LogSettings, load_conversation_log
from assistant.desk.asked import AskedFilters, AskedQuestions, AskedTurn, format_turns
from assistant.desk.grouping import Traits, group_alike
from assistant.desk.numbers import begin_period, count_periods, find_quantile, format_numbers
from assistant.records import Answer, RetrievedPassage


def build_answer(question: str, **changes: object) -> Answer:
    found = changes.pop("found", {})
    return Answer.model_validate(
        {
            "id": "",
            "question": question,
            "standalone_question": question,
            "language": "en",
            "outcome": "answered",
            "status": "answered",
            "completeness": "complete",
            "text": "Yes.",
            "timings_ms": {"total": 80.0},
            "retrieved": [
                RetrievedPassage(source="law", locator=k, text="…", score=v, found_by=("lexical",))
                for k, v in dict(found).items()  # type: ignore[call-overload]
            ],
            **changes,
        }
    )


@pytest.fixture
def log(tmp_path: Path) -> ConversationLog:
    held = load_conversation_log(LogSettings(database_url=f"sqlite:///{tmp_path / 'log.sqlite'}"))
    assert held is not None
    return held


@pytest.fixture
def asked(log: ConversationLog) -> AskedQuestions:
    visits = {"17-20-130(4)": 0.5, "17-20-130(3)": 0.4}
    money = {"17-24-126": 0.7}
    calls = log.write_turn("a" * 24, build_answer("can he call 50%", standard_answer="calls-limits"))
    log.write_turn("a" * 24, build_answer("visits lost", outcome="unanswerable", found=visits))
    log.write_turn(
        "b" * 24, build_answer("perdió la visita", language="es", outcome="unanswerable", found=visits)
    )
    poor = log.write_turn("c" * 24, build_answer("=canteen money", found=money))
    log.write_feedback(calls, "right", (), "")
    log.write_feedback(poor, "right", (), "")
    log.write_feedback(poor, "wrong", ("unclear",), "my son Wendell Trask")
    return AskedQuestions(log.engine, 30)


def list_questions(asked: AskedQuestions, **filters: object) -> set[str]:
    return {turn.question for turn in asked.list_turns(AskedFilters.model_validate(filters))}


@pytest.mark.parametrize(
    ("filters", "questions"),
    [
        ({}, {"can he call 50%", "visits lost", "perdió la visita", "=canteen money"}),
        ({"outcomes": ["unanswerable"]}, {"visits lost", "perdió la visita"}),
        ({"outcomes": ["unanswerable"], "languages": ["es"]}, {"perdió la visita"}),
        ({"topics": ["calls-limits"]}, {"can he call 50%"}),
        ({"feedback": ["wrong"]}, {"=canteen money"}),
        ({"feedback": ["none"]}, {"visits lost", "perdió la visita"}),
        ({"words": "LOST visits"}, {"visits lost"}),
        ({"words": "50%"}, {"can he call 50%"}),
        ({"words": "%"}, {"can he call 50%"}),
        ({"words": "' OR 1=1 --"}, set()),
        ({"since": date(2999, 1, 1)}, set()),
        ({"until": date(2001, 1, 1)}, set()),
    ],
)
def test_each_filter_leaves_its_own(
    filters: dict[str, object], questions: set[str], asked: AskedQuestions
) -> None:
    assert list_questions(asked, **filters) == questions


def test_the_last_word_of_a_person_counts_and_is_redacted(asked: AskedQuestions) -> None:
    turn = next(turn for turn in asked.list_turns() if turn.question == "=canteen money")
    assert (turn.verdict, turn.reasons, turn.comment) == ("wrong", "unclear", "my son [name]")
    assert turn.is_poor


def test_a_turn_is_shown_whole_and_goes_with_its_conversation(asked: AskedQuestions) -> None:
    turn = next(turn for turn in asked.list_turns() if turn.question == "visits lost")
    answer = asked.load_answer(turn.id)
    assert answer is not None
    assert [passage.locator for passage in answer.retrieved] == ["17-20-130(4)", "17-20-130(3)"]
    asked.delete_conversation_of(turn.id)
    assert list_questions(asked) == {"perdió la visita", "=canteen money"}
    assert asked.load_answer(turn.id) is None


def test_what_has_expired_is_not_shown(asked: AskedQuestions) -> None:
    turn = asked.list_turns()[0]
    with asked.engine.begin() as connection:
        connection.execute(TURNS.update().values(asked_at=turn.asked_at - timedelta(days=31)))
    assert asked.list_turns() == ()
    assert asked.load_answer(turn.id) is None


def test_poor_answers_are_grouped_over_languages_and_counted(asked: AskedQuestions) -> None:
    groups = asked.group_turns([turn for turn in asked.list_turns() if turn.is_poor])
    assert [{turn.question for turn in group.turns} for group in groups] == [
        {"visits lost", "perdió la visita"},
        {"=canteen money"},
    ]
    assert groups[0].locators == ("17-20-130(4)", "17-20-130(3)")


def test_no_cell_of_the_file_is_a_formula_and_no_conversation_is_in_it(asked: AskedQuestions) -> None:
    text = format_turns(asked.list_turns())
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["question"] for row in rows} >= {"'=canteen money", "visits lost"}
    assert "aaaaaaaa" not in text


@pytest.mark.parametrize(
    ("found", "groups"),
    [
        ([], ()),
        ([{}], ((0,),)),
        ([{}, {}], ((0,), (1,))),
        ([{"a": 1.0}, {"b": 1.0}, {"a": 2.0}], ((0, 2), (1,))),
        ([{"a": 1.0, "b": 1.0}, {"b": 1.0}, {"c": 1.0}, {"c": 0.5, "d": 0.1}], ((0, 1), (2, 3))),
        ([{"a": -1.0}, {"a": 1.0}], ((0,), (1,))),
    ],
)
def test_questions_for_which_the_same_was_found_stand_together(
    found: list[dict[str, float]], groups: tuple[tuple[int, ...], ...]
) -> None:
    traits = [Traits(one, {}, frozenset()) for one in found]
    assert tuple(tuple(sorted(group)) for group in group_alike(traits)) == groups


def test_where_nothing_is_found_the_words_and_the_document_missed_tell_what_belongs_together() -> None:
    tablet, cost, broken = {"need tablets": 0.9}, {"need cost": 0.9}, {"need tablets": 0.7}
    groups = group_alike(
        [
            Traits({}, tablet, frozenset({"tablet", "broke", "fix"})),
            Traits({}, cost, frozenset({"charg", "money", "book"})),
            Traits({}, broken, frozenset({"tablet", "crack", "screen"})),
        ]
    )
    assert tuple(tuple(sorted(group)) for group in groups) == ((0, 2), (1,))


def build_turn(asked_at: datetime, **changes: object) -> AskedTurn:
    return AskedTurn.model_validate(
        {
            "id": "x",
            "asked_at": asked_at,
            "question": "q",
            "outcome": "answered",
            "status": "answered",
            "language": "en",
            "topic": "",
            "duration_ms": 100.0,
            **changes,
        }
    )


def test_days_are_denvers_and_empty_ones_are_there() -> None:
    turns = [
        build_turn(datetime(2026, 11, 3, 6, 59), outcome="unanswerable", duration_ms=300.0),
        build_turn(datetime(2026, 11, 5, 7, 1), language="es", topic="calls-limits", verdict="wrong"),
        build_turn(datetime(2026, 11, 5, 23, 0), verdict="right"),
    ]
    days = count_periods(turns, "day")
    assert [(str(d.begins_on), d.questions) for d in days] == [
        ("2026-11-02", 1),
        ("2026-11-03", 0),
        ("2026-11-04", 0),
        ("2026-11-05", 2),
    ]
    assert [d.unanswered_rate for d in days] == [1.0, 0.0, 0.0, 0.0]
    assert (days[-1].right, days[-1].wrong, days[-1].languages) == (1, 1, {"es": 1, "en": 1})
    weeks = count_periods(turns, "week")
    assert [(str(w.begins_on), w.questions, w.unanswered_rate) for w in weeks] == [("2026-11-02", 3, 0.3333)]
    assert (weeks[0].latency_ms_p50, weeks[0].latency_ms_p95) == (100.0, 300.0)
    rows = list(csv.DictReader(io.StringIO(format_numbers(days))))
    assert [row["outcomes.unanswerable"] for row in rows] == ["1", "0", "0", "0"]
    assert [row["topics.calls-limits"] for row in rows] == ["0", "0", "0", "1"]


def test_nobody_asked() -> None:
    assert count_periods([], "day") == ()
    assert len(list(csv.reader(io.StringIO(format_numbers([]))))) == 1


@pytest.mark.parametrize(
    ("values", "share", "found"), [([], 0.5, 0.0), ([3.0], 0.95, 3.0), ([1, 2, 3, 4], 0.5, 2)]
)
def test_a_quantile_is_one_of_the_values(values: list[float], share: float, found: float) -> None:
    assert find_quantile(values, share) == found


def test_a_week_begins_on_monday() -> None:
    assert begin_period(date(2026, 11, 22), "week") == date(2026, 11, 16)
    assert begin_period(date(2026, 11, 16), "week") == date(2026, 11, 16)
