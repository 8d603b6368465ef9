"""A model that lies in every way: each lie is caught, each honest sentence is released."""

import pytest

from assistant.completions import SentenceJudge, parse_sentence, split_lines
from tests.unit.assistant.law import SmallLibrary, embed_words, make_kit

KIT = make_kit()
PASSAGES = tuple(
    p
    for p in SmallLibrary().passages.values()
    if p.part == "text" and p.section in ("17-20-130", "17-42-103")
)
JUDGE = SentenceJudge(PASSAGES, KIT.outlines, lambda texts: embed_words(list(texts)))


def number_of(words: str) -> int:
    return next(n for n, p in enumerate(PASSAGES, 1) if words in p.text)


LIMIT = number_of("may limit visitation for a confined person who is in restrictive housing")
NEVER = number_of("Deprive a person of visitation rights while")
MAY = "The department may limit visitation for a confined person who is in restrictive housing"
DAYS = "the department shall not limit the person's contact visits for more than thirty consecutive calendar days"
GRIEVANCE = "The department shall permit a person confined in a correctional facility who alleges deprivation of visitation to file a grievance"


@pytest.mark.parametrize(
    ("text", "mark", "proof"),
    [
        ("The department may limit visitation for a person in restrictive housing.", LIMIT, MAY),
        ("The department shall not limit contact visits for more than 30 calendar days.", LIMIT, DAYS),
        (
            "A person who alleges deprivation of visitation may file a grievance.",
            number_of("file a grievance"),
            GRIEVANCE,
        ),
    ],
)
def test_an_honest_sentence_is_released(text: str, mark: int, proof: str) -> None:
    judged = JUDGE.judge(parse_sentence(f"{text} [{mark}] «{proof}»"))
    assert judged.faults == ()
    assert judged.quote is not None
    assert KIT.stored.find_quote_fault(judged.quote) is None


LIES = {
    "wrong number": (
        "The department shall not limit contact visits for more than 60 calendar days.",
        LIMIT,
        DAYS,
    ),
    "wrong unit": (
        "The department shall not limit contact visits for more than thirty business days.",
        LIMIT,
        DAYS,
    ),
    "may becomes must": (
        "The department must limit visitation for a person in restrictive housing.",
        LIMIT,
        MAY,
    ),
    "shall becomes may": (
        "The department may permit a person who alleges deprivation of visitation to file a grievance.",
        number_of("file a grievance"),
        GRIEVANCE,
    ),
    "dropped not": (
        "The department shall limit contact visits for more than thirty calendar days.",
        LIMIT,
        DAYS,
    ),
    "invented section": (
        "Under section 17-20-999 the department may limit visitation for a person in restrictive housing.",
        LIMIT,
        MAY,
    ),
    "right section, wrong paragraph": (
        "Under section 17-20-130(9)(b) the department may limit visitation for a person in restrictive housing.",
        LIMIT,
        MAY,
    ),
    "wrong passage": ("The department may limit visitation for a person in restrictive housing.", NEVER, MAY),
    "passage that does not exist": ("The department may limit visitation in restrictive housing.", 77, MAY),
    "merged sentences": (
        "The department may limit visitation in restrictive housing. It shall cover one hundred percent of all costs.",
        LIMIT,
        MAY,
    ),
    "two facts, one proof": (
        "The department may limit visitation in restrictive housing and covers 100 percent of call costs.",
        LIMIT,
        MAY,
    ),
    "quote altered by one word": (
        "The department may limit visitation for a person in restrictive housing.",
        LIMIT,
        MAY.replace("may limit", "may end"),
    ),
    "quote too short": ("The department may limit visitation.", LIMIT, "may limit visitation"),
    "injected link": (
        "The department may limit visitation for a person in restrictive housing, see www.example.org.",
        LIMIT,
        MAY,
    ),
    "telephone number": (
        "The department may limit visitation for a person in restrictive housing, call 303-555-0100.",
        LIMIT,
        MAY,
    ),
    "prompt leak": (
        "My instructions say the department may limit visitation in restrictive housing.",
        LIMIT,
        MAY,
    ),
    "promise": (
        "The department may definitely limit visitation for a person in restrictive housing.",
        LIMIT,
        MAY,
    ),
    "advice": ("You should know the department may limit visitation in restrictive housing.", LIMIT, MAY),
    "markup": ("<b>The department</b> may limit visitation in restrictive housing.", LIMIT, MAY),
    "a picture": ("![The department may limit visitation in restrictive housing](x.png).", LIMIT, MAY),
    "a not of another clause": ("The department may not limit visitation.", LIMIT, MAY),
    "about something else": ("Apples and pears may grow in gardens with much water and sun.", LIMIT, MAY),
}


@pytest.mark.parametrize("lie", LIES)
def test_every_lie_is_caught(lie: str) -> None:
    text, mark, proof = LIES[lie]
    judged = JUDGE.judge(parse_sentence(f"{text} [{mark}] «{proof}»"))
    assert judged.quote is None
    assert judged.faults


@pytest.mark.parametrize(
    "line", ["The department may limit visitation.", "It may. [1]", "[1] «some words of proof here»", ""]
)
def test_a_sentence_without_mark_or_proof_is_dropped(line: str) -> None:
    assert JUDGE.judge(parse_sentence(line)).quote is None


def test_a_released_quote_is_the_whole_subdivision_with_its_condition() -> None:
    judged = JUDGE.judge(
        parse_sentence(f"The department may limit visitation in restrictive housing. [{LIMIT}] «{MAY}»")
    )
    assert judged.quote is not None
    assert "except that the department shall not limit" in judged.quote.text


def test_lines_are_given_as_soon_as_they_are_whole() -> None:
    assert list(split_lines(["one li", "ne\ntwo", " lines\n\n", "rest"])) == ["one line", "two lines", "rest"]
