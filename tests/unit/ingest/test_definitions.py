"""Defined terms, their pinpoints and their scope."""

from __future__ import annotations

import pytest

from tests.unit.ingest.statutes import parse_section


def definitions(*lines: str) -> list[tuple[str, str, str]]:
    return [(d.term, d.locator.removeprefix("99-1-101"), d.scope) for d in parse_section(*lines).definitions]


def test_terms_below_an_introduction_have_its_scope() -> None:
    assert definitions(
        "99-1-101. Definitions. As used in this title 99, unless the context otherwise requires:",
        "(1) (Deleted by amendment, L. 93, p. 404, § 1.)",
        "(1.7) Correctional facility means any facility under the supervision of the department.",
        "(2) Parole has the same meaning as set forth in section 99-2-101.",
        "(7.6) (a) Special needs offender means an inmate:",
        "(I) Who has been diagnosed; and",
        "(b) Notwithstanding subsection (7.6)(a) of this section, special needs offender does not include a person.",
    ) == [
        ("Correctional facility", "(1.7)", "title"),
        ("Parole", "(2)", "title"),
        ("Special needs offender", "(7.6)(a)", "title"),
    ]


@pytest.mark.parametrize(
    ("line", "term", "scope"),
    [
        ("(1) As used in this section, youthful inmate means any person less than eighteen.", "youthful inmate", "section"),
        ("(1) For purposes of this subsection (1), panel of consultants means a panel.", "panel of consultants", "subdivision"),
        ("(1) As used in this subsection (1), unless the context otherwise requires, FTE has the same meaning as defined in section 24-75-112.", "FTE", "subdivision"),
        ("(1) Correctional facility, as used in this section, means any facility.", "Correctional facility", "section"),
        ("(1) As used in this section, day means a twenty-four-hour calendar day.", "day", "section"),
        ("(1) As used in this section, unless the context otherwise requires, facility means:", "facility", "section"),
    ],
)  # fmt: skip
def test_a_term_may_be_defined_within_a_sentence(line: str, term: str, scope: str) -> None:
    assert definitions(f"99-1-101. Name. {line}") == [(term, "(1)", scope)]


@pytest.mark.parametrize(
    "line",
    [
        "(1) This means that the board decides.",
        "(1) Nothing in this section means that an inmate may leave.",
        "(1) The report includes costs.",
        "(1) A plan that includes housing is required.",
    ],
)
def test_sentences_with_the_same_verbs_are_no_definitions(line: str) -> None:
    assert definitions(f"99-1-101. Duties. {line}") == []


def test_members_of_a_defined_list_are_not_terms_themselves() -> None:
    assert definitions(
        "99-1-101. Definitions. As used in this article, unless the context otherwise requires:",
        "(3) Institution means any of the following:",
        "(a) A correctional facility, as that term is defined in section 99-1-102 (1.7);",
    ) == [("Institution", "(3)", "article")]
