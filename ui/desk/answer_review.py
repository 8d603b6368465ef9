"""A draft to be read: both languages, every binding with its text, and, for a second person, the decision."""

from __future__ import annotations

import streamlit as st

from assistant.desk.records import Person
from assistant.publishing.checking import EASY_GRADE, DraftCheck
from assistant.publishing.records import DraftAnswer, StoredDraft
from assistant.standard_answers import BoundSentence, find_quote_fault
from ui.desk.keeping import Keeping, attempt, format_fault
from ui.rendering.markup import escape
from ui.wordings import Wordings


def show_review(held: StoredDraft, keeping: Keeping, person: Person, say: Wordings) -> None:
    """Draw a draft that is not being written, and what this person may decide."""
    render_check(keeping.checker.check(held.content), say)
    st.html(render_answer(held.content, keeping, say))
    show_steps(held, keeping, say)
    if held.state != "proposed" or not person.may("editor"):
        return
    if person.name in held.editors:
        st.info(say("answers.second_person"))
        if st.button(say("answers.take_back"), key="answers-take-back") and attempt(
            lambda: keeping.store.take_back(person, held.id, held.revision), say
        ):
            st.rerun()
        return
    comment = st.text_area(say("answers.comment"), key=f"answers-comment-{held.id}", max_chars=2000)
    with st.container(horizontal=True):
        is_published = st.button(say("answers.publish"), type="primary", key="answers-publish")
        is_sent_back = st.button(say("answers.send_back"), key="answers-send-back")
    if is_published and attempt(
        lambda: keeping.store.publish(person, held.id, held.revision, keeping.checker, comment), say
    ):
        st.session_state["answers-told"] = say("answers.published_told", title=held.content.title_en)
        st.rerun()
    if is_sent_back and attempt(
        lambda: keeping.store.send_back(person, held.id, held.revision, comment), say
    ):
        st.rerun()


def show_steps(held: StoredDraft, keeping: Keeping, say: Wordings) -> None:
    """Draw what was done with a draft."""
    rows = "".join(
        f"<li>{step.done_at:%Y-%m-%d %H:%M} UTC · {escape(step.person)} · "
        f"{escape(say(f'answers.step.{step.action}'))}"
        f"{': ' + escape(step.comment) if step.comment else ''}</li>"
        for step in keeping.store.list_steps(held.id)
    )
    st.html(f'<div class="cfa"><h2>{escape(say("answers.steps"))}</h2><ul>{rows}</ul></div>')


def render_check(check: DraftCheck, say: Wordings) -> None:
    """Draw what the live check found: faults, doubts, and how easy the words are."""
    if check.faults:
        items = "".join(f"<li>{escape(format_fault(fault, say))}</li>" for fault in check.faults)
        st.html(
            f'<div class="cfa cfa-notice" role="status"><b>{escape(say("answers.to_mend"))}</b><ul>{items}</ul></div>'
        )
    else:
        told = say("answers.all_hold", count=check.quotes)
        st.html(f'<p class="cfa cfa-good" role="status">{escape(told)}</p>')
    if check.doubts:
        items = "".join(f"<li>{escape(doubt)}</li>" for doubt in check.doubts)
        st.html(f'<div class="cfa cfa-notice"><b>{escape(say("answers.doubts"))}</b><ul>{items}</ul></div>')
    grades = (
        say(f"answers.grade_{language}", grade=f"{max(grade, 0):.0f}")
        + (" " + say("answers.grade_high") if grade > EASY_GRADE else "")
        for language, grade in (("en", check.grade_en), ("es", check.grade_es))
        if grade is not None
    )
    st.html(f'<p class="cfa cfa-soft">{escape(" · ".join(grades))}</p>')


def render_answer(content: DraftAnswer, keeping: Keeping, say: Wordings) -> str:
    """Draw an answer in both languages, each sentence with the texts it rests on."""
    finished = keeping.checker.finish(content) if content.sentences else None
    parts = (
        "".join(render_part(part, keeping, say) for part in finished.sentences) if finished else "",
        "".join(render_part(part, keeping, say) for part in finished.steps) if finished else "",
    )
    asks = "".join(f"<li>{escape(ask)}</li>" for ask in (*content.asks_en, *content.asks_es))
    steps = f"<h3>{escape(say('answers.next_steps'))}</h3>{parts[1]}" if parts[1] else ""
    return (
        f'<div class="cfa"><h2>{escape(content.title_en)} · <span lang="es">{escape(content.title_es)}</span></h2>'
        f"{parts[0]}{steps}<details><summary>{escape(say('answers.asks'))}</summary><ul>{asks}</ul></details></div>"
    )


def render_part(part: BoundSentence, keeping: Keeping, say: Wordings) -> str:
    """Draw one sentence in both languages with its bindings, each marked as holding or not."""
    quotes = ""
    for quote in part.quotes:
        fault = find_quote_fault(quote, keeping.searcher, keeping.checker.stored)
        state = escape(fault or say("answers.holds"))
        quotes += (
            f'<blockquote class="cfa-quote"><b>{escape(quote.locator)}</b> '
            f'<span class="{"cfa-bad" if fault else "cfa-good"}">{state}</span><br>{escape(quote.text)}</blockquote>'
        )
    return f'<p>{escape(part.en)}<br><span lang="es">{escape(part.es)}</span></p>{quotes}'
