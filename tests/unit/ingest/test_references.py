"""Law that texts name."""

from __future__ import annotations

import pytest

from ingest.statute import read_statute
from ingest.statute.references import find_references, link_titles, mend_number
from tests.unit.ingest.statutes import parse


def named(text: str, at: str = "17-9-999(5)(a)") -> list[tuple[str, str | None, bool]]:
    return [(r.text, r.target, r.is_historic) for r in find_references(text, at, "17-9-999")]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        (
            "section 17-2-201 (5)(a), (5)(a.5), and (5)(a.7)",
            ["17-2-201(5)(a)", "17-2-201(5)(a.5)", "17-2-201(5)(a.7)"],
        ),
        ("section 17-1-119.7 (2)(a)(II) or (2)(a)(III)", ["17-1-119.7(2)(a)(II)", "17-1-119.7(2)(a)(III)"]),
        ("see §17-20-117, C.R.S.", ["17-20-117"]),
        ("section 17-22.5-403 (1) is met. (2) applies", ["17-22.5-403(1)"]),
        ("section 17-22.5.403.7 (2)", ["17-22.5-403.7(2)"]),
        ("subsection (7.6)(a) of this section", ["17-9-999(7.6)(a)"]),
        ("subsections (1) and (2) of this section", ["17-9-999(1)", "17-9-999(2)"]),
        ("paragraph (b) of this subsection (3)", ["17-9-999(3)(b)"]),
        ("subparagraph (II) of paragraph (a) of this subsection (2)", ["17-9-999(2)(a)(II)"]),
        ("subparagraph (I) of this paragraph (a)", ["17-9-999(5)(a)(I)"]),
        ("this subsection (3) applies", []),
        ("rule 35 (b), 18 U.S.C. sec. 926C (d), 28 CFR 115.14, 901-3099", []),
    ],
)
def test_each_pinpoint_is_a_reference(text: str, targets: list[str]) -> None:
    assert [target for _, target, _ in named(text)] == targets


@pytest.mark.parametrize(
    "text",
    [
        "similar to former § 17-1-101 as it existed prior to 1977",
        "former §§ 17-1-101 and 17-1-102",
        "section 17-22.5-303.5, as it existed prior to May 18, 1991",
        "§ 17-1-101, C.R.S. 1973, as that section existed prior to August 1, 1977",
        "Editor's note: The provisions were contained in §§ 17-2-109 and 17-2-110",
    ],
)
def test_numbers_of_former_law_are_never_linked(text: str) -> None:
    found = find_references(text, "17-9-999", "17-9-999")
    assert found
    assert all(r.is_historic and r.target is None for r in found)


def test_current_law_beside_former_law_stays_linked() -> None:
    found = named(
        "section 17-3-102, but not section 17-3-103, as it existed prior to 2021, or section 17-3-104"
    )
    assert [(target, historic) for _, target, historic in found] == [
        ("17-3-102", False),
        (None, True),
        ("17-3-104", False),
    ]
    assert named("the unlawful behavior contained in section 17-3-105") == [("17-3-105", "17-3-105", False)]


def test_other_titles_are_external_and_articles_have_no_section() -> None:
    found = find_references(
        "section 24-20-109, C.R.S., and part 28 of article 60 of title 24", "17-9-999", "17-9-999"
    )
    assert [(r.text, r.section, r.is_internal) for r in found] == [
        ("24-20-109", "24-20-109", False),
        ("part 28 of article 60 of title 24", None, False),
    ]
    (own,) = find_references("article 32 of this title 17", "17-9-999", "17-9-999")
    assert own.is_internal


def test_only_targets_that_exist_are_kept() -> None:
    parsed = parse(
        "99-1-101. Name. (1) See section 99-1-102 (1)(a), section 99-1-102 (9), and section 99-1-888.",
        "Editor's note: This section is similar to former § 99-1-102 as it existed prior to 1977.",
        "Cross references: For more, see § 99-1-102.",
        "99-1-102. Name. (1) (a) Text.",
    )
    references = parsed.sections[0].references
    assert [(r.text, r.target, r.is_in_notes) for r in references] == [
        ("99-1-102 (1)(a)", "99-1-102(1)(a)", False),
        ("99-1-102 (9)", None, False),
        ("99-1-888", None, False),
        ("99-1-102", None, True),
        ("99-1-102", "99-1-102", True),
    ]


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("17-22.5.403.7", "17-22.5-403.7"),
        ("17-22.5-403.7", "17-22.5-403.7"),
        ("17-20.130", "17-20-130"),
        ("1-2", "1-2"),
    ],
)
def test_a_point_in_place_of_a_hyphen_is_mended(written: str, mended: str) -> None:
    assert mend_number(written) == mended


def test_titles_that_are_sources_together_are_linked() -> None:
    first = parse(
        "99-1-101. Name. See section 98-1-101 (2), section 98-1-101, and former section 98-1-101."
    ).sections
    other = read_statute("98-1-101. Name. (1) Text.\n(2) Text.", "crs-title-98").sections
    linked = link_titles([*first, *other])
    assert [r.target for r in linked[0].references] == ["98-1-101(2)", "98-1-101", None]
    assert [r.target for r in first[0].references] == [None, None, None]
