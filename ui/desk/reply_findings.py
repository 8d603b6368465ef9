"""What came of each question of an e-mail, and of what it only tells, with what the officer may put in its place."""

from __future__ import annotations

import re
from collections.abc import Callable

import streamlit as st

from assistant.replies.records import Finding, Reply
from ui.desk import reply_state
from ui.desk.reply_state import keep
from ui.rendering.markup import escape
from ui.wordings import Wordings

LEAVE = "(officer)"
MARK = re.compile(r" ?\[\d+\]")


def show_finding(number: int, finding: Finding, reply: Reply, say: Wordings) -> None:
    """Draw a question, what answers it, and what the officer may put in its place."""
    asked = " · ".join(asked.text for asked in finding.asked)
    css = "cfa-notice" if finding.kind == "officer" else "cfa-soft"
    st.html(
        f'<div class="cfa cfa-asked"><p><b>{escape(asked)}</b></p>'
        f'<p class="{css}">{escape(tell_finding(finding, say))}</p></div>'
    )
    if finding.doubt:
        show_perhaps(f"reply-accept-{number}", finding, reply, say, accept, number)
    titles = reply_state.load_shared_drafter().sorter.titles
    current = finding.answer.standard_answer if finding.kind == "answered" else None
    choices = ["", *finding.others, *([LEAVE] if finding.kind != "officer" else [])]
    kept = "reply.keep_blank" if finding.kind == "officer" else "reply.keep"
    names = {"": say(kept), LEAVE: say("reply.leave")}
    if len(choices) > 1:
        st.selectbox(
            say("reply.instead"),
            choices,
            format_func=lambda key: names.get(key) or titles.get((key, reply.language), key),
            key=f"reply-choice-{number}-{current}-{finding.kind}",
            on_change=choose,
            args=(number, f"reply-choice-{number}-{current}-{finding.kind}", reply),
        )
    may_start = finding.kind == "officer" and finding.asked[0].is_question
    pages = st.session_state["pages"]
    if may_start and st.button(say("reply.start"), key=f"reply-start-{number}", type="tertiary"):
        start_answer(finding)
        st.switch_page(pages["answers"])


def tell_finding(finding: Finding, say: Wordings) -> str:
    """Tell what came of a question."""
    pins = ", ".join(dict.fromkeys(c.locator for c in finding.answer.citations))
    if finding.doubt:
        return say("reply.kind_doubtful", why=say(f"reply.doubt_{finding.doubt}"))
    return {
        "answered": say("reply.kind_answered", title=finding.heading, pins=pins),
        "elsewhere": say("reply.kind_elsewhere", document=finding.document),
        "redirected": say("reply.kind_redirected", why=finding.why),
        "officer": say("reply.kind_officer", why=finding.why),
    }[finding.kind]


def show_told(reply: Reply, say: Wordings) -> None:
    """Draw what was found for sentences that ask nothing: each may be put into the letter."""
    st.html(f'<div class="cfa"><h2>{escape(say("reply.told"))}</h2></div>')
    for number, finding in enumerate(reply.told):
        st.html(f'<div class="cfa cfa-asked"><p>“{escape(finding.asked[0].text)}”</p></div>')
        show_perhaps(f"reply-told-{number}", finding, reply, say, accept_told, number)


def show_perhaps(
    key: str,
    finding: Finding,
    reply: Reply,
    say: Wordings,
    put: Callable[[int, Reply], None],
    number: int,
) -> None:
    """Draw what may be the answer, to be read, and what puts it into the letter."""
    pins = ", ".join(dict.fromkeys(c.locator for c in finding.answer.citations))
    with st.expander(say("reply.perhaps", title=finding.heading or finding.document or pins)):
        st.html(f'<p class="cfa" lang="{reply.language}">{escape(format_suggestion(finding))}</p>')
        st.button(say("reply.accept"), key=key, on_click=put, args=(number, reply))


def format_suggestion(finding: Finding) -> str:
    """Format the words of a doubtful answer, its pinpoints behind them."""
    said = [p.text for p in finding.answer.parts if p.kind == "plain"]
    said = said or [p.text for p in finding.answer.parts if p.kind == "quote"]
    labels = "; ".join(dict.fromkeys(c.label for c in finding.answer.citations))
    return f"{MARK.sub('', ' '.join(said))} ({labels})"


def accept(number: int, reply: Reply) -> None:
    """Put a doubtful answer into the letter."""
    keep(reply_state.load_shared_drafter().accept(reply, number))


def accept_told(number: int, reply: Reply) -> None:
    """Put what was found for a told sentence into the letter."""
    keep(reply_state.load_shared_drafter().accept_told(reply, number))


def choose(number: int, key: str, reply: Reply) -> None:
    """Put another answer, or a place for the officer's own, where one was drafted."""
    chosen = str(st.session_state[key])
    if chosen == LEAVE:
        keep(reply_state.load_shared_drafter().leave_to_officer(reply, number))
    elif chosen:
        try:
            keep(reply_state.load_shared_drafter().answer_from(reply, number, chosen))
        except KeyError:
            st.session_state["reply-told"] = "reply.not_usable"


def start_answer(finding: Finding) -> None:
    """Take the questions along to the page of standard answers: they wait there until an answer is begun."""
    st.session_state["answer_start"] = {"topic": "", "asks": [asked.text for asked in finding.asked]}
