"""Reviewed content and what people ask for it, loaded and held against the corpus once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.checking.verbatim import Library
from assistant.not_held import NotHeld, load_not_held
from assistant.settings import AssistantSettings
from assistant.standard_answers import (
    BoundQuote,
    StandardAnswer,
    Withdrawn,
    load_bindings,
    load_standard_answers,
    select_usable,
)
from assistant.topics import Ask, AskIndex, build_ask_index
from assistant.vectors import load_text_vectors
from index.search import Searcher


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

    def fix(quotes: tuple[BoundQuote, ...]) -> tuple[BoundQuote, ...]:
        return tuple(q.model_copy(update={"locator": _complete_path(q.locator, paths)}) for q in quotes)

    return answer.model_copy(
        update={
            "sentences": tuple(s.model_copy(update={"quotes": fix(s.quotes)}) for s in answer.sentences),
            "steps": tuple(s.model_copy(update={"quotes": fix(s.quotes)}) for s in answer.steps),
        }
    )


def _complete_path(locator: str, paths: list[str]) -> str:
    if locator in paths or locator[:1].isdigit():
        return locator
    ending = [p for p in paths if p.endswith(locator) or p.split(" > ")[-1] == locator.split(" > ")[-1]]
    return ending[0] if len(ending) == 1 else locator


def build_topics(
    topics: Mapping[str, StandardAnswer] | Mapping[str, NotHeld],
    searcher: Searcher,
    settings: AssistantSettings,
) -> AskIndex:
    """The asks of standard answers, or of documents not held, with their vectors."""
    asks = [
        Ask(text, owner, language)
        for owner, entry in topics.items()
        for language, texts in (("en", entry.asks_en), ("es", entry.asks_es))
        for text in texts
    ]
    shipped = searcher.settings.vectors_dir
    texts = [ask.text for ask in asks]
    vectors = load_text_vectors(texts, searcher.encoder, shipped, settings.vectors_file)
    asked = build_ask_index(asks, vectors)
    return replace(asked, vectors=searcher.index.projection.project_questions(asked.vectors))


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
