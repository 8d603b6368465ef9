"""Where a standard answer is written: every binding is checked while it is, and saved only when asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

import streamlit as st

from assistant.checking.verbatim import fold
from assistant.desk.records import Person
from assistant.publishing.records import DraftAnswer, StoredDraft
from assistant.standard_answers import BoundQuote, BoundSentence, Step
from index.references import find_subdivision, resolve_locator
from ui.desk.answer_review import render_check, show_steps
from ui.desk.keeping import Keeping, attempt
from ui.rendering.markup import escape
from ui.wordings import Wordings

PLACES = ("any", "prison", "jail")


@dataclass
class WorkPart:
    """A sentence or step on the page; `uid` keeps its boxes apart when others come and go."""

    uid: int
    part: BoundSentence
    quotes: list[tuple[int, BoundQuote]]


@dataclass
class Work:
    """A draft on the page, from when it was opened until it is saved."""

    sentences: list[WorkPart] = field(default_factory=list)
    steps: list[WorkPart] = field(default_factory=list)
    uids: count[int] = field(default_factory=count)

    def add(self, parts: list[WorkPart], part: BoundSentence) -> None:
        """Add a part at the end."""
        quotes = [(next(self.uids), quote) for quote in part.quotes]
        parts.append(WorkPart(next(self.uids), part, quotes))


def show_editor(held: StoredDraft, keeping: Keeping, person: Person, say: Wordings) -> None:
    """Draw the boxes, the live check, and what can be done with the draft."""
    prefix = f"d-{held.id[:8]}-{held.revision}"
    work = open_work(held, prefix)
    content = read_head(held.content, keeping, prefix, say)
    st.html(f'<div class="cfa"><h2>{escape(say("answers.sentences"))}</h2></div>')
    sentences = [edit_part(part, work, keeping, prefix, say) for part in work.sentences]
    if st.button(say("answers.add_sentence"), key=f"{prefix}-add-sentence"):
        work.add(work.sentences, BoundSentence(en="", es=""))
        st.rerun()
    st.html(f'<div class="cfa"><h2>{escape(say("answers.next_steps"))}</h2></div>')
    steps = [edit_part(part, work, keeping, prefix, say) for part in work.steps]
    if st.button(say("answers.add_step"), key=f"{prefix}-add-step"):
        work.add(work.steps, Step(en="", es=""))
        st.rerun()
    content = content.model_copy(update={"sentences": tuple(sentences), "steps": tuple(steps)})
    render_check(keeping.checker.check(content), say)
    show_actions(held, content, keeping, person, say)
    show_steps(held, keeping, say)


def open_work(held: StoredDraft, prefix: str) -> Work:
    """Open the draft on the page, or find it as it is being written."""
    work = st.session_state.get(f"{prefix}-work")
    if not isinstance(work, Work):
        work = Work()
        for part in held.content.sentences:
            work.add(work.sentences, part)
        for step in held.content.steps:
            work.add(work.steps, step)
        st.session_state[f"{prefix}-work"] = work
    return work


def read_head(held: DraftAnswer, keeping: Keeping, prefix: str, say: Wordings) -> DraftAnswer:
    """Draw the boxes of what an answer is about, and read them."""
    topics = sorted({answer.topic for answer in keeping.known.values()} | ({held.topic} - {""}))
    first, second = st.columns(2)
    with first:
        title_en = st.text_input(say("answers.title_en"), held.title_en, key=f"{prefix}-title-en")
        topic = st.selectbox(
            say("answers.topic"),
            topics,
            index=topics.index(held.topic) if held.topic else None,
            key=f"{prefix}-topic",
        )
        asks_en = st.text_area(say("answers.asks_en"), "\n".join(held.asks_en), key=f"{prefix}-asks-en")
    with second:
        title_es = st.text_input(say("answers.title_es"), held.title_es, key=f"{prefix}-title-es")
        place = st.selectbox(
            say("answers.place"),
            PLACES,
            index=PLACES.index(held.place),
            format_func=lambda name: say(f"answers.place_{name}"),
            key=f"{prefix}-place",
        )
        asks_es = st.text_area(say("answers.asks_es"), "\n".join(held.asks_es), key=f"{prefix}-asks-es")
    services = st.multiselect(
        say("answers.services"),
        sorted(keeping.checker.services | set(held.services)),
        list(held.services),
        key=f"{prefix}-services",
    )
    return held.model_copy(
        update={
            "title_en": fold(title_en),
            "title_es": fold(title_es),
            "topic": topic or "",
            "place": place,
            "asks_en": split_lines(asks_en),
            "asks_es": split_lines(asks_es),
            "services": tuple(services),
        }
    )


def edit_part(held: WorkPart, work: Work, keeping: Keeping, prefix: str, say: Wordings) -> BoundSentence:
    """Draw the boxes of one sentence or step, and read them."""
    name = f"{prefix}-{held.uid}"
    with st.container(border=True, key=f"part-{name}"):
        first, second = st.columns(2)
        english = first.text_area(say("answers.english"), held.part.en, key=f"{name}-en", height=100)
        spanish = second.text_area(say("answers.spanish"), held.part.es, key=f"{name}-es", height=100)
        quotes = tuple(edit_quote(uid, quote, held, name, say) for uid, quote in held.quotes)
        add_quote(held, work, keeping, name, say)
        service = None
        if isinstance(held.part, Step):
            options = sorted(keeping.checker.services)
            now = held.part.service
            service = st.selectbox(
                say("answers.step_service"),
                options,
                index=options.index(now) if now in options else None,
                key=f"{name}-service",
            )
        if st.button(say("answers.remove"), key=f"{name}-remove", type="tertiary"):
            for parts in (work.sentences, work.steps):
                parts[:] = [part for part in parts if part.uid != held.uid]
            st.rerun()
    update: dict[str, object] = {"en": fold(english), "es": fold(spanish), "quotes": quotes}
    if isinstance(held.part, Step):
        update["service"] = service
    return held.part.model_copy(update=update)


def edit_quote(uid: int, quote: BoundQuote, held: WorkPart, name: str, say: Wordings) -> BoundQuote:
    """Draw the box of one quote: it may be shortened to a stretch that stands so in the text."""
    text = st.text_area(
        say("answers.quote", locator=quote.locator), quote.text, key=f"{name}-q{uid}", height=100
    )
    if st.button(say("answers.remove_quote", locator=quote.locator), key=f"{name}-q{uid}-x", type="tertiary"):
        held.quotes[:] = [pair for pair in held.quotes if pair[0] != uid]
        st.rerun()
    return quote.model_copy(update={"text": fold(text)})


def add_quote(held: WorkPart, work: Work, keeping: Keeping, name: str, say: Wordings) -> None:
    """Draw where a pinpoint is named; its text is taken from the corpus, whole and verbatim."""
    row = st.container(horizontal=True, vertical_alignment="bottom")
    asked = row.text_input(say("answers.pinpoint"), key=f"{name}-pinpoint", help=say("answers.pinpoint_help"))
    if not row.button(say("answers.add_quote"), key=f"{name}-add-quote"):
        return
    quote = find_quote(asked, keeping)
    if quote is None:
        st.error(say("answers.no_pinpoint", asked=asked))
        return
    held.quotes.append((next(work.uids), quote))
    st.rerun()


def find_quote(asked: str, keeping: Keeping) -> BoundQuote | None:
    """Find the text at a pinpoint however it is spelt, or of a page's block by its heading path."""
    sections = keeping.searcher.sections
    locator = asked.strip() if asked.strip() in sections else resolve_locator(asked, sections)
    if not locator:
        return None
    found = find_subdivision(locator, sections)
    if found and found[1].text:
        return BoundQuote(source=found[0].source, locator=locator, text=fold(found[1].text))
    section = sections.get(locator)
    text = next((part.text for part in section.subdivisions if part.text), "") if section else ""
    return BoundQuote(source=section.source, locator=locator, text=fold(text)) if section and text else None


def show_actions(
    held: StoredDraft, content: DraftAnswer, keeping: Keeping, person: Person, say: Wordings
) -> None:
    """Draw what can be done: save, ask for a review (which saves), or put the draft away."""
    with st.container(horizontal=True):
        is_saved = st.button(say("answers.save"), key="answers-save")
        is_proposed = st.button(say("answers.propose"), type="primary", key="answers-propose")
        is_discarded = st.button(say("answers.discard"), key="answers-discard", type="tertiary")
    store = keeping.store

    def save() -> StoredDraft:
        same = content == held.content
        return held if same else store.save(person, held.id, held.revision, content)

    def propose() -> None:
        saved = save()
        store.propose(person, saved.id, saved.revision, keeping.checker)

    if is_saved and attempt(save, say):
        st.session_state["answers-told"] = say("answers.saved_told")
        st.rerun()
    if is_proposed and attempt(propose, say):
        st.session_state["answers-told"] = say("answers.proposed_told")
        st.rerun()
    if is_discarded and attempt(lambda: store.discard(person, held.id, held.revision), say):
        st.session_state.pop("answers-opened", None)
        st.rerun()


def split_lines(text: str) -> tuple[str, ...]:
    """One way of asking a line."""
    return tuple(dict.fromkeys(line for part in text.splitlines() if (line := fold(part))))
