"""The product in one list: what an assistant is made of, loaded once and put in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.checking.verbatim import Library
from assistant.composing.kit import Kit, build_kit
from assistant.conflicts import load_conflicts
from assistant.hours import OfficeHours, format_opening
from assistant.language import load_language_detector
from assistant.not_held import NotHeld, load_not_held
from assistant.runner import Assistant, NamedStage
from assistant.records import Language
from assistant.screening import load_screener, load_status_rules
from assistant.services import load_service_desk
from assistant.settings import AssistantSettings, load_assistant_settings
from assistant.stages.abstain import AbstainWhenWeak
from assistant.stages.advise import Advise
from assistant.stages.check import Check
from assistant.stages.extract import ComposeFromPassages
from assistant.stages.frame import Frame
from assistant.stages.look_up import LookUpReferences
from assistant.stages.note import NoteTimeAndConflict
from assistant.stages.retrieve import Retrieve
from assistant.stages.screen import Screen
from assistant.stages.standard import AnswerByTopic
from assistant.stages.understand import Understand
from assistant.stages.weigh import WeighNearness
from assistant.standard_answers import (
    StandardAnswer,
    Withdrawn,
    load_bindings,
    load_standard_answers,
    select_usable,
)
from assistant.topics import Ask, AskIndex, build_ask_index
from assistant.vectors import load_text_vectors
from assistant.wordings import load_wordings
from index.search import Searcher, load_searcher
from ingest.sources import load_sources


@dataclass(frozen=True)
class Content:
    """The reviewed content that can be used with this corpus, and what cannot."""

    answers: Mapping[str, StandardAnswer]
    needs: Mapping[str, NotHeld]
    withdrawn: tuple[Withdrawn, ...]


def load_content(settings: AssistantSettings, library: Library) -> Content:
    """Load standard answers and documents not held, checked against what is stored."""
    directory = settings.corpus_dir / "standard_answers"
    loaded, unreadable = load_standard_answers(directory)
    loaded = tuple(name_pages(answer, library) for answer in loaded)
    usable, withdrawn = select_usable(loaded, library, load_bindings(directory))
    needs = load_not_held(settings.corpus_dir / "not_held.toml")
    return Content({a.id: a for a in usable}, {n.id: n for n in needs}, unreadable + withdrawn)


def name_pages(answer: StandardAnswer, library: Library) -> StandardAnswer:
    """Give page quotes their full heading path: editors may write the last heading alone."""
    paths = [number for number in library.sections if not number[:1].isdigit()]

    def complete(match_locator: str) -> str:
        if match_locator in library.sections or match_locator[:1].isdigit():
            return match_locator
        ending = [
            p
            for p in paths
            if p.endswith(match_locator) or p.split(" > ")[-1] == match_locator.split(" > ")[-1]
        ]
        return ending[0] if len(ending) == 1 else match_locator

    def fix(quotes: Sequence[object]) -> tuple[object, ...]:
        return tuple(q.model_copy(update={"locator": complete(q.locator)}) for q in quotes)  # type: ignore[attr-defined]

    return answer.model_copy(
        update={
            "sentences": tuple(s.model_copy(update={"quotes": fix(s.quotes)}) for s in answer.sentences),
            "steps": tuple(s.model_copy(update={"quotes": fix(s.quotes)}) for s in answer.steps),
        }
    )


def build_topics(content: Content, searcher: Searcher, settings: AssistantSettings) -> AskIndex:
    """The asks of standard answers and of documents not held, with their vectors."""
    entries: list[tuple[str, StandardAnswer | NotHeld]] = [*content.answers.items(), *content.needs.items()]
    asks = [
        Ask(text, owner, language)
        for owner, entry in entries
        for language, texts in (("en", entry.asks_en), ("es", entry.asks_es))
        for text in texts
    ]
    vectors = load_text_vectors(
        [ask.text for ask in asks], searcher.encoder, searcher.settings.vectors_dir, settings.vectors_file
    )
    return build_ask_index(asks, vectors)


def build_pinpoints(searcher: Searcher) -> AskIndex:
    """The questions the index holds for each pinpoint, with the vectors it keeps for them."""
    index = searcher.index
    rows = [n for n, q in enumerate(index.questions) if q.origin == "passage_question"]
    asks = tuple(
        Ask(
            index.questions[n].text,
            f"{index.questions[n].source} {index.questions[n].locator}",
            index.questions[n].language,
        )
        for n in rows
    )
    return AskIndex(asks, index.question_vectors[rows])


def list_stages(
    searcher: Searcher, kit: Kit, content: Content, settings: AssistantSettings
) -> list[NamedStage]:
    """The pipeline."""
    office = OfficeHours()
    wordings = load_wordings()
    screener = load_screener(
        searcher.embed
        if (__import__("pathlib").Path(__file__).parent / "data" / "screening_examples.jsonl").exists()
        else None,
        settings.data_dir / "assistant",
    )
    topics = build_topics(content, searcher, settings)
    return [
        NamedStage(
            "screen", Screen(screener, load_language_detector().detect, settings.max_question_characters)
        ),
        NamedStage("understand", Understand(searcher.sections, _make_section_finder(searcher))),
        NamedStage("retrieve", Retrieve(searcher, settings.retrieved_passages)),
        NamedStage("weigh", WeighNearness(searcher.embed, topics, build_pinpoints(searcher))),
        NamedStage("look_up", LookUpReferences(kit)),
        NamedStage("topic", AnswerByTopic(kit, content.answers, content.needs, settings)),
        NamedStage("abstain", AbstainWhenWeak(kit, settings)),
        NamedStage("extract", ComposeFromPassages(kit, settings)),
        NamedStage("frame", Frame(kit, load_status_rules(), wordings, _make_office_teller(office))),
        NamedStage("note", NoteTimeAndConflict(kit, load_conflicts(settings.corpus_dir / "conflicts.toml"))),
        NamedStage(
            "advise",
            Advise(kit, load_service_desk(settings.corpus_dir / "services.toml", office), content.answers),
        ),
        NamedStage("check", Check(kit)),
    ]


def load_assistant(settings: AssistantSettings | None = None) -> Assistant:
    """Load an assistant; raises IndexMissingError, IndexMismatchError or ContentError with what to run."""
    chosen = settings or load_assistant_settings()
    searcher = load_searcher()
    documents = {document.id: document for document in load_sources(chosen.corpus_dir)}
    kit = build_kit(searcher, documents, chosen.max_quote_words)
    content = load_content(chosen, searcher)
    return Assistant(
        searcher=searcher, stages=tuple(list_stages(searcher, kit, content, chosen)), model=chosen.model
    )


def _make_section_finder(searcher: Searcher) -> Callable[[str], str | None]:
    def find(text: str) -> str | None:
        found = searcher.search(text, k=3).found
        best = next((f for f in found if f.passage.part == "text" and f.score >= 0.3), None)
        return best.passage.locator if best and re.match(r"\d", best.passage.locator) else None

    return find


def _make_office_teller(office: OfficeHours) -> Callable[[Language], str]:
    def tell(language: Language) -> str:
        said = format_opening(office.find_state(), language)
        return said[:1].lower() + said[1:]

    return tell
