"""The pages of an officer's work without a browser: what they draw, hold back, and let out."""

from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from assistant.records import Language
from assistant.replies.doubts import DoubtFinder
from assistant.replies.findings import FindingSorter
from assistant.replies.letter import LetterWriter
from assistant.replies.reading import read_email
from assistant.replies.records import Asked, Finding, Reply, Urgency
from assistant.services import load_service_facts
from assistant.wordings import load_wordings
from index.records import SearchResult
from ingest.records import Place
from tests.unit.assistant.law import SmallLibrary
from tests.unit.ui.answers import RULE, build_answer
from tests.unit.ui.desk.conftest import TestDesk, read
from ui.desk.console import format_citation
from ui.desk.words import load_desk_wordings
from ui.documents import list_letter_blocks

EMAIL = "My son Marcus Whitfield DOC# 184532 is in the hole. Can they take his visits?"


class SmallDrafter:
    """Drafts one reply by the real writer, from an answer that is always the same."""

    def __init__(self) -> None:
        self.pasted: list[str] = []
        self.sorter = FindingSorter({}, {}, load_wordings(), DoubtFinder({}))
        self.writer = LetterWriter(load_service_facts())

    def draft(self, pasted: str, language: Language | None = None) -> Reply:
        self.pasted.append(pasted)
        asked = Asked(text="Can they take his visits?", readings=("Can they take his visits?",))
        answered = Finding(asked=(asked,), kind="answered", heading="Visits", answer=build_answer())
        where = Asked(text="Where is he?", readings=("Where is he?",))
        left = Finding(asked=(where,), kind="officer", heading="", answer=build_answer(), why="a record")
        urgency = Urgency(
            status="s", label="danger", passage="he cries", is_sure=False, answer=build_answer()
        )
        paid = Asked(text="Who pays?", readings=("Who pays?",))
        doubtful = answered.model_copy(update={"asked": (paid,), "kind": "officer", "doubt": "premise"})
        half = Asked(text="They took half.", readings=("They took half.",), is_question=False)
        told = answered.model_copy(update={"asked": (half,), "heading": "Money", "doubt": "told"})
        findings = (answered, left, doubtful)
        text, left_out = self.writer.write(findings, (), language or "en")
        return Reply(
            email=read_email(pasted),
            language=language or "en",
            urgencies=(urgency,),
            findings=findings,
            told=(told,),
            text=text,
            left_out=left_out,
        )

    def accept_told(self, reply: Reply, number: int) -> Reply:
        findings = (*reply.findings, reply.told[number].model_copy(update={"doubt": None}))
        text, _ = self.writer.write(findings, (), reply.language)
        return reply.model_copy(update={"findings": findings, "told": (), "text": text})

    def accept(self, reply: Reply, number: int) -> Reply:
        findings = list(reply.findings)
        findings[number] = findings[number].model_copy(update={"kind": "answered", "doubt": None})
        text, _ = self.writer.write(findings, (), reply.language)
        return reply.model_copy(update={"findings": tuple(findings), "text": text})


@pytest.fixture
def drafter(desk: TestDesk, no_model: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> SmallDrafter:
    no_model.searcher = SmallLibrary()
    small = SmallDrafter()
    monkeypatch.setattr("ui.desk.reply_state.load_shared_drafter", lambda: small)
    monkeypatch.setattr("ui.desk.reply_state.start_drafter", lambda: None)
    return small


def draft(desk: TestDesk) -> AppTest:
    app = desk.open("editor", "desk-reply")
    app.text_area(key="reply-pasted").set_value(EMAIL).run()
    app.button(key="reply-draft").click().run()
    assert not app.exception
    return app


def test_a_draft_stands_beside_the_redacted_email(desk: TestDesk, drafter: SmallDrafter) -> None:
    app = draft(desk)
    words = read(app)
    assert "My son [name] DOC# [DOC number]" in words
    assert "Whitfield" not in words + str(app.session_state["reply"])
    assert "reply-pasted" not in app.session_state
    assert "Look at this first. danger. “he cries”" in words
    assert "1 of 1 quotes exact" in words
    assert "Places that you still have to write: 2" in words
    assert RULE in app.text_area(key="reply-text").value


def test_a_doubtful_answer_stays_out_of_the_letter_until_the_officer_puts_it_in(
    desk: TestDesk, drafter: SmallDrafter
) -> None:
    app = draft(desk)
    words = read(app)
    assert "about something that the e-mail does not mention" in words
    assert "Perhaps: Visits" in [expander.label for expander in app.expander]
    assert "[To be answered by the office: Who pays?]" in app.text_area(key="reply-text").value
    app.button(key="reply-accept-2").click().run()
    assert "Who pays?" not in app.text_area(key="reply-text").value
    assert "Places that you still have to write: 1" in read(app)


def test_what_is_only_told_is_offered_and_comes_into_the_letter_at_a_click(
    desk: TestDesk, drafter: SmallDrafter
) -> None:
    app = draft(desk)
    assert "Told, not asked" in read(app)
    assert "“They took half.”" in read(app)
    assert "Money" not in app.text_area(key="reply-text").value
    app.button(key="reply-told-0").click().run()
    assert "Money" in app.text_area(key="reply-text").value
    assert "Told, not asked" not in read(app)


def test_a_changed_quote_is_named_and_held_back_until_it_is_put_right(
    desk: TestDesk, drafter: SmallDrafter
) -> None:
    app = draft(desk)
    text = app.text_area(key="reply-text").value
    app.text_area(key="reply-text").set_value(text.replace("thirty", "sixty")).run()
    assert "This quote was changed: C.R.S. § 17-20-130(4)(a)(I). “thirty” became “sixty”" in read(app)
    assert not app.get("download_button")
    app.button(key="reply-restore-0").click().run()
    assert app.text_area(key="reply-text").value == text
    assert app.get("download_button")


def test_a_letter_may_leave_with_a_changed_quote_when_the_officer_says_so(
    desk: TestDesk, drafter: SmallDrafter
) -> None:
    app = draft(desk)
    text = app.text_area(key="reply-text").value
    app.text_area(key="reply-text").set_value(text.replace("thirty", "sixty")).run()
    app.checkbox(key="reply-as-it-is").check().run()
    assert app.get("download_button")


def test_a_question_for_the_officer_may_become_a_standard_answer(
    desk: TestDesk, drafter: SmallDrafter
) -> None:
    app = draft(desk)
    app.button(key="reply-start-1").click().run()
    assert app.session_state["answer_start"] == {"topic": "", "asks": ["Where is he?"]}


def test_a_reader_drafts_nothing(desk: TestDesk, drafter: SmallDrafter) -> None:
    app = desk.open("reader", "desk-reply")
    assert "does not include this page" in read(app)
    assert not app.text_area


def test_two_wordings_are_searched_with_the_filters(
    desk: TestDesk, no_model: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[tuple[str, Place | None]] = []

    class Watched(SmallLibrary):
        def search(self, query: str, *, k: int = 10, **given: object) -> SearchResult:
            place = given.get("place")
            searched.append((query, place if place in ("prison", "jail") else None))
            return super().search(query, k=k)

    no_model.searcher = Watched()
    app = desk.open("reader", "desk-console")
    app.text_input(key="console-query").set_value("restrictive housing visitation").run()
    app.text_input(key="console-other").set_value("telephone costs").run()
    app.selectbox(key="console-place").set_value("prison").run()
    assert not app.exception
    words = read(app)
    assert "17-20-130" in words
    assert "under the other wording" in words
    assert ("telephone costs", "prison") in searched


def test_a_batch_needs_a_csv(desk: TestDesk) -> None:
    app = desk.open("editor", "desk-batch")
    assert not app.exception
    assert app.get("file_uploader")


def test_a_citation_is_in_the_offices_form() -> None:
    say = load_desk_wordings()
    from tests.unit.assistant.law import DOCUMENT

    law = format_citation("17-20-130(4)(a)(I)", True, DOCUMENT, say)
    assert law == "C.R.S. § 17-20-130(4)(a)(I) (2025)"
    page = format_citation("Contact > Notary Visits", False, DOCUMENT, say)
    assert page.startswith("Colorado Department of Corrections, ")
    assert "Notary Visits" in page


def test_a_letter_becomes_headings_quotes_and_lists() -> None:
    letter = f"Hello,\n\nVisits\n\nThey may.\n\n“{RULE}” (§ 1)\n\nWhat next\n- Ask.\n\nSincerely,"
    kinds = [block.kind for block in list_letter_blocks(letter)]
    assert kinds == ["text", "heading", "text", "quote", "heading", "item", "text"]
