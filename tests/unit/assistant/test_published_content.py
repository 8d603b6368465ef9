"""What is published lies over the repository's answers, leaves as files, and shows what a new edition touched."""

from __future__ import annotations

import json
import tomllib
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checking.verbatim import StoredText
from assistant.content import Content
from assistant.conversations import LogSettings, load_conversation_log
from assistant.desk.audit import AuditLog
from assistant.desk.tables import open_store
from assistant.publishing.exporting import format_answer, write_files, zip_files
from assistant.publishing.gaps import find_lost_links, find_named_documents, format_gaps
from assistant.publishing.overlay import lay_over
from assistant.publishing.past_answers import find_changed_support, list_past_answers
from assistant.publishing.records import Published, open_answer
from assistant.publishing.store import AnswerStore
from assistant.readability import measure_spanish_grade
from assistant.records import Answer, Citation
from assistant.standard_answers import StandardAnswer, Withdrawn, load_standard_answers
from ingest.records import Section, Subdivision
from ingest.settings import ROOT
from tests.unit.assistant.law import LAW, SOURCE, SmallLibrary
from tests.unit.assistant.test_publishing import make_draft, publish
from tests.unit.assistant.test_standard_answers import make_answer

LIBRARY = SmallLibrary()
AMENDED = SmallLibrary(LAW.replace("has visitation rights", "may have visits"))
BASE = Content({"visits": make_answer()}, {}, (Withdrawn(id="old", reasons=("gone",)),))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AnswerStore]:
    engine = open_store(LogSettings(database_url=f"sqlite:///{tmp_path / 'log.sqlite'}"))
    yield AnswerStore(engine, AuditLog(engine))
    engine.dispose()


def test_a_published_answer_stands_beside_and_before_the_files(store: AnswerStore) -> None:
    publish(store)
    publish(store, make_draft(id="visits", title_en="Visits, written anew"))
    content = lay_over(BASE, store.load_published(), LIBRARY)
    assert {key: a.title_en for key, a in content.answers.items()} == {
        "visits": "Visits, written anew",
        "visits-right": "The right to visits",
    }
    assert content.withdrawn == BASE.withdrawn


def test_a_withdrawn_answer_is_left_out_even_of_the_files() -> None:
    content = lay_over(BASE, Published(number=1, withdrawn=frozenset({"visits"})), LIBRARY)
    assert content.answers == {}


def test_a_published_answer_stops_with_the_text_it_rests_on(store: AnswerStore) -> None:
    publish(store)
    content = lay_over(BASE, store.load_published(), AMENDED)
    assert "visits-right" not in content.answers
    assert content.withdrawn[-1].id == "visits-right"


def test_a_text_that_grew_around_the_quote_stops_the_answer(store: AnswerStore) -> None:
    publish(store)
    grown = SmallLibrary(LAW.replace("has visitation rights.", "has visitation rights. Except on Mondays."))
    reasons = lay_over(BASE, store.load_published(), grown).withdrawn[-1].reasons
    assert reasons == ("the text of 17-20-130(2) has changed since it was reviewed",)


def test_exported_files_are_read_back_as_they_were(store: AnswerStore, tmp_path: Path) -> None:
    publish(store)
    published = store.load_published()
    folder = tmp_path / "answers"
    folder.mkdir()
    (folder / "old.toml").write_text("id = 'old'", encoding="utf-8")
    (folder / "bindings.json").write_text('{"old": {}, "kept": {"a b": "c"}}', encoding="utf-8")
    told = published.model_copy(update={"withdrawn": frozenset({"old"})})
    assert write_files(told, folder) == (1, 1)
    assert load_standard_answers(folder) == (published.answers, ())
    bindings = json.loads((folder / "bindings.json").read_text(encoding="utf-8"))
    assert bindings == {"kept": {"a b": "c"}, **published.bindings}
    with zipfile.ZipFile(BytesIO(zip_files(told))) as archive:
        assert archive.namelist() == ["visits-right.toml", "withdrawn.txt"]


def test_every_answer_of_the_repository_survives_being_written() -> None:
    answers, unreadable = load_standard_answers(ROOT / "corpus" / "standard_answers")
    assert not unreadable
    for answer in answers:
        assert StandardAnswer(**tomllib.loads(format_answer(answer))) == answer
        assert open_answer(answer).id == answer.id


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_words_survive_being_written(words: str) -> None:
    answer = make_answer(en=words, title_es=words)
    assert StandardAnswer(**tomllib.loads(format_answer(answer))) == answer


def test_old_words_stand_beside_new_ones() -> None:
    changes = find_changed_support(make_answer().quotes, AMENDED, StoredText(AMENDED))
    assert [(c.locator, c.old, c.new) for c in changes] == [
        (
            "17-20-130(2)",
            "A person confined in a correctional facility has visitation rights.",
            "A person confined in a correctional facility may have visits.",
        )
    ]
    assert find_changed_support(make_answer().quotes, LIBRARY, StoredText(LIBRARY)) == ()


def test_answers_given_before_a_change_are_found(tmp_path: Path) -> None:
    log = load_conversation_log(LogSettings(database_url=f"sqlite:///{tmp_path / 'log.sqlite'}"))
    assert log is not None
    citation = Citation(
        number=1,
        source=SOURCE,
        locator="17-20-130(2)",
        label="C.R.S. § 17-20-130(2)",
        quote="A person confined in a correctional facility has visitation rights.",
        url="",
        authority="statute",
        legal_status="in_force",
    )
    answer = Answer(
        id="",
        question="does he have visits",
        standalone_question="does he have visits",
        language="en",
        outcome="answered",
        status="answered",
        completeness="complete",
        text="Yes. [1]",
        citations=(citation,),
    )
    log.write_turn("v" * 24, answer)
    assert list_past_answers(log.engine, LIBRARY) == ()
    found = list_past_answers(log.engine, AMENDED)
    assert [(p.question, p.changes[0].new) for p in found] == [
        ("does he have visits", "A person confined in a correctional facility may have visits.")
    ]
    log.engine.dispose()


def make_block(text: str) -> Section:
    part = Subdivision(locator="Media", labels=(), text=text, status="in_force", line=1)
    return Section(
        source="page",
        number="Media",
        numbers=("Media",),
        catchline="Media",
        heading_path=(),
        status="in_force",
        subdivisions=(part,),
        line_start=1,
        line_end=1,
    )


def test_lost_links_and_named_documents_are_listed() -> None:
    block = make_block("See our Visiting Rules page. The form is HERE. Ask where it is, here or there.")
    assert [gap.name for gap in find_lost_links([block])] == ["The form is HERE."]
    assert [gap.name for gap in find_named_documents([block])] == ["Visiting Rules"]
    assert "'=cmd" in format_gaps(find_lost_links([make_block("=cmd HERE")]))


def test_spanish_grades_rise_with_long_words_and_sentences() -> None:
    plain = measure_spanish_grade("Puede ir. No paga nada. Él la llama.")
    legal = measure_spanish_grade(
        "El departamento establecerá procedimientos administrativos correspondientes a la determinación "
        "de las limitaciones aplicables a las personas privadas de libertad."
    )
    assert plain is not None
    assert legal is not None
    assert plain < 4 < 8 < legal
    assert measure_spanish_grade("…") is None
