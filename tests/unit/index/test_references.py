"""Citations as people type them."""

from __future__ import annotations

import pytest

from index.references import cut_references, find_references, find_subdivision, resolve_locator
from ingest.records import Section
from tests.unit.index.law import make_section


@pytest.fixture(scope="module")
def sections() -> dict[str, Section]:
    made = [
        make_section("17-20-130", ["1", "2", "3", "3 a", "4", "4 a", "4 a I", "4 a II", "4 b", "5"]),
        make_section("17-2-201", ["3", "3 h.1", "3 h.1 I", "5", "5 a", "5 a.5", "5 a.7"]),
        make_section("17-22.5-403", ["1", "7", "7 a"]),
        make_section("17-22.5-403.7", ["1", "2"]),
        make_section("17-22.5-405", ["1.5", "1.5 a", "1.5 a IV"]),
        make_section("17-10-104", ["1", "1 c"]),
        make_section("17-26-303", ["2", "2 d"]),
        make_section("17-1-101", ["1", "2"]),
        make_section("Professional Visitation > Notary Visits", [""], catchline="Notary Visits"),
    ]
    return {section.number: section for section in made}


@pytest.mark.parametrize(
    ("written", "locator"),
    [
        ("17-20-130(4)(a)", "17-20-130(4)(a)"),
        ("CRS 17 20 130 4 a", "17-20-130(4)(a)"),
        ("§17-2-201(3)(h.1)", "17-2-201(3)(h.1)"),
        ("section 17-22.5-405 (1.5)(a)(IV), C.R.S.", "17-22.5-405(1.5)(a)(IV)"),
        ("17.22.5.403", "17-22.5-403"),
        ("C.R.S.17-10-104(1)(c)", "17-10-104(1)(c)"),
        ("17-26-303 2 d", "17-26-303(2)(d)"),
        ("17-22.5.403.7 (2)", "17-22.5-403.7(2)"),
        ("C.R.S. § 17‑20‑130", "17-20-130"),
        ("17-20-130, subsection (4), paragraph (a)", "17-20-130(4)(a)"),
        ("17-20-130 4(a)(i)", "17-20-130(4)(a)(I)"),
        ("17-20-130.4.a", "17-20-130(4)(a)"),
        ("17-22.5-405 1.5 a iv", "17-22.5-405(1.5)(a)(IV)"),
        ("what does 17-20-130 5 say?", "17-20-130(5)"),
        ("what does 17-22.5-405, (1.5)(a) say", "17-22.5-405(1.5)(a)"),
        ("title 17 article 20 section 130 subsection (4)(a)", "17-20-130(4)(a)"),
        ("title 17, article 22.5, section 403.7 subsection (2)", "17-22.5-403.7(2)"),
        ("section 130 of article 20 of title 17", "17-20-130"),
        ("el título 17, artículo 20, sección 130", "17-20-130"),
        ("C.R.S 17–20–130(4)(a)", "17-20-130(4)(a)"),
        ("17—20—130 (4)(a)", "17-20-130(4)(a)"),
        ("17 - 20 - 130 (4)(a)", "17-20-130(4)(a)"),
        ("17 – 22.5 – 405 (1.5)", "17-22.5-405(1.5)"),
        ("17-20-130[4][a]", "17-20-130(4)(a)"),
        ("title 17 article 1 section 101", "17-1-101"),
        ("Title 17, C.R.S., Article 20, Section 130(4)", "17-20-130(4)"),
        ("article 20, section 130", "17-20-130"),
        ("section 101 of article 1", "17-1-101"),
        ("Notary visits", "Professional Visitation > Notary Visits"),
    ],
)
def test_messy_citations_resolve_to_their_pinpoint(
    written: str, locator: str, sections: dict[str, Section]
) -> None:
    assert resolve_locator(written, sections) == locator


@pytest.mark.parametrize(
    "text",
    [
        "on 10-12-2024 he called",
        "call 719-555-0199 or 1-888-555-1234",
        "he got 17 years 2 months 3 days",
        "his DOC number is 164402",
        "ssn 123-45-6789",
        "it cost $17.20 and 1.30 more",
        "",
    ],
)
def test_dates_and_telephone_numbers_are_no_references(text: str, sections: dict[str, Section]) -> None:
    assert find_references(text, sections) == ()


def test_a_label_that_does_not_exist_gives_the_nearest_pinpoint_and_says_so(
    sections: dict[str, Section],
) -> None:
    (reference,) = find_references("17-20-130(4)(z)", sections)
    assert (reference.kind, reference.locator) == ("nearest", "17-20-130(4)")


def test_a_section_that_does_not_exist_is_missing_and_another_title_is_outside(
    sections: dict[str, Section],
) -> None:
    named = find_references("17-99-101, 17-1-101.5, 18-1.3-401 and 18 U.S.C. 926C", sections)
    assert [(r.kind, r.section) for r in named] == [
        ("missing", "17-99-101"),
        ("missing", "17-1-101.5"),
        ("outside", "18-1.3-401"),
        ("outside", "18 U.S.C. 926C"),
    ]


def test_a_list_of_pinpoints_after_one_number_is_several_references(sections: dict[str, Section]) -> None:
    named = find_references("section 17-2-201 (5)(a), (5)(a.5), and (5)(a.7)", sections)
    assert [r.locator for r in named] == ["17-2-201(5)(a)", "17-2-201(5)(a.5)", "17-2-201(5)(a.7)"]


def test_a_number_of_days_after_a_section_is_no_label(sections: dict[str, Section]) -> None:
    (reference,) = find_references("under 17-20-130 5 days are allowed", sections)
    assert reference.locator == "17-20-130"


@pytest.mark.parametrize(
    ("text", "current", "locator"),
    [
        ("and (4)(b)?", "17-20-130(4)(a)", "17-20-130(4)(b)"),
        ("subsection 5 of that", "17-20-130(4)(a)", "17-20-130(5)"),
        ("what about paragraph (b)", "17-20-130(4)(a)(I)", "17-20-130(4)(b)"),
        ("and 4(b)", "17-20-130", "17-20-130(4)(b)"),
        ("¿y el inciso b?", "17-20-130(4)(a)", "17-20-130(4)(b)"),
    ],
)
def test_relative_references_are_read_against_the_pinpoint_under_discussion(
    text: str, current: str, locator: str, sections: dict[str, Section]
) -> None:
    assert [r.locator for r in find_references(text, sections, current)] == [locator]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("C.R.S 17–20–130(4)(a)(I)", "C.R.S"),
        ("what does title 17 article 20 section 130 say about calls", "what does say about calls"),
        ("17 - 22.5 - 405", ""),
        ("is 17-2-201 (5)(a), and (5)(a.7) like 17-99-101?", "is like ?"),
        ("on 10-12-2024 he İ called", "on 10-12-2024 he İ called"),
    ],
)
def test_what_is_asked_about_the_law_is_left_when_its_name_is_cut_out(
    text: str, rest: str, sections: dict[str, Section]
) -> None:
    assert cut_references(text, sections) == rest


def test_an_article_and_section_that_do_not_exist_are_no_reference(sections: dict[str, Section]) -> None:
    assert find_references("section 116 of article 10 of the constitution", sections) == ()


def test_words_alone_are_no_relative_reference(sections: dict[str, Section]) -> None:
    assert find_references("what about my son?", sections, "17-20-130(4)") == ()


def test_a_pinpoint_is_looked_up_with_its_section(sections: dict[str, Section]) -> None:
    found = find_subdivision("17-20-130(4)(a)(I)", sections)
    assert found is not None
    assert found[1].labels == ("4", "a", "I")
    assert find_subdivision("17-20-130(9)", sections) is None
    whole = find_subdivision("17-20-130", sections)
    assert whole is not None
    assert whole[1].locator == "17-20-130(1)"


def test_a_long_run_of_numbers_is_read_quickly_enough_to_finish(sections: dict[str, Section]) -> None:
    assert find_references("17 20 " * 9000 + "(a)" * 4000, sections) == ()
