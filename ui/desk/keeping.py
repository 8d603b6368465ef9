"""What the keeper's pages work on: the store of answers, the content in use, and the corpus they are held against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from assistant.content import Content, load_content, name_pages
from assistant.desk.desk import Desk
from assistant.desk.records import DeskError
from assistant.publishing.checking import DraftChecker
from assistant.publishing.overlay import lay_over
from assistant.publishing.records import (
    ChangedMeanwhileError,
    Fault,
    Published,
    RuleError,
    UnfinishedError,
)
from assistant.publishing.store import AnswerStore
from assistant.services import load_service_facts
from assistant.settings import AssistantSettings, load_assistant_settings
from assistant.standard_answers import StandardAnswer, load_standard_answers
from index.search import Searcher
from ui.loading import load_shared_assistant
from ui.wordings import Wordings


@dataclass(frozen=True)
class Keeping:
    """The answers written here and in the repository, over the corpus that is published."""

    store: AnswerStore
    searcher: Searcher
    content: Content
    """What the chat uses."""
    published: Published
    checker: DraftChecker
    known: dict[str, StandardAnswer]
    """Every answer there is, used or not, by id."""


def load_keeping(desk: Desk) -> Keeping:
    """Load all that the pages of answers draw. Raises StoreError."""
    store = AnswerStore(desk.engine, desk.audit)
    searcher, settings = load_shared_assistant().searcher, load_assistant_settings()
    base, known = load_base(searcher, settings)
    published = store.load_published()
    content = lay_over(base, published, searcher)
    everything = known | {answer.id: answer for answer in published.answers}
    checker = load_checker(searcher, settings, frozenset(everything))
    return Keeping(store, searcher, content, published, checker, everything)


def load_checker(searcher: Searcher, settings: AssistantSettings, answers: frozenset[str]) -> DraftChecker:
    """Load the checker, once for each version of the index and each set of answers."""
    held = st.session_state.get("answers-checker")
    if held is None or held[0] != (searcher.version, answers):
        services = frozenset(load_service_facts(settings.corpus_dir / "services.toml"))
        held = ((searcher.version, answers), DraftChecker(searcher, services, answers))
        st.session_state["answers-checker"] = held
    checker: DraftChecker = held[1]
    return checker


def load_base(searcher: Searcher, settings: AssistantSettings) -> tuple[Content, dict[str, StandardAnswer]]:
    """Load the repository's answers, once for each version of the index."""
    held = st.session_state.get("answers-base")
    if held is None or held[0] != searcher.version:
        files, _ = load_standard_answers(settings.corpus_dir / "standard_answers")
        known = {answer.id: name_pages(answer, searcher) for answer in files}
        held = (searcher.version, load_content(settings, searcher), known)
        st.session_state["answers-base"] = held
    return held[1], held[2]


def attempt(action: Callable[[], object], say: Wordings) -> bool:
    """Do something with a draft; where it is refused, say why on the page and return False."""
    try:
        action()
    except RuleError as error:
        st.error(say(f"answers.rule.{error.code}"))
    except ChangedMeanwhileError:
        st.error(say("answers.changed_meanwhile"))
    except UnfinishedError as error:
        st.error(say("answers.unfinished") + " " + "; ".join(format_fault(f, say) for f in error.faults))
    except DeskError:
        st.error(say("desk.store_down"))
    else:
        return True
    return False


def format_fault(fault: Fault, say: Wordings) -> str:
    """Say one fault in words."""
    where = say(f"answers.part.{fault.part}", number=fault.number)
    return f"{where}: {say(f'answers.fault.{fault.code}', detail=fault.detail)}"
