"""The questions of an e-mail, told from its story, its courtesies and its anger."""

import pytest

from assistant.replies.asking import find_asked, shorten_told


def list_asked(*sentences: str) -> list[str]:
    return [asked.text for asked in find_asked(sentences)]


def test_a_question_that_points_back_takes_what_it_points_at() -> None:
    asked = find_asked(["They cancelled our visit on Sunday.", "Can they do that?"])
    assert asked[0].text == "Can they do that?"
    assert asked[0].readings[0] == "They cancelled our visit on Sunday. Can they do that?"


def test_a_tag_is_no_question_of_its_own() -> None:
    assert list_asked("Does he pay $5 every time he sees the nurse?", "Is that right?") == [
        "Does he pay $5 every time he sees the nurse?"
    ]


def test_an_indirect_question_loses_its_lead() -> None:
    assert list_asked("I would like to know what law lets them take money that I send.") == [
        "what law lets them take money that I send."
    ]


def test_how_do_i_find_out_is_no_lead() -> None:
    assert list_asked("how do I find out which prison she is in?") == [
        "how do I find out which prison she is in?"
    ]


def test_numbered_requests_in_one_sentence_are_told_apart() -> None:
    sentence = (
        "Please advise (1) the days of earned time, (2) whether it may be withdrawn, and (3) how to visit."
    )
    assert list_asked(sentence) == [
        "the days of earned time",
        "whether it may be withdrawn",
        "how to visit",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Do you people have any idea what you put families through??",
        "How do you sleep at night.",
        "Can you please help me?",
        "¿Me pueden ayudar por favor?",
        "When my brother got transferred his TV did not come with him.",
    ],
)
def test_what_asks_nothing_is_no_question(sentence: str) -> None:
    assert [a.text for a in find_asked([sentence, "Can I visit him on Monday?"])] == [
        "Can I visit him on Monday?"
    ]


def test_a_complaint_that_asks_nothing_gives_its_matter() -> None:
    asked = find_asked(["He turned me away.", "Someone needs to look into this."])
    assert len(asked) == 1
    assert not asked[0].is_question


def test_nothing_asked_of_nothing() -> None:
    assert find_asked([]) == ()


def test_the_situation_of_the_one_inside_is_carried_and_the_writers_own_is_not() -> None:
    asked = find_asked(
        ["He is in the hole.", "I worked at the hospital.", "Can they stop his phone calls too?"]
    )
    assert any("restrictive housing" in reading for reading in asked[0].readings)
    assert not any("hospital visit" in reading for reading in asked[0].readings)


def test_a_second_question_beside_the_first_takes_it_along_where_it_is_short() -> None:
    asked = find_asked(["How do I ask for an accommodation, and how far ahead?"])
    assert asked[1].readings[0] == "How do I ask for an accommodation and how far ahead?"


def test_the_way_there_and_the_weekday_are_left_out_of_what_is_told() -> None:
    told = (
        "My son was moved to seg last tuesday and they cancelled our visit on Sunday after I had driven up."
    )
    assert shorten_told(told) == "My son was moved to seg and they cancelled our visit"
