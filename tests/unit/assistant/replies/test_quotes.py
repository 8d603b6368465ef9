"""An edited letter is held against its sources: what was changed is named, what was left alone passes."""

import pytest

from assistant.replies.quotes import count_exact_quotes, find_blanks, find_changed_quotes, restore_quote
from tests.unit.assistant.law import SmallLibrary
from tests.unit.ui.answers import RULE, build_answer, build_citation

LABEL = "C.R.S. § 17-20-130(4)(a)(I)"
LETTER = f"Hello,\n\nThey may limit his visits ({LABEL}).\n\n“{RULE}” ({LABEL})\n\nSincerely,"
ANSWERS = (build_answer(),)


def test_a_draft_passes() -> None:
    assert find_changed_quotes(LETTER, ANSWERS, SmallLibrary()) == ()
    assert count_exact_quotes(LETTER, ANSWERS) == (1, 1)


def test_a_changed_word_is_named_with_its_pinpoint() -> None:
    edited = LETTER.replace("thirty consecutive", "sixty consecutive")
    (changed,) = find_changed_quotes(edited, ANSWERS)
    assert (changed.fault, changed.label) == ("changed", LABEL)
    assert changed.differences == (("thirty", "sixty"),)
    assert restore_quote(edited, changed) == LETTER
    assert count_exact_quotes(edited, ANSWERS) == (0, 1)


@pytest.mark.parametrize("word", ["not ", "shall ", "calendar "])
def test_a_word_taken_out_is_a_change(word: str) -> None:
    assert find_changed_quotes(LETTER.replace(word, "", 1), ANSWERS)[0].fault == "changed"


def test_a_quote_taken_out_or_cut_short_at_its_end_is_none() -> None:
    assert find_changed_quotes("Hello,\n\nSincerely,", ANSWERS) == ()
    short = RULE.split(";")[0]
    assert find_changed_quotes(f"“{short}.” ({LABEL})", ANSWERS) == ()


def test_white_space_and_straight_quotation_marks_do_not_matter() -> None:
    assert find_changed_quotes(f'"{RULE.replace(" ", chr(10), 3)}" ({LABEL})', ANSWERS) == ()


def test_another_pinpoint_behind_a_quote_is_named_and_put_right() -> None:
    edited = LETTER.replace(f"” ({LABEL})", "” (C.R.S. § 17-20-130(5))")
    (moved,) = find_changed_quotes(edited, ANSWERS)
    assert (moved.fault, moved.label) == ("moved", LABEL)
    assert restore_quote(edited, moved) == LETTER


def test_words_of_no_source_may_not_stand_as_a_quote() -> None:
    invented = "“All visits are approved for every person at any time.” (C.R.S. § 17-20-130(2))"
    assert find_changed_quotes(invented, ANSWERS, SmallLibrary())[0].fault == "unknown"


def test_a_quote_that_the_officer_adds_passes_when_a_source_says_it() -> None:
    added = "“A person confined in a correctional facility has visitation rights.” (C.R.S. § 17-20-130(2))"
    assert find_changed_quotes(added, (), SmallLibrary()) == ()


def test_a_pinpoint_that_does_not_exist_is_named() -> None:
    found = find_changed_quotes("See C.R.S. § 17-20-130(4)(z).", ANSWERS, SmallLibrary())
    assert [fault.fault for fault in found] == ["missing_law"]


def test_blanks_are_counted() -> None:
    assert len(find_blanks("[To be answered by the office: Where is he?] and [name]")) == 1
    assert len(find_blanks("[Por contestar en la oficina: ¿Dónde está?]")) == 1


def test_marks_of_the_laws_own_do_not_end_a_quote() -> None:
    law = "As used in this section, “deprive” means to deny access to any form of visitation for a person."
    answers = (build_answer(citations=(build_citation(quote=law),)),)
    assert find_changed_quotes(f"“{law}” ({LABEL})", answers) == ()
    (changed,) = find_changed_quotes(f"“{law.replace('deny', 'grant')}” ({LABEL})", answers)
    assert changed.differences == (("deny", "grant"),)


def test_a_quote_that_lost_its_closing_mark_is_still_checked() -> None:
    edited = LETTER.replace("thirty", "sixty").replace("”", "")
    assert [fault.fault for fault in find_changed_quotes(edited, ANSWERS)] == ["changed"]


def test_what_a_family_said_may_be_quoted_between_straight_marks() -> None:
    assert find_changed_quotes('You write that "nobody called me back for three weeks".', ANSWERS) == ()
