"""What people ask: the questions with filters, one turn's whole trace, and what was poorly answered in groups."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from assistant.desk.asked import AskedFilters, AskedGroup, AskedQuestions, AskedTurn, format_turns
from assistant.desk.desk import Desk
from assistant.desk.records import DeskError, Person
from assistant.records import Answer, Outcome
from ui.desk.access import load_retention_days, require
from ui.desk.words import load_desk_wordings, name_topic
from ui.rendering.markup import escape
from ui.wordings import Wordings

SHOWN_TURNS = 500
SHOWN_GROUPS = 30


def show() -> None:
    """Draw the page."""
    desk, person = require("reader")
    say = load_desk_wordings()
    st.html(f'<div class="cfa"><h1>{escape(say("asked.title"))}</h1></div>')
    asked = AskedQuestions(desk.engine, load_retention_days())
    try:
        turns = asked.list_turns()
        if not turns:
            st.info(say("asked.nothing"))
            return
        view = st.radio(
            say("asked.view"), [say("asked.all"), say("asked.poor")], horizontal=True, key="asked-view"
        )
        if view == say("asked.poor"):
            show_groups(asked, [turn for turn in turns if turn.is_poor], person, say)
        else:
            show_turns(asked, choose_filters(turns, say), desk, person, say)
    except DeskError as error:
        st.error(str(error))


def choose_filters(turns: tuple[AskedTurn, ...], say: Wordings) -> AskedFilters:
    """Draw the filters and return what was chosen."""
    topics = sorted({turn.topic for turn in turns if turn.topic})
    languages = sorted({turn.language for turn in turns})
    verdicts = {say(f"asked.feedback.{name}"): name for name in ("right", "wrong", "none")}
    any_of = say("asked.any")
    first, second, third = st.columns(3)
    with first:
        outcomes = st.multiselect(
            say("asked.outcome"), get_args(Outcome), key="asked-outcome", placeholder=any_of
        )
        topic = st.multiselect(
            say("asked.topic"), topics, key="asked-topic", placeholder=any_of, format_func=name_topic
        )
    with second:
        language = st.multiselect(
            say("asked.language"),
            languages,
            key="asked-language",
            placeholder=any_of,
            format_func=lambda name: say(f"asked.in.{name}"),
        )
        feedback = st.multiselect(
            say("asked.rated"), list(verdicts), key="asked-feedback", placeholder=any_of
        )
    with third:
        since = st.date_input(say("asked.since"), value=None, key="asked-since")
        until = st.date_input(say("asked.until"), value=None, key="asked-until")
    words = st.text_input(say("asked.words"), key="asked-words")
    return AskedFilters.model_validate(
        {
            "outcomes": outcomes,
            "languages": language,
            "topics": topic,
            "feedback": [verdicts[name] for name in feedback],
            "since": since,
            "until": until,
            "words": words,
        }
    )


def show_turns(
    asked: AskedQuestions, filters: AskedFilters, desk: Desk, person: Person, say: Wordings
) -> None:
    """Draw the questions that the filters leave, and the trace of the one that is chosen."""
    turns = asked.list_turns(filters)
    st.html(
        f'<p class="cfa" role="status">{escape(say("asked.count", count=len(turns), shown=min(SHOWN_TURNS, len(turns))))}</p>'
    )
    rows = [
        {
            say("asked.when"): f"{turn.asked_in_denver:%Y-%m-%d %H:%M}",
            say("asked.question"): turn.question,
            say("asked.outcome"): turn.outcome,
            say("asked.language"): say(f"asked.in.{turn.language}"),
            say("asked.topic"): name_topic(turn.topic),
            say("asked.rated"): turn.verdict,
        }
        for turn in turns[:SHOWN_TURNS]
    ]
    st.dataframe(rows, hide_index=True, width="stretch")
    st.download_button(
        say("asked.csv"), format_turns(turns), file_name="questions.csv", mime="text/csv", key="asked-csv"
    )
    names = {
        turn.id: f"{turn.asked_in_denver:%m-%d %H:%M} · {turn.question[:90]} · {turn.id[:6]}"
        for turn in turns[:SHOWN_TURNS]
    }
    chosen = st.selectbox(
        say("asked.trace_of"),
        list(names),
        format_func=lambda turn: names.get(turn, ""),
        index=None,
        key="asked-turn",
    )
    if chosen and (answer := asked.load_answer(chosen)):
        show_trace(answer, next(turn for turn in turns if turn.id == chosen), say)
        if person.may("editor") and st.button(say("asked.delete"), key="asked-delete"):
            desk.audit.record(person, "conversation.delete", chosen)
            asked.delete_conversation_of(chosen)
            st.rerun()


def show_trace(answer: Answer, turn: AskedTurn, say: Wordings) -> None:
    """Draw everything that is known of one turn: what was said, and how it came about."""
    st.html(
        f'<div class="cfa"><h2>{escape(answer.question)}</h2><p class="desk-text">{escape(answer.text)}</p>'
        f'<p class="cfa-soft">{escape(say("asked.ended", outcome=answer.outcome, status=answer.status))}</p></div>'
    )
    if turn.verdict:
        said = say("asked.said", verdict=turn.verdict, reasons=turn.reasons, comment=turn.comment)
        st.html(f'<p class="cfa">{escape(said)}</p>')
    if answer.glossary:
        pairs = "; ".join(f"{wrote} → {called}" for wrote, called in answer.glossary)
        st.html(f'<p class="cfa"><b>{escape(say("asked.glossary"))}</b> {escape(pairs)}</p>')
    cited = {citation.locator for citation in answer.citations}
    st.html(f"<h2>{escape(say('asked.found'))}</h2>")
    rows = [
        {
            say("asked.rank"): number,
            say("asked.locator"): passage.locator,
            say("asked.score"): round(passage.score, 3),
            say("asked.found_by"): ", ".join(passage.found_by),
            say("asked.used"): say("asked.yes" if is_used(passage.locator, cited) else "asked.no"),
            say("asked.passage"): passage.text,
        }
        for number, passage in enumerate(answer.retrieved, 1)
    ]
    st.dataframe(rows, hide_index=True, width="stretch")
    st.html(f"<h2>{escape(say('asked.stages'))}</h2>")
    for name, decided in answer.trace.items():
        took = answer.timings_ms.get(f"stage:{name}")
        with st.expander(f"{name} · {took:.1f} ms" if took is not None else name):
            st.json(decided)
    st.html(
        f'<p class="cfa cfa-soft">{escape(say("asked.took", ms=round(answer.timings_ms.get("total", 0))))}</p>'
    )


def is_used(locator: str, cited: set[str]) -> bool:
    """Say whether a passage holds one of the cited pinpoints, or lies in one."""
    return any(one.startswith(locator) or locator.startswith(one) for one in cited)


def show_groups(asked: AskedQuestions, turns: list[AskedTurn], person: Person, say: Wordings) -> None:
    """Draw what was unanswered or badly rated, put together by meaning, the most asked first."""
    groups = asked.group_turns(turns)
    st.html(
        f'<p class="cfa" role="status">{escape(say("asked.group_count", turns=len(turns), groups=len(groups)))}</p>'
    )
    for number, group in enumerate(groups[:SHOWN_GROUPS]):
        with st.container(border=True, key=f"asked-group-{number}"):
            show_group(group, number, person, say)


def show_group(group: AskedGroup, number: int, person: Person, say: Wordings) -> None:
    """Draw one group, with the way to a standard answer for it."""
    items = "".join(f"<li>{escape(turn.question)}</li>" for turn in group.turns[:6])
    more = len(group.turns) - 6
    rest = f"<p>{escape(say('asked.more', count=more))}</p>" if more > 0 else ""
    times = say("asked.times", count=len(group.turns)) if len(group.turns) > 1 else say("asked.once")
    near = escape(say("asked.near", locators="; ".join(group.locators))) if group.locators else ""
    st.html(
        f'<div class="cfa"><h2>{escape(times)}</h2><ul>{items}</ul>{rest}<p class="cfa-soft">{near}</p></div>'
    )
    pages = st.session_state["pages"]
    if not person.may("editor") or "answers" not in pages:
        return
    if st.button(say("asked.start"), key=f"asked-start-{number}"):
        topic = next((turn.topic for turn in group.turns if turn.topic), "")
        asks = list(dict.fromkeys(turn.question for turn in group.turns))
        st.session_state["answer_start"] = {"topic": topic, "asks": asks}
        st.switch_page(pages["answers"])
