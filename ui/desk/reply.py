"""Draft a reply to a pasted e-mail: what was asked and found on one side, the letter to edit on the other.

The e-mail as pasted leaves the page with the click that drafts; what stays is redacted. Nothing of it is stored.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache

import streamlit as st

from assistant.records import Language
from assistant.replies.drafting import ReplyDrafter, load_drafter
from assistant.replies.reading import MAX_CHARACTERS
from assistant.replies.records import Finding, Reply, Urgency
from ui.desk.access import require
from ui.desk.reply_letter import TEXT, show_letter
from ui.desk.words import load_desk_wordings
from ui.loading import load_shared_assistant
from ui.rendering.markup import escape
from ui.wordings import Wordings

PASTED, REPLY, WANTED = "reply-pasted", "reply", "reply-language"
LEAVE = "(officer)"
MARK = re.compile(r" ?\[\d+\]")
LANGUAGES: dict[str, Language | None] = {"auto": None, "en": "en", "es": "es"}


@cache
def build_worker() -> ThreadPoolExecutor:
    """Build the worker that loads the drafter: not the assistant's, for whose load it waits."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="drafter-loader")


@cache
def start_drafter() -> Future[ReplyDrafter]:
    """Begin to load the drafter, once, beside the page: it is there when an e-mail has been pasted."""
    return build_worker().submit(
        lambda: load_drafter(
            load_shared_assistant(), ask=lambda question: load_shared_assistant().ask(question)
        )
    )


def load_shared_drafter() -> ReplyDrafter:
    """Return the drafter; each question goes to the assistant as it stands then. A load that failed is tried again."""
    loading = start_drafter()
    if loading.done() and loading.exception() is not None:
        start_drafter.cache_clear()
        loading = start_drafter()
    return loading.result()


def show() -> None:
    """Draw the page."""
    _, person = require("editor")
    say = load_desk_wordings()
    st.html(f'<div class="cfa"><h1>{escape(say("reply.title"))}</h1></div>')
    reply: Reply | None = st.session_state.get(REPLY)
    if reply is None:
        show_pasting(say)
        return
    left, right = st.columns([5, 7], gap="medium")
    with left:
        show_email(reply, say)
    with right:
        show_letter(reply, person, load_shared_assistant().searcher, say)


def show_pasting(say: Wordings) -> None:
    """Draw where the e-mail is pasted."""
    start_drafter()
    st.html(f'<p class="cfa cfa-soft">{escape(say("reply.lead"))}</p>')
    # No limit here: a browser would refuse all of a longer e-mail without a word. What is too long is cut and said.
    st.text_area(say("reply.paste"), key=PASTED, height=320)
    st.radio(
        say("reply.language"),
        list(LANGUAGES),
        format_func=lambda name: say(f"reply.language_{name}"),
        horizontal=True,
        key=WANTED,
    )
    if st.button(say("reply.draft"), key="reply-draft", type="primary"):
        pasted = str(st.session_state.get(PASTED, ""))
        if not pasted.strip():
            st.warning(say("reply.empty"))
            return
        with st.spinner(say("reply.drafting")):
            keep(load_shared_drafter().draft(pasted, LANGUAGES[str(st.session_state[WANTED])]))
        st.rerun()


def keep(reply: Reply | None) -> None:
    """Keep a reply for this visit, with its text to edit; None forgets it."""
    st.session_state.pop(PASTED, None)
    st.session_state[REPLY] = reply
    st.session_state[TEXT] = reply.text if reply else ""
    st.session_state.pop("reply-as-it-is", None)


def redraft(reply: Reply, language: Language) -> None:
    """Draft again in the other language, from the redacted e-mail."""
    keep(load_shared_drafter().draft(reply.email.redacted, language))


def show_email(reply: Reply, say: Wordings) -> None:
    """Draw what was written, what may be urgent, and what came of each question."""
    for number, urgency in enumerate(reply.urgencies):
        show_urgency(number, urgency, reply, say)
    st.html(
        f'<div class="cfa"><h2>{escape(tell_received(reply, say))}</h2>'
        f'<div class="cfa-whole desk-email" tabindex="0" lang="{reply.language}">{escape(reply.email.redacted).replace(chr(10), "<br>")}</div></div>'
    )
    if reply.email.is_cut:
        st.warning(say("reply.cut", most=f"{MAX_CHARACTERS:,}"))
    st.html(f'<div class="cfa"><h2>{escape(say("reply.found"))}</h2></div>')
    for number, finding in enumerate(reply.findings):
        show_finding(number, finding, reply, say)
    if reply.told:
        show_told(reply, say)
    if reply.unread:
        st.warning(say("reply.unread", count=len(reply.unread)))
        st.html("".join(f'<p class="cfa">{escape(text)}</p>' for text in reply.unread))
    if reply.left_out:
        with st.expander(say("reply.left_out", count=len(reply.left_out))):
            st.html("".join(f'<p class="cfa">{escape(text)}</p>' for text in reply.left_out))
    other: Language = "en" if reply.language == "es" else "es"
    with st.container(horizontal=True):
        st.button(say(f"reply.in_{other}"), key="reply-other", on_click=redraft, args=(reply, other))
        st.button(say("reply.another"), key="reply-new", on_click=keep, args=(None,))


def tell_received(reply: Reply, say: Wordings) -> str:
    """Head the e-mail with what was taken out of it."""
    count = reply.email.redacted_count
    return say("reply.received_one") if count == 1 else say("reply.received", count=count)


def show_urgency(number: int, urgency: Urgency, reply: Reply, say: Wordings) -> None:
    """Draw a passage that may be an emergency, and whether the letter speaks of it first."""
    st.html(
        f'<div class="cfa"><div class="cfa-urgent" role="alert"><b>'
        f"{escape(say('reply.urgent', label=urgency.label, passage=urgency.passage))}</b><br>"
        f"{escape(say('reply.urgent_act'))}</div></div>"
    )
    st.toggle(
        say("reply.urgent_first"),
        value=urgency.is_sure,
        key=f"reply-urgent-{number}",
        on_change=put_first,
        args=(number, reply),
    )


def put_first(number: int, reply: Reply) -> None:
    """Write the letter again with a passage put first, or left out."""
    is_first = bool(st.session_state[f"reply-urgent-{number}"])
    urgencies = list(reply.urgencies)
    urgencies[number] = urgencies[number].model_copy(update={"is_sure": is_first})
    keep(load_shared_drafter().rewrite(reply, tuple(urgencies)))


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
    titles = load_shared_drafter().sorter.titles
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
    keep(load_shared_drafter().accept(reply, number))


def accept_told(number: int, reply: Reply) -> None:
    """Put what was found for a told sentence into the letter."""
    keep(load_shared_drafter().accept_told(reply, number))


def choose(number: int, key: str, reply: Reply) -> None:
    """Put another answer, or a place for the officer's own, where one was drafted."""
    chosen = str(st.session_state[key])
    if chosen == LEAVE:
        keep(load_shared_drafter().leave_to_officer(reply, number))
    elif chosen:
        try:
            keep(load_shared_drafter().answer_from(reply, number, chosen))
        except KeyError:
            st.session_state["reply-told"] = "reply.not_usable"


def start_answer(finding: Finding) -> None:
    """Take the questions along to the page of standard answers: they wait there until an answer is begun."""
    st.session_state["answer_start"] = {"topic": "", "asks": [asked.text for asked in finding.asked]}
