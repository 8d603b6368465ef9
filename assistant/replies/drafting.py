"""From a pasted e-mail to a drafted reply: redact, find what is urgent and what is asked, ask the assistant, write.

The e-mail as it was pasted is read by nothing but the redaction, and kept nowhere.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.language import LanguageDetector, load_language_detector
from assistant.not_held import load_not_held
from assistant.records import Answer, Language, Question
from assistant.replies.asking import find_asked
from assistant.replies.doubts import DoubtFinder
from assistant.replies.findings import FindingSorter, merge_findings
from assistant.replies.letter import LetterWriter
from assistant.replies.rating import STORY_WEIGHT, lacks_place, rate_answer
from assistant.replies.reading import read_email
from assistant.replies.records import Asked, Finding, Reply, Urgency
from assistant.replies.spelling import respell
from assistant.replies.telling import choose_told, find_told, stand_for_matter
from assistant.replies.template import load_template, load_words
from assistant.replies.urgency import UrgencyReader, is_about_urgency
from assistant.replies.woman import tells_of_woman
from assistant.screening import load_screener
from assistant.services import load_service_facts
from assistant.settings import AssistantSettings, load_assistant_settings
from assistant.standard_answers import load_standard_answers
from assistant.wordings import load_wordings
from index.search import Searcher

MAX_ASKED = 16
"""Questions of one e-mail that are answered; each takes a tenth of a second and more."""


@dataclass(frozen=True)
class ReplyDrafter:
    """Drafts replies; safe to share between threads."""

    ask: Callable[[Question], Answer]
    urgency: UrgencyReader
    sorter: FindingSorter
    writer: LetterWriter
    languages: LanguageDetector

    def draft(self, pasted: str, language: Language | None = None) -> Reply:
        """Draft the reply to a pasted e-mail, in its own language or the one given."""
        started = time.perf_counter()
        email = read_email(pasted)
        letter = " ".join(email.sentences)
        chosen = language or self._detect(letter)
        sentences = tuple(map(respell, email.sentences)) if self._detect(letter) == "es" else email.sentences
        urgencies = self.urgency.find(sentences, chosen)
        asked = [a for a in find_asked(sentences) if not is_about_urgency(a, urgencies)]
        findings = merge_findings([self._find(each, letter, chosen) for each in asked[:MAX_ASKED]])
        unread = tuple(each.text for each in asked[MAX_ASKED:])
        told = self._find_told(find_told(sentences), urgencies, findings, letter, chosen)
        is_calm = not any(urgency.is_sure for urgency in urgencies)
        findings, told = stand_for_matter(
            findings, told, lambda f: rate_answer(f.answer, letter) if is_calm else 0.0
        )
        words = load_words()
        reply = Reply(
            email=email,
            language=chosen,
            urgencies=urgencies,
            findings=findings,
            told=told,
            is_of_woman=chosen == "en" and tells_of_woman(letter, words.woman_inside, words.woman, words.man),
            text="",
            unread=unread,
        )
        written = self.rewrite(reply, urgencies)
        return written.model_copy(update={"duration_ms": (time.perf_counter() - started) * 1000})

    def rewrite(self, reply: Reply, urgencies: tuple[Urgency, ...]) -> Reply:
        """Write the letter again with another view of what is urgent."""
        text, left_out = self.writer.write(
            reply.findings, urgencies, reply.language, reply.unread, is_of_woman=reply.is_of_woman
        )
        return reply.model_copy(update={"urgencies": urgencies, "text": text, "left_out": left_out})

    def answer_from(self, reply: Reply, number: int, topic: str) -> Reply:
        """Answer one finding from another standard answer, chosen by the officer, and write the letter again.

        Raises KeyError for a topic that is not among the standard answers.
        """
        finding = reply.findings[number]
        title = self.sorter.titles[(topic, reply.language)]
        answer = self.ask(Question(text=title, language=reply.language))
        if answer.standard_answer != topic:
            raise KeyError(topic)
        others = tuple(dict.fromkeys([finding.answer.standard_answer or topic, *finding.others]))
        chosen = finding.model_copy(
            update={
                "kind": "answered",
                "doubt": None,
                "heading": title,
                "answer": answer,
                "others": tuple(key for key in others if key != topic),
            }
        )
        return self._with_findings(reply, number, chosen)

    def accept(self, reply: Reply, number: int) -> Reply:
        """Put a doubtful answer into the letter: the officer has read it and says that it fits."""
        sure = reply.findings[number].model_copy(update={"kind": "answered", "doubt": None})
        return self._with_findings(reply, number, sure)

    def accept_told(self, reply: Reply, number: int) -> Reply:
        """Put what was found for a told sentence into the letter, behind what was asked."""
        sure = reply.told[number].model_copy(update={"doubt": None})
        rest = (*reply.told[:number], *reply.told[number + 1 :])
        kept = reply.model_copy(update={"findings": (*reply.findings, sure), "told": rest})
        return self.rewrite(kept, kept.urgencies)

    def leave_to_officer(self, reply: Reply, number: int) -> Reply:
        """Take an answer out of the draft: the officer writes it; what only was told is offered again."""
        finding = reply.findings[number]
        if not finding.asked[0].is_question and len(reply.findings) > 1:
            offered = finding.model_copy(update={"doubt": "told"})
            rest = (*reply.findings[:number], *reply.findings[number + 1 :])
            kept = reply.model_copy(update={"findings": rest, "told": (*reply.told, offered)})
            return self.rewrite(kept, kept.urgencies)
        used = finding.answer.standard_answer
        others = tuple(dict.fromkeys([*([used] if used else []), *finding.others]))
        left = finding.model_copy(update={"kind": "officer", "heading": "", "doubt": None, "others": others})
        return self._with_findings(reply, number, left)

    def _with_findings(self, reply: Reply, number: int, finding: Finding) -> Reply:
        findings = (*reply.findings[:number], finding, *reply.findings[number + 1 :])
        return self.rewrite(reply.model_copy(update={"findings": findings}), reply.urgencies)

    def _find(self, asked: Asked, letter: str, language: Language) -> Finding:
        rated = [(rate_answer(a, letter), a) for a in (self._ask(r, language) for r in asked.readings)]
        if asked.story:
            answer = self._ask(asked.story, language)
            rated.append((rate_answer(answer, letter) * STORY_WEIGHT, answer))
        if any(lacks_place(answer, letter) for _, answer in rated):
            answer = self._ask(f"{asked.readings[-1]} ({load_template(language)('prison')})", language)
            rated.append((rate_answer(answer, letter), answer))
        return self.sorter.choose(asked, rated, language, letter)

    def _find_told(
        self,
        told: Sequence[Asked],
        urgencies: Sequence[Urgency],
        findings: Sequence[Finding],
        letter: str,
        language: Language,
    ) -> tuple[Finding, ...]:
        """Find what the told sentences bear on, but for those that are answered as urgent."""
        calm = [each for each in told if not any(u.is_sure and each.text in u.passage for u in urgencies)]
        offers = [self.sorter.offer(each, self._ask(each.text, language), language, letter) for each in calm]
        return choose_told([offer for offer in offers if offer], findings)

    def _ask(self, text: str, language: Language) -> Answer:
        return self.ask(Question(text=text, language=language))

    def _detect(self, text: str) -> Language:
        return "es" if self.languages.detect(text) == "es" else "en"


class LoadedAssistant(Protocol):
    """What a drafter needs of an assistant."""

    @property
    def searcher(self) -> Searcher:
        """The search, for its encoder."""
        ...

    def ask(self, question: Question) -> Answer:
        """Answer one question; never raises."""
        ...


def load_drafter(
    assistant: LoadedAssistant,
    settings: AssistantSettings | None = None,
    ask: Callable[[Question], Answer] | None = None,
) -> ReplyDrafter:
    """Load a drafter around an assistant that is loaded already; `ask` is what answers, by default its own."""
    chosen = settings or load_assistant_settings()
    answers, _ = load_standard_answers(chosen.corpus_dir / "standard_answers")
    languages: tuple[Language, ...] = ("en", "es")
    titles = {(a.id, language): a.title_in(language) for a in answers for language in languages}
    needs = {need.id: need for need in load_not_held(chosen.corpus_dir / "not_held.toml")}
    wordings = load_wordings()
    screener = load_screener(assistant.searcher.embed, chosen.data_dir / "assistant")
    answer = ask or assistant.ask
    return ReplyDrafter(
        ask=answer,
        urgency=UrgencyReader(screener, load_screener(), answer, wordings),
        sorter=FindingSorter(needs, titles, wordings, DoubtFinder({a.id: a for a in answers})),
        writer=LetterWriter(load_service_facts(chosen.corpus_dir / "services.toml")),
        languages=load_language_detector(),
    )
