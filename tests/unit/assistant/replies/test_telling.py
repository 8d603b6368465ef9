"""What an e-mail tells and does not ask: which sentences are read alone, and what of it stands in the letter."""

from assistant.replies.records import Asked, Finding, FindingKind
from assistant.replies.telling import MAX_OFFERED, choose_told, find_told, stand_for_matter
from tests.unit.ui.answers import build_answer


def build(text: str, topic: str, kind: FindingKind = "answered", *, is_question: bool = False) -> Finding:
    asked = Asked(text=text, readings=(text,), is_question=is_question)
    answer = build_answer().model_copy(update={"standard_answer": topic})
    return Finding(asked=(asked,), kind=kind, heading=topic, answer=answer, doubt="told")


TOLD = build("They kept half of what I put on his books.", "account-deductions")


def test_sentences_that_tell_are_read_and_questions_and_courtesies_are_not() -> None:
    told = find_told(["He is 66.", "They kept half of what I put on his books.", "Can they take half of it?"])
    assert [asked.text for asked in told] == ["They kept half of what I put on his books."]
    assert not told[0].is_question


def test_a_topic_that_a_question_found_is_not_offered_again() -> None:
    question = build("What do they take out?", "account-deductions", is_question=True)
    assert choose_told([(0.8, TOLD)], [question.model_copy(update={"doubt": None})]) == ()


def test_each_topic_is_offered_once_for_its_surest_sentence() -> None:
    other = build("He only got half of the money.", "account-deductions")
    many = [(0.65, build(f"Told {n} of many things.", f"topic-{n}")) for n in range(9)]
    chosen = choose_told([(0.7, TOLD), (0.8, other), *many], [])
    assert chosen[0] is other
    assert len(chosen) == MAX_OFFERED
    assert TOLD not in chosen


def test_what_is_told_stands_in_the_letter_of_an_email_that_asks_nothing() -> None:
    matter = build("All that was told.", "", "officer")
    findings, offered = stand_for_matter([matter], [TOLD], lambda finding: 0.8)
    assert [finding.doubt for finding in findings] == [None]
    assert offered == ()


def test_what_is_told_beside_a_question_of_something_is_only_offered() -> None:
    question = build("How long does approval take?", "", "officer", is_question=True)
    findings, offered = stand_for_matter([question], [TOLD], lambda finding: 0.8)
    assert findings == (question,)
    assert offered == (TOLD,)


def test_what_are_we_supposed_to_do_asks_for_nothing_by_name() -> None:
    question = build("what are we supposed to do", "", "officer", is_question=True)
    findings, _ = stand_for_matter([question], [TOLD], lambda finding: 0.8)
    assert [finding.heading for finding in findings] == ["account-deductions", ""]


def test_what_is_not_sure_is_offered_and_the_matter_stays_the_officers() -> None:
    matter = build("All that was told.", "", "officer")
    assert stand_for_matter([matter], [TOLD], lambda finding: 0.65) == ((matter,), (TOLD,))
