"""The page of standard answers: drafts and reviews, what is in use, and what a new edition touched."""

from __future__ import annotations

import streamlit as st

from assistant.desk.records import DeskError, Person
from assistant.publishing.exporting import zip_files
from assistant.publishing.past_answers import ChangedSupport, list_past_answers, list_stopped
from assistant.publishing.records import DraftAnswer, RuleError, StoredDraft, open_answer
from assistant.publishing.store import OPEN
from assistant.standard_answers import StandardAnswer
from index.records import SearchIndexError
from ui.desk.access import require
from ui.desk.answer_editor import show_editor
from ui.desk.answer_review import render_answer, show_review
from ui.desk.keeping import Keeping, attempt, load_keeping
from ui.desk.side_by_side import render_change
from ui.desk.words import load_desk_wordings
from ui.rendering.markup import escape
from ui.wordings import Wordings

OPENED = "answers-opened"
VIEWS = ("drafts", "in_use", "stopped", "past")


def show() -> None:
    """Draw the page."""
    desk, person = require("reader")
    say = load_desk_wordings()
    st.html(f'<div class="cfa"><h1>{escape(say("answers.title"))}</h1></div>')
    if told := st.session_state.pop("answers-told", None):
        st.success(told)
    try:
        keeping = load_keeping(desk)
        if opened := st.session_state.get(OPENED):
            show_opened(opened, keeping, person, say)
        else:
            show_lists(keeping, person, say)
    except RuleError as error:
        open_draft(None)
        st.error(say(f"answers.rule.{error.code}"))
    except DeskError:
        st.error(say("desk.store_down"))
    except SearchIndexError as error:
        st.error(str(error))


def show_opened(opened: str, keeping: Keeping, person: Person, say: Wordings) -> None:
    """Draw one draft: to be written, to be reviewed, or to be read."""
    st.button(say("answers.back"), key="answers-back", on_click=open_draft, args=(None,))
    held = keeping.store.load_draft(opened)
    st.html(
        f'<div class="cfa"><h2>{escape(held.content.title_en or held.content.id)}</h2>'
        f'<p class="cfa-soft">{escape(format_state(held, say))}</p></div>'
    )
    if held.state == "draft" and person.may("editor"):
        show_editor(held, keeping, person, say)
    else:
        show_review(held, keeping, person, say)


def show_lists(keeping: Keeping, person: Person, say: Wordings) -> None:
    """Draw the view that was chosen."""
    if st.session_state.get("answer_start"):
        st.session_state["answers-view"] = "drafts"
    view = st.radio(
        say("answers.view"),
        VIEWS,
        format_func=lambda name: say(f"answers.view_{name}"),
        horizontal=True,
        key="answers-view",
    )
    if view == "drafts":
        show_drafts(keeping, person, say)
    elif view == "in_use":
        show_in_use(keeping, person, say)
    elif view == "stopped":
        show_stopped(keeping, person, say)
    else:
        show_past(keeping, say)


def show_drafts(keeping: Keeping, person: Person, say: Wordings) -> None:
    """Draw the drafts and proposals, and where to begin a new one."""
    drafts = sorted(keeping.store.list_drafts(*OPEN), key=lambda held: held.state != "proposed")
    if not drafts:
        st.info(say("answers.no_drafts"))
    for held in drafts:
        with st.container(border=True, key=f"answers-draft-{held.content.id}"):
            title = escape(held.content.title_en or held.content.id)
            st.html(f'<div class="cfa"><b>{title}</b><br>{escape(format_state(held, say))}</div>')
            label = say("answers.open_proposed" if held.state == "proposed" else "answers.open")
            st.button(label, key=f"answers-open-{held.id}", on_click=open_draft, args=(held.id,))
    if person.may("editor"):
        show_new(keeping, person, say)


def show_new(keeping: Keeping, person: Person, say: Wordings) -> None:
    """Draw where a new answer begins; its asks may come from a group of questions."""
    begun = st.session_state.get("answer_start") or {}
    asks = tuple(str(ask) for ask in begun.get("asks", ()))
    st.html(f'<div class="cfa"><h2>{escape(say("answers.new"))}</h2></div>')
    if asks:
        items = "".join(f"<li>{escape(ask)}</li>" for ask in asks)
        st.html(f'<div class="cfa"><p>{escape(say("answers.from_group"))}</p><ul>{items}</ul></div>')
    title = st.text_input(say("answers.title_en"), key="answers-new-title", max_chars=120)
    key = st.text_input(say("answers.id"), key="answers-new-id", max_chars=60, help=say("answers.id_help"))
    if not st.button(say("answers.start"), key="answers-new-start", disabled=not (title and key)):
        return
    if key in keeping.known:
        st.error(say("answers.rule.id_taken"))
        return
    content = DraftAnswer(id=key.strip(), title_en=title.strip(), asks_en=asks)
    if start(content, keeping, person, say):
        st.session_state.pop("answer_start", None)
        st.rerun()


def start(content: DraftAnswer, keeping: Keeping, person: Person, say: Wordings) -> bool:
    """Begin a draft and open it; False where it is refused."""
    begun: list[StoredDraft] = []
    done = attempt(lambda: begun.append(keeping.store.start(person, content)), say)
    if done:
        open_draft(begun[0].id)
    return done


def show_in_use(keeping: Keeping, person: Person, say: Wordings) -> None:
    """Draw what the chat uses, one answer at a time, with what an editor can do about it."""
    here = {answer.id for answer in keeping.published.answers}
    count = say("answers.count", count=len(keeping.content.answers), here=len(here))
    st.html(f'<p class="cfa" role="status">{escape(count)}</p>')
    st.download_button(
        say("answers.export"),
        zip_files(keeping.published),
        "standard-answers.zip",
        "application/zip",
        key="answers-export",
    )
    rows = [
        {
            say("answers.name"): answer.title_en,
            say("answers.topic"): answer.topic,
            say("answers.place"): say(f"answers.place_{answer.place or 'any'}"),
            say("answers.reviewed"): str(answer.reviewed_on),
            say("answers.written"): say("answers.here" if key in here else "answers.in_files"),
            say("answers.id"): key,
        }
        for key, answer in sorted(keeping.content.answers.items(), key=lambda pair: pair[1].title_en)
    ]
    st.dataframe(rows, hide_index=True, width="stretch", height=320)
    chosen = st.selectbox(
        say("answers.choose"),
        sorted(keeping.content.answers),
        format_func=lambda key: f"{keeping.content.answers[key].title_en} ({key})",
        index=None,
        key="answers-chosen",
    )
    if not chosen:
        return
    answer = keeping.content.answers[chosen]
    st.html(render_answer(open_answer(answer), keeping, say))
    st.html(
        f'<p class="cfa cfa-soft">{escape(say("answers.from_desk" if chosen in here else "answers.from_files"))}</p>'
    )
    if person.may("editor"):
        show_changes(answer, keeping, person, say)


def show_changes(answer: StandardAnswer, keeping: Keeping, person: Person, say: Wordings) -> None:
    """Draw what an editor can do with an answer in use: write it anew, or take it out of use."""
    if st.button(say("answers.change"), key="answers-change") and start(
        open_answer(answer), keeping, person, say
    ):
        st.rerun()
    reason = st.text_input(say("answers.reason"), key="answers-reason", max_chars=500)
    if st.button(say("answers.withdraw"), key="answers-withdraw") and attempt(
        lambda: keeping.store.withdraw(person, open_answer(answer), reason), say
    ):
        st.session_state["answers-told"] = say("answers.withdrawn_told", title=answer.title_en)
        st.session_state.pop("answers-chosen", None)
        st.rerun()


def show_stopped(keeping: Keeping, person: Person, say: Wordings) -> None:
    """Draw the answers that are not used since their text changed, with the old words and the new."""
    reasons = {entry.id: entry.reasons for entry in keeping.content.withdrawn}
    stopped = list_stopped(tuple(keeping.known.values()), keeping.searcher, reasons)
    if not reasons and not keeping.published.withdrawn:
        st.info(say("answers.none_stopped"))
    for entry in stopped:
        with st.container(border=True, key=f"answers-stopped-{entry.answer.id}"):
            why = "; ".join(reasons[entry.answer.id])
            st.html(f'<div class="cfa"><b>{escape(entry.answer.title_en)}</b><p>{escape(why)}</p></div>')
            draw_changes(entry.changes, say)
            if person.may("editor") and st.button(
                say("answers.change"), key=f"answers-mend-{entry.answer.id}"
            ):
                mended = open_answer(entry.answer)
                if start(mended, keeping, person, say):
                    st.rerun()
    for held in keeping.store.list_drafts("withdrawn"):
        with st.container(border=True, key=f"answers-withdrawn-{held.content.id}"):
            why = "; ".join(step.comment for step in keeping.store.list_steps(held.id))
            told = say("answers.withdrawn_by", person=held.changed_by, day=held.changed_at.date())
            st.html(
                f'<div class="cfa"><b>{escape(held.content.title_en)}</b><p>{escape(told)} {escape(why)}</p></div>'
            )
            if (
                person.may("editor")
                and st.button(say("answers.change"), key=f"answers-again-{held.content.id}")
                and start(held.content, keeping, person, say)
            ):
                st.rerun()


def tell_past(count: int, say: Wordings) -> str:
    """Tell how many answers rest on text that has changed."""
    return say("answers.past_one") if count == 1 else say("answers.past_count", count=count)


def show_past(keeping: Keeping, say: Wordings) -> None:
    """Draw the answers people were given whose text has changed since."""
    past = list_past_answers(keeping.store.engine, keeping.searcher)
    st.html(f'<p class="cfa" role="status">{escape(tell_past(len(past), say))}</p>')
    for entry in past[:100]:
        with st.container(border=True, key=f"answers-past-{entry.turn}"):
            st.html(
                f'<div class="cfa"><b>{escape(entry.question)}</b><br>{entry.asked_at:%Y-%m-%d %H:%M} UTC</div>'
            )
            draw_changes(entry.changes, say)


def draw_changes(changes: tuple[ChangedSupport, ...], say: Wordings) -> None:
    """Draw each changed text, old and new side by side."""
    for change in changes:
        st.html(render_change(change.locator, change.old, change.new, say))


def open_draft(draft: str | None) -> None:
    """Open a draft, or go back to the lists."""
    if draft is None:
        st.session_state.pop(OPENED, None)
    else:
        st.session_state[OPENED] = draft


def format_state(held: StoredDraft, say: Wordings) -> str:
    """Say where a draft stands and who changed it last."""
    return say(
        f"answers.state.{held.state}",
        person=held.changed_by,
        day=held.changed_at.date(),
        editors=", ".join(held.editors),
    )
