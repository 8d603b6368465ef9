"""Answers become HTML that is safe, calm and in the right order."""

import re

import pytest

from assistant.records import AnswerPart, Notice, Service
from tests.unit.ui.answers import RULE, build_answer, build_citation
from ui.rendering.answer import list_quoted, list_shown, render_answer, render_glossary, render_others
from ui.rendering.citation import format_label
from ui.rendering.excerpt import find_key_stretch, format_excerpt
from ui.rendering.markup import format_link, format_marks, format_paragraphs, highlight
from ui.wordings import load_wordings

EN = load_wordings("en")
ES = load_wordings("es")
SCRIPT = "<script>alert(1)</script>"


def draw(**changes: object) -> str:
    return render_answer(build_answer(**changes), {}, "t0", EN)


def test_plain_words_come_before_the_rule_and_the_rule_before_what_to_do() -> None:
    drawn = draw()
    places = [drawn.index(words) for words in ("They may limit", "<blockquote", "What to do next")]
    assert places == sorted(places)


def test_a_quote_that_its_card_shows_is_not_drawn_twice() -> None:
    assert draw().count("<blockquote") == 1


def test_a_mark_leads_to_its_quote_within_its_turn() -> None:
    drawn = draw()
    assert 'href="#t0-quote-1"' in drawn
    assert 'id="t0-quote-1"' in drawn


def test_a_mark_without_a_citation_is_left_out() -> None:
    assert format_marks("Said. [7]", {}) == "Said."


def test_nothing_from_outside_is_drawn_as_html() -> None:
    drawn = draw(
        parts=(AnswerPart(kind="plain", text=SCRIPT),),
        citations=(build_citation(quote=SCRIPT, label=SCRIPT),),
        services=(Service(key="x", title=SCRIPT, why=SCRIPT, hours=SCRIPT),),
        notices=(Notice(kind="x", text=SCRIPT),),
        glossary=((SCRIPT, "restrictive housing"),),
    )
    assert "<script" not in drawn


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_an_unsafe_address_becomes_its_label(address: str) -> None:
    assert format_link(address, "here") == "here"


def test_a_page_is_told_from_law_in_words_too() -> None:
    drawn = draw(citations=(build_citation(authority="page", label="Contact page"),))
    assert "CDOC page" in drawn


def test_law_that_is_gone_says_so_even_when_folded() -> None:
    citations = (build_citation(1), build_citation(2, legal_status="repealed", quote="Old words."))
    drawn = draw(citations=citations)
    assert re.search(r"<details class=\"cfa-quote folded\".*Repealed.*</summary>", drawn)


def test_citations_quoted_by_the_answer_stand_open_and_the_others_folded() -> None:
    citations = (build_citation(1), build_citation(2, quote="Another rule."))
    drawn = draw(citations=citations)
    assert drawn.count('<section class="cfa-quote"') == 1
    assert drawn.count('<details class="cfa-quote folded"') == 1


def test_a_lead_in_is_shown_with_the_words_that_end_its_sentence() -> None:
    lead = build_citation(1, locator="17-20-130(3)(a)", quote="The department shall not:")
    end = build_citation(2, locator="17-20-130(3)(a)(I)", quote="Deprive a person of visitation rights; or")
    parts = (AnswerPart(kind="quote", text="“The department shall not:” [1]", citations=(1,)),)
    assert list_quoted(build_answer(citations=(lead, end), parts=parts)) == (1, 2)


def test_an_urgent_answer_is_help_first_and_its_rules_are_folded() -> None:
    drawn = draw(
        outcome="urgent",
        parts=(
            AnswerPart(
                kind="help", text="Please act on this now. Call the prison.\n\nTell them:\n- his name"
            ),
        ),
        services=(Service(key="crisis-988", title="988 Lifeline", phone="988"),),
        glossary=(("the hole", "restrictive housing"),),
    )
    assert drawn.count("Please act on this now") == 1
    assert drawn.index("tel:988") < drawn.index("his name")
    assert "<li>his name</li>" in drawn
    assert "You wrote" not in drawn
    assert '<section class="cfa-quote"' not in drawn


def test_the_glossary_is_silent_where_the_words_are_the_same() -> None:
    assert render_glossary([("Visitation", "visitation"), ("visit", "visitation")], EN) == ""


def test_the_glossary_shows_three_pairs_at_most() -> None:
    pairs = [(f"word{n}", f"term {n}x") for n in range(5)]
    assert render_glossary(pairs, EN).count("The law says") == 3


def test_a_note_said_in_the_answer_is_not_repeated_as_a_notice() -> None:
    drawn = draw(
        parts=(AnswerPart(kind="note", text="Two texts differ. [1]", citations=(1,)),),
        notices=(Notice(kind="conflict", text="Two texts differ."),),
    )
    assert drawn.count("Two texts differ.") == 1


def test_an_office_says_whether_it_is_open_in_words() -> None:
    assert 'cfa-dot open"' in draw()
    closed = Service(key="o", title="Office", hours="Closed now, opens Monday at 8 am")
    assert 'cfa-dot open"' not in draw(services=(closed,))


def test_a_short_quote_is_shown_whole() -> None:
    assert find_key_stretch("A short rule.", ["anything"]) == (0, 13)


def test_a_long_quote_shows_the_clause_that_was_spoken_of() -> None:
    filler = "The general assembly declares that many matters of no moment here are of concern to the state; "
    quote = filler * 3 + RULE
    shown = format_excerpt(quote, ["It must not limit his telephone calls to fewer than one"])
    assert shown.startswith("… ")
    assert "telephone calls" in shown
    assert shown.strip("… ") in quote


def test_the_quote_is_marked_inside_its_context() -> None:
    assert (
        highlight("before the  rule & after", "the rule & after")
        == "before <mark>the  rule &amp; after</mark>"
    )


def test_paragraphs_and_lists_keep_their_shape() -> None:
    drawn = format_paragraphs("One.\n\nTwo:\n- a\n- b", {})
    assert drawn.count("<p") == 2
    assert drawn.count("<li>") == 2


def test_an_answer_carries_its_own_language() -> None:
    drawn = render_answer(build_answer(language="es"), {}, "t0", ES)
    assert drawn.startswith('<article class="cfa cfa-answer answered" lang="es"')
    assert '<blockquote lang="en">' in drawn


def test_a_rule_that_no_sentence_marks_and_another_repeats_is_shown_once() -> None:
    doubled = build_citation(
        number=2, locator="17-20-130(4)(a)", quote=f"(a) The following limitations: (I) {RULE}"
    )
    further = build_citation(
        number=3, locator="17-20-130(9)(b)", quote="The department shall permit a grievance."
    )
    answer = build_answer(citations=(build_citation(), doubled, further))
    assert [c.number for c in list_shown(answer)] == [1, 3]


def test_the_same_word_in_the_other_language_is_not_told() -> None:
    assert render_glossary([("visitas", "visitation")], ES) == ""
    assert "restrictive housing" in render_glossary([("el hoyo", "restrictive housing")], ES)


def test_many_further_rules_stand_in_one_fold() -> None:
    assert render_others("<p>rules</p>", 2, EN).startswith("<h2")
    folded = render_others("<p>rules</p>", 9, EN)
    assert folded.startswith("<details")
    assert "(9)" in folded
    assert render_others("", 0, EN) == ""


def test_a_heading_the_page_does_not_print_is_shown_without_its_brackets() -> None:
    page = build_citation(label="Contact CDOC, “[Constituent Services]”", authority="page")
    assert format_label(page) == "Contact CDOC, Constituent Services"
    assert format_label(build_citation()) == "C.R.S. § 17-20-130(4)(a)(I)"
