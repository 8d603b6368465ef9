"""Each measure on a case small enough to work out by hand."""

import math

import pytest

from assistant.readability import count_syllables, measure_grade
from assistant.records import Answer, AnswerPart, Citation, Service
from evals.metrics.answers import agrees, name_place, score_answer
from evals.metrics.coverage import covers, measure_coverage
from evals.metrics.intervals import bootstrap_difference, bootstrap_gap, bootstrap_interval, sign_test
from evals.metrics.retrieval import find_section, score_retrieval
from evals.metrics.support import find_faults, find_numbers
from evals.records import Case, Gold, RankedText

QUOTE = "the department shall not limit the person's contact visits for more than thirty consecutive calendar days"
OTHER = "a person confined in a correctional facility has visitation rights"
SOURCES = {"law": f"Intro. {QUOTE}; and {OTHER}."}


def make_case(**changes: object) -> Case:
    values: dict[str, object] = {
        "id": "c1",
        "kind": "lay",
        "lang": "en",
        "turns": ("how long?",),
        "gold": (Gold(source="law", locator="17-20-130(4)(a)(I)", quote=QUOTE),),
        "expect": "answer",
    }
    return Case.model_validate({**values, **changes})


def make_citation(locator: str = "17-20-130(4)(a)(I)", quote: str = QUOTE, number: int = 1) -> Citation:
    return Citation(
        number=number,
        source="law",
        locator=locator,
        label=locator,
        quote=quote,
        url="https://example.org",
        authority="statute",
        legal_status="in_force",
    )


def make_answer(**changes: object) -> Answer:
    values: dict[str, object] = {
        "id": "c1",
        "question": "how long?",
        "standalone_question": "how long?",
        "language": "en",
        "outcome": "answered",
        "status": "answered",
        "completeness": "complete",
        "text": "No more than 30 days in a row. [1]",
        "parts": (
            AnswerPart(kind="plain", text="It must not be more than 30 days of visits. [1]", citations=(1,)),
        ),
        "citations": (make_citation(),),
    }
    return Answer.model_validate({**values, **changes})


def rank(*texts: str) -> list[RankedText]:
    return [RankedText(source="law", locator=f"17-20-13{n}(1)", text=text) for n, text in enumerate(texts)]


def test_a_text_covers_a_quote_when_it_holds_four_fifths_of_its_words_in_order() -> None:
    assert covers(f"Before. {QUOTE.upper()} After.", QUOTE)
    assert not covers(" ".join(reversed(QUOTE.split())), QUOTE)
    assert measure_coverage("one two three four", "one two three four five") == 0.5
    assert measure_coverage("anything", "") == 0.0


def test_the_first_covering_passage_sets_recall_rank_and_gain() -> None:
    values = score_retrieval(make_case(), rank(OTHER, QUOTE, "nothing"))
    assert (values["recall@1"], values["recall@3"]) == (0.0, 1.0)
    assert values["mrr"] == 0.5
    assert values["ndcg@10_pinpoint"] == pytest.approx(1 / math.log2(3))


def test_needed_gold_counts_by_share() -> None:
    gold = (Gold(source="law", locator="a", quote=QUOTE), Gold(source="law", locator="b", quote=OTHER))
    values = score_retrieval(make_case(gold=gold, all_needed=(0, 1)), rank(QUOTE, "nothing"))
    assert values["recall@5"] == 0.5


def test_a_case_without_gold_is_left_out_and_not_zero() -> None:
    case = make_case(gold=(), expect="crisis")
    assert score_retrieval(case, rank(QUOTE)) == {}
    values = score_answer(case, make_answer(), SOURCES)
    assert "first_citation_right" not in values
    assert values["urgent_recall"] == 0.0


def test_a_page_keeps_its_heading_path_as_section() -> None:
    assert find_section("17-22.5-405(1.5)(a)") == "17-22.5-405"
    assert (
        find_section("Professional Visitation > Notary Visits") == "Professional Visitation > Notary Visits"
    )


def test_a_right_answer_scores_full_and_a_wrong_one_nothing() -> None:
    right = score_answer(make_case(must_say=("(?i)30",)), make_answer(), SOURCES)
    wrong = score_answer(
        make_case(must_say=("(?i)30",), must_not_say=("forever",), links=("parole-board",)),
        make_answer(
            text="forever", citations=(make_citation("17-1-101", "made up words here"),), outcome="declined"
        ),
        SOURCES,
    )
    names = [
        "quotes_exact",
        "citation_precision",
        "first_citation_right",
        "evidence_complete",
        "must_say",
        "outcome_right",
    ]
    assert [right[n] for n in names] == [1.0] * 6
    assert [wrong[n] for n in names] == [0.0] * 6
    assert (wrong["must_not_say"], wrong["over_refusal"], wrong["link_right"]) == (1.0, 1.0, 0.0)


def test_one_of_the_wanted_services_is_enough() -> None:
    answer = make_answer(services=(Service(key="prea", title="PREA"),))
    assert score_answer(make_case(links=("prea", "crisis-988")), answer, SOURCES)["link_right"] == 1.0


def test_a_wider_pinpoint_agrees_only_when_its_quote_holds_the_words() -> None:
    gold = Gold(source="law", locator="17-20-130(4)(a)(I)", quote=QUOTE)
    assert agrees(make_citation("17-20-130(4)", f"lead {QUOTE} more"), gold)
    assert not agrees(make_citation("17-20-130(4)", "something else of the same subsection"), gold)
    assert not agrees(make_citation("17-20-130(4)(a)(II)", "something else of the same subsection"), gold)


def test_the_words_that_lead_into_a_list_are_right_beside_the_item_and_wrong_alone() -> None:
    lead = make_citation("17-20-130(4)(a)", "The following limitations are expressly permitted:")
    beside = make_answer(citations=(lead, make_citation(number=2)))
    assert score_answer(make_case(), beside, SOURCES)["first_citation_right"] == 1.0
    assert score_answer(make_case(), make_answer(citations=(lead,)), SOURCES)["first_citation_right"] == 0.0


def test_a_sentence_is_not_supported_by_quotes_without_its_number_or_its_negation() -> None:
    assert not find_faults("They must not limit contact visits for more than 30 days.", QUOTE, "en")
    assert find_faults("They must not limit contact visits for more than 45 days.", QUOTE, "en")
    assert find_faults("He cannot have visitation rights in a facility.", OTHER, "en")
    assert find_faults("Send the blue form by mail tomorrow morning.", QUOTE, "en")
    may = "The department may limit visitation for a confined person before July 1, 2026."
    assert not find_faults("The department may limit visitation.", may, "en")
    assert find_faults("The department must limit visitation.", may, "en")
    assert not find_faults("Until July the department may limit visitation.", may, "en")
    assert find_faults("Until June the department may limit visitation.", may, "en")
    assert not find_faults("Hasta julio el departamento puede limitar las visitas.", may, "es")
    assert find_faults("Hasta junio el departamento puede limitar las visitas.", may, "es")
    assert not find_faults("No más de treinta días seguidos.", QUOTE, "es")
    assert find_faults("No más de sesenta días seguidos.", QUOTE, "es")


@pytest.mark.parametrize(
    ("sentence", "quote", "faults"),
    [
        ("Once staff know, they must tell her in writing.", "staff shall inform her in writing", ()),
        ("Son once días.", "eleven days", ()),
        ("Staff must not notarize papers.", "staff are prohibited from notarizing papers", ()),
        ("An inmate may keep a phone.", "An inmate shall not keep a phone.", ("negation",)),
        ("An inmate may not keep a phone.", "An inmate shall not keep a phone.", ()),
        ("The board may parole him in June.", "The board may parole him in July.", ("date",)),
    ],
)
def test_each_fault_of_a_sentence_has_its_name(sentence: str, quote: str, faults: tuple[str, ...]) -> None:
    language = "es" if "días" in sentence else "en"
    assert find_faults(sentence, quote, language) == faults


def test_another_pinpoint_of_the_right_section_is_the_section_and_not_the_pinpoint() -> None:
    other = make_citation("17-20-130(9)(b)", OTHER)
    values = score_answer(make_case(), make_answer(citations=(other,)), SOURCES)
    assert (values["first_citation_right"], values["first_citation_in_section"]) == (0.0, 1.0)
    assert score_answer(make_case(), make_answer(citations=()), SOURCES)["first_citation_in_section"] == 0.0


@pytest.mark.parametrize(
    ("locator", "place"),
    [
        ("17-20-130(4)(a)", "17-20-130"),
        ("Professional Visitation > Notary Visits", "notary visits"),
        ("[Research]", "research"),
    ],
)
def test_a_place_is_named_by_section_or_last_heading(locator: str, place: str) -> None:
    assert name_place(locator) == place


def test_what_must_be_said_may_stand_in_a_quote_and_plain_words_are_counted_apart() -> None:
    case = make_case(must_say=("(?i)thirty consecutive",))
    values = score_answer(case, make_answer(text="They may limit them. [1]"), SOURCES)
    assert (values["must_say"], values["must_say_plainly"]) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("twenty-five percent", {25}),
        ("one hundred eighty days", {180}),
        ("twenty-four (24) business hours", {24}),
        ("ten, fifteen", {10, 15}),
        ("1,250 dollars", {1250}),
        ("no numbers", set()),
    ],
)
def test_numbers_are_read_in_words_and_digits(text: str, numbers: set[int]) -> None:
    assert find_numbers(text) == numbers


def test_grades_rise_with_long_words_and_sentences() -> None:
    plain = measure_grade("He can see you. You sign a form.")
    legal = measure_grade(
        "Notwithstanding applicable administrative regulations visitation necessitates authorization."
    )
    assert plain is not None
    assert legal is not None
    assert plain < 3 < 12 < legal
    assert measure_grade("…") is None


@pytest.mark.parametrize(
    ("word", "count"), [("cake", 1), ("table", 2), ("visited", 3), ("parole", 2), ("asked", 1), ("a", 1)]
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert count_syllables(word) == count


def test_intervals_hold_the_mean_and_shrink_with_cases() -> None:
    low, high = bootstrap_interval([0, 1] * 20)
    narrow_low, narrow_high = bootstrap_interval([0, 1] * 2000)
    assert low < 0.5 < high
    assert narrow_high - narrow_low < high - low
    assert bootstrap_interval([0, 1] * 20) == (low, high), "the seed is fixed"
    with pytest.raises(ValueError, match="needs values"):
        bootstrap_interval([])


def test_paired_differences_and_the_sign_test_tell_real_from_chance() -> None:
    difference, low, high = bootstrap_difference([0.0] * 30, [1.0] * 25 + [0.0] * 5)
    assert difference == pytest.approx(25 / 30)
    assert 0 < low <= high
    assert sign_test([0] * 10, [1] * 10) == pytest.approx(2 / 2**10)
    assert sign_test([0, 1], [1, 0]) == 1.0
    assert bootstrap_gap([1, 1], [0, 0]) == (-1.0, -1.0, -1.0)
