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
        "I do not want him to find out from a card in the mail.",
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


@pytest.mark.parametrize(
    "sentence", ["Quisiera saber tres cosas:", "I have a few questions:", "Tengo dos preguntas para ustedes:"]
)
def test_that_questions_follow_is_no_question(sentence: str) -> None:
    assert list_asked(sentence, "Can I visit him on Monday?") == ["Can I visit him on Monday?"]


@pytest.mark.parametrize("lead", ["My real questions: ", "Quick q's - ", "One question: "])
def test_a_question_behind_its_announcement_is_taken_alone(lead: str) -> None:
    assert list_asked(f"{lead}can I bring my phone?") == ["can I bring my phone?"]


def test_numbers_before_questions_are_taken_off_wherever_the_sentences_end() -> None:
    assert list_asked("1) who runs the jail 2) can they charge him?", "3) when is he picked up?") == [
        "who runs the jail",
        "can they charge him?",
        "when is he picked up?",
    ]


def test_whole_questions_in_a_row_are_told_apart_and_half_ones_stay_together() -> None:
    sentence = "How do we apply for early release, what forms does the doctor sign?"
    assert list_asked(sentence) == [
        "How do we apply for early release",
        "what forms does the doctor sign?",
    ]
    vague = "How do we apply for early release, who decides it and how long do they take?"
    assert list_asked(vague) == [vague]


def test_what_is_asked_also_is_a_question_of_its_own() -> None:
    sentence = "quiero saber como le hago para que lo regresen y tambien si me pueden decir cuando sale"
    assert list_asked(sentence) == ["como le hago para que lo regresen", "cuando sale"]


def test_a_condition_before_a_question_stays_with_it() -> None:
    sentence = "When he gets out on parole, how long does he have to report?"
    assert list_asked(sentence) == [sentence]


def test_a_bare_how_much_is_asked_about_what_was_asked_before_it() -> None:
    asked = find_asked(["¿cuántas llamadas puede hacer a la semana y cuánto cuestan?"])
    assert asked[1].readings[0] == "llamadas puede hacer a la semana: cuánto cuestan?"


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("Also if he gets hurt at work does he get workers comp.", 1),
        ("And I wanted to ask if he can be made to work.", 1),
        ("y por que le cobran las llamadas tan caras, cuanto cuesta una llamada", 1),
        ("Do not send me some form letter.", 0),
        ("Please don't call my work.", 0),
    ],
)
def test_what_asks_without_a_mark_is_found_and_what_forbids_is_not(sentence: str, asked: int) -> None:
    found = [each for each in find_asked([sentence]) if each.is_question]
    assert len(found) == asked


def test_ten_questions_of_one_email_are_all_found() -> None:
    matters = [
        "visits",
        "calls",
        "mail",
        "books",
        "money",
        "parole",
        "medicine",
        "food",
        "school",
        "work",
        "property",
        "funerals",
    ]
    assert len(find_asked([f"What is the rule about {matter}?" for matter in matters])) == len(matters)


def test_what_it_stands_for_may_follow_and_then_nothing_before_is_taken_along() -> None:
    asked = find_asked(["He only got $80.", "How long does it take for an application to be approved?"])
    assert asked[0].readings == ("How long does it take for an application to be approved?",)


def test_that_may_be_what_the_sentence_itself_names() -> None:
    asked = find_asked(
        ["They moved him.", "He is going to classes for his GED, does he get days off for that?"]
    )
    assert "They moved him" not in asked[0].readings[0]


def test_a_question_of_little_words_takes_what_was_told_before_it() -> None:
    asked = find_asked(
        ["I put $100 on his account and he only got $80.", "What do you take out and for what?"]
    )
    assert asked[0].readings[0].startswith("I put $100 on his account")


@pytest.mark.parametrize(
    "sentence",
    [
        "Y me dijeron que solo puedo entrar con 2 abrazos, es verdad o no.",
        "They said calls are free now, right",
    ],
)
def test_hearsay_with_a_tag_behind_it_asks(sentence: str) -> None:
    assert list_asked("He called.", sentence) == [sentence]


def test_a_second_thing_to_know_is_asked_by_itself() -> None:
    assert list_asked("Quisiera saber cómo pongo dinero en su cuenta, y si le descuentan algo.") == [
        "cómo pongo dinero en su cuenta",
        "si le descuentan algo.",
    ]


def test_what_announces_questions_is_no_part_of_the_first() -> None:
    assert list_asked("Questions about my nephew at Sterling: is he allowed to marry inside?") == [
        "is he allowed to marry inside?"
    ]


def test_what_las_stands_for_is_taken_along() -> None:
    asked = find_asked(["Me dijeron que pierde las visitas.", "¿Cuánto tiempo las pierde?"])
    assert asked[0].readings[0].startswith("Me dijeron que pierde las visitas.")
