"""The product in one list: every stage of an answer, in order, over what was loaded once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from assistant.composing.kit import Kit, build_kit
from assistant.conflicts import load_conflicts
from assistant.content import Content, build_pinpoints, build_topics, load_content
from assistant.dates import find_today, read_build_day
from assistant.deadlines import load_deadlines
from assistant.hours import OfficeHours, format_opening
from assistant.language import load_language_detector
from assistant.need_features import NEED_FEATURES, NEED_WEIGHTS_FILE, NeedReader
from assistant.records import Language
from assistant.regression import load_regression
from assistant.remembering import remember_vectors
from assistant.runner import Assistant, NamedStage
from assistant.screening import load_screener, load_status_rules
from assistant.services import load_service_desk
from assistant.settings import AssistantSettings, load_assistant_settings
from assistant.stages.abstain import SUPPORT_FEATURES, SUPPORT_WEIGHTS_FILE, AbstainWhenWeak
from assistant.stages.advise import Advise
from assistant.stages.answer_parts import AnswerParts
from assistant.stages.check import Check
from assistant.stages.choose_reading import ChooseReading
from assistant.stages.extract import ComposeFromPassages
from assistant.stages.frame import Frame
from assistant.stages.hedge import Hedge
from assistant.stages.look_up import LookUpReferences
from assistant.stages.note import NoteTimeAndConflict
from assistant.stages.retrieve import Retrieve
from assistant.stages.screen import Screen
from assistant.stages.standard import AnswerByTopic
from assistant.stages.tell_deadline import TellDeadline
from assistant.stages.tell_history import TellHistory
from assistant.stages.tell_not_held import TellNotHeld
from assistant.stages.understand import Understand
from assistant.stages.weigh import WeighNearness
from assistant.topic_features import FEATURES, WEIGHTS_FILE, TopicReader, read_facts
from assistant.wordings import load_wordings
from index.search import Searcher, load_searcher
from ingest.sources import load_sources

__all__ = ["Assistant", "Loaded", "build_assistant", "list_stages", "load_assistant", "load_parts"]


def list_stages(
    searcher: Searcher, kit: Kit, content: Content, settings: AssistantSettings
) -> list[NamedStage]:
    """The pipeline."""
    office, wordings = OfficeHours(), load_wordings()
    screener = load_screener(searcher.embed, settings.data_dir / "assistant")
    desk = load_service_desk(settings.corpus_dir / "services.toml", office)
    clocks = load_deadlines(settings.corpus_dir / "deadlines.toml")
    conflicts = load_conflicts(settings.corpus_dir / "conflicts.toml")
    reader = TopicReader({key: read_facts(topic) for key, topic in content.answers.items()})
    retrieve = Retrieve(searcher, settings.retrieved_passages)
    topics, needs = (
        build_topics(entries, searcher, settings) for entries in (content.answers, content.needs)
    )
    weigh = WeighNearness(searcher.embed_questions, topics, needs, build_pinpoints(searcher))
    by_need = TellNotHeld(
        kit, NeedReader(content.needs), load_regression(NEED_WEIGHTS_FILE, NEED_FEATURES), settings
    )
    by_topic = AnswerByTopic(kit, reader, load_regression(WEIGHTS_FILE, FEATURES), settings)
    support = load_regression(SUPPORT_WEIGHTS_FILE, SUPPORT_FEATURES)
    abstain = AbstainWhenWeak(kit, support, settings)
    extract = ComposeFromPassages(kit, settings)
    return [
        NamedStage(
            "screen", Screen(screener, load_language_detector().detect, settings.max_question_characters)
        ),
        NamedStage("understand", Understand(searcher.sections, _make_section_finder(searcher))),
        NamedStage("retrieve", retrieve),
        NamedStage("weigh", weigh),
        NamedStage("reading", ChooseReading((retrieve, weigh), support)),
        NamedStage("look_up", LookUpReferences(kit)),
        NamedStage("history", TellHistory(kit, settings)),
        NamedStage("need", by_need),
        NamedStage("abstain", abstain),
        NamedStage("topic", by_topic),
        NamedStage("extract", extract),
        NamedStage("parts", AnswerParts((retrieve, weigh, by_need, abstain, by_topic), extract, wordings)),
        NamedStage("nothing", abstain.tell_nothing),
        NamedStage("hedge", Hedge(settings, wordings)),
        *_list_writing(searcher, kit, settings),
        NamedStage("frame", Frame(kit, load_status_rules(), wordings, _make_office_teller(office))),
        NamedStage("note", NoteTimeAndConflict(kit, conflicts)),
        NamedStage("deadline", TellDeadline(clocks, wordings)),
        NamedStage("advise", Advise(kit, desk, content.answers)),
        NamedStage("check", Check(kit)),
    ]


def _list_writing(searcher: Searcher, kit: Kit, settings: AssistantSettings) -> list[NamedStage]:
    """The stage of a language model, where one is configured."""
    if settings.model == "extractive":
        return []
    from assistant.models import load_model, load_prompt
    from assistant.stages.write import WriteWithModel

    model = load_model(settings.model, timeout_s=settings.model_timeout_s, attempts=settings.model_attempts)
    stage = WriteWithModel(kit, model, searcher.embed, load_prompt("answer"), load_prompt("question"))
    return [NamedStage("write", stage)]


@dataclass(frozen=True)
class Loaded:
    """What answering needs from disk, read once; answers can be added to it without reading it again."""

    settings: AssistantSettings
    searcher: Searcher
    kit: Kit
    content: Content
    """The repository's own answers, held against the corpus."""


def load_parts(settings: AssistantSettings | None = None) -> Loaded:
    """Load all from disk; raises IndexMissingError, IndexMismatchError or ContentError with what to run."""
    chosen = settings or load_assistant_settings()
    searcher = remember_vectors(load_searcher())
    documents = {document.id: document for document in load_sources(chosen.corpus_dir)}
    kit = build_kit(searcher, documents, chosen.max_quote_words)
    return Loaded(chosen, searcher, kit, load_content(chosen, searcher))


def build_assistant(loaded: Loaded, content: Content | None = None) -> Assistant:
    """Build an assistant over what was loaded, with its content or another."""
    stages = list_stages(loaded.searcher, loaded.kit, content or loaded.content, loaded.settings)
    today = partial(find_today, read_build_day(loaded.searcher.version))
    return Assistant(searcher=loaded.searcher, stages=tuple(stages), model=loaded.settings.model, today=today)


def load_assistant(settings: AssistantSettings | None = None) -> Assistant:
    """Load an assistant; raises IndexMissingError, IndexMismatchError or ContentError with what to run."""
    return build_assistant(load_parts(settings))


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
