"""All of Title 17: the counts of an independent reading, and every trap found in it."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from ingest.passages import section_text
from ingest.pieces import printed_text
from ingest.records import HistoryEntry, Section, Subdivision
from ingest.settings import ROOT
from ingest.statute import ParsedStatute, read_statute
from ingest.statute.history import split_clauses
from ingest.statute.lines import NUMBER

TITLE_17 = ROOT / "corpus" / "crs-title-17.txt"


@pytest.fixture(scope="module")
def parsed() -> ParsedStatute:
    return read_statute(
        TITLE_17.read_text(encoding="utf-8"), "crs-title-17", title_label="Title 17. Corrections"
    )


@pytest.fixture(scope="module")
def sections(parsed: ParsedStatute) -> dict[str, Section]:
    return {s.number: s for s in parsed.sections}


@pytest.fixture(scope="module")
def units(parsed: ParsedStatute) -> list[Subdivision]:
    return [x for s in parsed.sections for x in s.subdivisions]


@pytest.fixture(scope="module")
def by_locator(units: list[Subdivision]) -> dict[str, Subdivision]:
    return {x.locator: x for x in units}


@pytest.fixture(scope="module")
def history(parsed: ParsedStatute) -> list[HistoryEntry]:
    return [h for s in parsed.sections for h in s.history]


def at(units: list[Subdivision], line: int) -> list[str]:
    return [x.locator for x in units if x.line == line]


# --- counts ---------------------------------------------------------------------------------------------------------


def test_every_line_is_claimed(parsed: ParsedStatute) -> None:
    assert parsed.unclaimed_lines == ()
    assert max(s.line_end for s in parsed.sections) == 3464


def test_sections_and_numbers(parsed: ParsedStatute) -> None:
    numbers = [n for s in parsed.sections for n in s.numbers]
    assert len(parsed.sections) == 418
    assert sum(len(s.numbers) > 1 for s in parsed.sections) == 5
    assert sum(len(s.numbers) for s in parsed.sections if len(s.numbers) > 1) == 29
    assert len(numbers) == len(set(numbers)) == 442


def test_statuses(parsed: ParsedStatute) -> None:
    assert Counter(s.status for s in parsed.sections) == {"in_force": 262, "repealed": 151, "relocated": 5}
    gone = [s for s in parsed.sections if s.status != "in_force"]
    assert sum(len(s.numbers) for s in gone) == 180
    assert all(not s.subdivisions for s in gone)


def test_headings(parsed: ParsedStatute) -> None:
    articles = list(
        dict.fromkeys(h for s in parsed.sections for h in s.heading_path if h.startswith("Article "))
    )
    parts = {s.heading_path for s in parsed.sections if s.heading_path[-1].startswith("Part ")}
    divisions = [h for h in parsed.headings if not h.startswith(("Article ", "Part "))]
    assert [a.split(".  ")[0].removeprefix("Article ").split(". ")[0] for a in articles] == (
        [
            "1",
            "2",
            "10",
            "18",
            "19",
            "20",
            "21",
            "22",
            "22.5",
            "23",
            "24",
            "25",
            "26",
            "26.5",
            "27",
            "27.1",
            "27.5",
            "27.7",
            "27.8",
            "27.9",
            "28",
            "29",
            "30",
            "30.5",
            "31",
            "32",
            "33",
            "34",
            "40",
            "41",
            "42",
        ]
    )
    assert len(articles) == 31
    assert len(parts) == 13
    assert {p[-2].split(".")[0] + "." * ("22.5" in p[-2]) for p in parts} == {
        "Article 1",
        "Article 2",
        "Article 22.",
        "Article 26",
    }
    assert [d for d in divisions if d.isupper()] == [
        "DEPARTMENT OF CORRECTIONS",
        "CORRECTIONAL FACILITIES AND PROGRAMS",
        "DIAGNOSTIC PROGRAMS",
        "MISCELLANEOUS PROVISIONS",
    ]
    assert [d for d in divisions if not d.isupper()] == [
        "Organization",
        "Parole and Probation",
        "Care and Custody - Reimbursement",
        "Facilities",
        "Programs",
    ]


def test_labels(units: list[Subdivision]) -> None:
    """2,438 where the independent reading has 2,437: it read "(b) to (c.2)" of line 891 as two labels, not as three."""
    labelled = [x for x in units if x.labels]
    assert Counter(len(x.labels) for x in labelled) == {1: 800, 2: 1039 + 1, 3: 503, 4: 95}
    assert sum(not x.text for x in labelled) == 187
    assert sum(x.status == "repealed" for x in labelled) == 77 + 1
    assert sum(x.status == "deleted" for x in labelled) == 46
    assert sum("." in x.labels[-1] for x in labelled) == 84
    assert len({x.locator for x in labelled}) == len(labelled)


def test_sections_without_labels(parsed: ParsedStatute) -> None:
    current = [s for s in parsed.sections if s.status == "in_force"]
    assert sum(not any(x.labels for x in s.subdivisions) for s in current) == 85
    with_lead = [s for s in current if not s.subdivisions[0].labels and len(s.subdivisions) > 1]
    assert len(with_lead) == 13


def test_notes(parsed: ParsedStatute) -> None:
    notes = [n for s in parsed.sections for n in s.notes]
    assert Counter(n.kind for n in notes) == {
        "source": 417,
        "editors_note": 225,
        "cross_references": 99,
        "law_reviews": 4,
    }

    def owners(kind: str) -> Counter[str]:
        return Counter(
            re.split(r"[ -]", n.owner)[0] if n.owner[0].isalpha() else "section"
            for n in notes
            if n.kind == kind
        )

    assert owners("editors_note") == {"title": 1, "article": 15, "section": 209}
    assert owners("cross_references") == {"article": 8, "part": 1, "section": 90}
    assert owners("law_reviews") == {"article": 3, "part": 1}
    lines = [line for n in notes for line in range(n.line_start + 1, n.line_end + 1)]
    assert len(lines) == 51 + 4


def test_history(parsed: ParsedStatute, history: list[HistoryEntry]) -> None:
    assert len(history) == 1484
    assert Counter(a for h in history for a in h.actions) == {
        "amended": 743,
        "added": 505,
        "repealed": 186,
        "repealed and reenacted": 159,
        "added by revision": 5,
        "recreated and reenacted": 4,
    }
    bills = {h.bill for h in history if h.bill}
    assert len(bills) == 196
    assert all(2000 + int(h.bill.split()[1][:2]) == h.year for h in history if h.bill)
    dated = [h.effective_on for h in history if h.effective_on]
    assert max(dated) == date(2025, 8, 6)
    assert len(history) - len(dated) == 8
    assert sum(h.effective_on is not None and h.effective_on.year != h.year for h in history) == 30
    assert sum(bool(h.introductory) for h in history) == 71
    assert all(h.is_entire_section or h.subdivisions or h.introductory for h in history)
    assert all(h.actions and h.page for h in history if h.bill or h.chapter)


def test_citations_of_the_text(parsed: ParsedStatute) -> None:
    references = [r for s in parsed.sections for r in s.references if not r.is_in_notes and r.section]
    numbered = [r for r in references if re.match(NUMBER, r.text)]
    assert len(numbered) == 631
    assert Counter(r.is_internal for r in numbered) == {True: 254, False: 377}


# --- A, B: file, headings, headers ------------------------------------------------------------------------------------


def test_the_last_line_is_kept(sections: dict[str, Section]) -> None:
    last = sections["17-42-105"].notes[-1]
    assert (last.kind, last.line_end) == ("cross_references", 3464)


def test_paths_of_sections(sections: dict[str, Section]) -> None:
    assert sections["17-1-101"].heading_path == (
        "Title 17. Corrections",
        "DEPARTMENT OF CORRECTIONS",
        "Organization",
        "Article 1. Department of Corrections",
        "Part 1. CORRECTIONS ADMINISTRATION",
    )
    assert sections["17-40-101"].heading_path == (
        "Title 17. Corrections",
        "DIAGNOSTIC PROGRAMS",
        "Article 40. Colorado Diagnostic Program",
    )
    assert sections["17-42-101"].heading_path[1:] == (
        "MISCELLANEOUS PROVISIONS",
        "Article 42. Miscellaneous Provisions",
    )
    assert sections["17-26.5-101"].heading_path[2] == "Facilities"
    assert sections["17-27-101"].heading_path[2] == "Programs"
    assert (
        sections["17-19-101"].heading_path[3]
        == "Article 19. Correctional Facilities - Visitors and Employees"
    )
    assert (
        sections["17-22.5-201"].heading_path[-1]
        == "Part 2. OFFENDERS SENTENCED FOR CRIMES COMMITTED PRIOR TO JULY 1, 1979"
    )
    assert (
        sections["17-1-201"].heading_path[-1]
        == "Part 2. CORRECTIONS PRIVATIZATION - REQUESTS FOR PROPOSALS PROCESS"
    )
    assert sections["17-10-101"].heading_path[-1] == "Article 10. Cost of Care Reimbursement"


def test_ranges(sections: dict[str, Section]) -> None:
    assert sections["17-2-401"].numbers == tuple(f"17-2-40{n}" for n in range(1, 6))
    assert sections["17-21-101"].numbers == ("17-21-101", "17-21-102")
    assert len(sections["17-22-101"].numbers) == 10
    assert len(sections["17-26-201"].numbers) == 8
    assert len(sections["17-41-101"].numbers) == 4


def test_catchlines(parsed: ParsedStatute, sections: dict[str, Section]) -> None:
    assert [s.number for s in parsed.sections if not s.catchline] == [
        "17-2-401", "17-21-101", "17-22-101", "17-26-201", "17-30.5-101", "17-41-101",
    ]  # fmt: skip
    assert not any("." in s.catchline for s in parsed.sections)
    assert Counter(s.catchline for s in parsed.sections)["Definitions"] == 13
    named = [n for s in parsed.sections for n in re.findall(NUMBER, s.catchline)]
    assert Counter(named) == {"2-2-703": 78, "17-2-214": 1, "17-2-215": 1}
    for number in (
        "17-1-105.1",
        "17-2-207",
        "17-26-104.9",
        "17-18-130",
        "17-1-168",
        "17-1-104.3",
        "17-33-103",
        "17-40-108",
    ):
        assert sections[number].status == "in_force"


# --- C: status ----------------------------------------------------------------------------------------------------------


def test_relocations(parsed: ParsedStatute) -> None:
    assert {s.number: s.relocated_to for s in parsed.sections if s.relocated_to} == {
        "17-26-128": "18-1.3-106",
        "17-27-105": "18-1.3-301",
        "17-27.8-102": "18-1.3-105",
        "17-27.9-101": "18-1.3-302",
        "17-27.9-103": "18-1.3-302",
    }


def test_days_of_repeal(parsed: ParsedStatute, sections: dict[str, Section]) -> None:
    assert all(s.repealed_on for s in parsed.sections if s.status != "in_force")
    assert sections["17-1-103.5"].repealed_on == date(1991, 7, 1)
    assert sections["17-1-110"].repealed_on == date(1980, 12, 24)
    assert sections["17-26-139"].repealed_on == date(2012, 7, 1)
    assert sections["17-30-101"].repealed_on == date(1999, 8, 4)
    assert sections["17-20-104"].repealed_on == date(1984, 3, 16)
    assert sections["17-41-101"].repealed_on == date(1984, 7, 1)
    without = [
        s
        for s in parsed.sections
        if s.status != "in_force"
        and not any("repealed" in h.actions and h.is_entire_section for h in s.history)
    ]
    assert len(without) == 61


def test_wholly_repealed_articles(parsed: ParsedStatute) -> None:
    live = {s.number.split("-")[1] for s in parsed.sections if s.status == "in_force"}
    every = {s.number.split("-")[1] for s in parsed.sections}
    assert every - live == {"21", "22", "30", "30.5", "41"}
    assert [
        s.number for s in parsed.sections if s.number.startswith("17-18-") and s.status == "in_force"
    ] == ["17-18-130"]


def test_the_only_header_without_a_source(parsed: ParsedStatute) -> None:
    assert [
        s.number
        for s in parsed.sections
        if not any(n.kind == "source" for n in s.notes if n.owner == s.number)
    ] == ["17-41-101"]


def test_self_repeals(parsed: ParsedStatute, units: list[Subdivision]) -> None:
    assert {s.number: s.repeals_on for s in parsed.sections if s.repeals_on} == {
        "17-1-168": date(2027, 7, 1),
        "17-18-130": date(2026, 7, 1),
        "17-33-103": date(2029, 9, 1),
        "17-40-108": date(2026, 6, 30),
    }
    outermost = {
        x.locator: x.repeals_on
        for x in units
        if x.repeals_on and len(x.labels) < 3 and x.labels[-1] in ("7", "b.6")
    }
    assert outermost == {"17-1-104.3(1)(b.6)": date(2027, 6, 30), "17-33-101(7)": date(2028, 9, 1)}


# --- D: labels ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "locators"),
    [
        (23, ["17-1-102(5)", "17-1-102(6)"]),
        (108, ["17-1-103.8(2)(c)", "17-1-103.8(2)(d)"]),
        (832, ["17-2-103(11)(b)(IV)", "17-2-103(11)(b)(V)"]),
        (891, ["17-2-201(1)(b)", "17-2-201(1)(c)", "17-2-201(1)(c.2)"]),
        (1069, ["17-2-207(1)", "17-2-207(2)"]),
        (1934, ["17-24-106(1)(k)(II)", "17-24-106(1)(k)(III)", "17-24-106(1)(k)(IV)"]),
        (3004, ["17-32-103(2)", "17-32-103(3)"]),
        (70, ["17-1-103(3)", "17-1-103(3)(a)", "17-1-103(3)(a)(I)"]),
        (961, ["17-2-201(5)(f)(I)(I)"]),
        (962, ["17-2-201(5)(f)(I)(J)"]),
        (963, ["17-2-201(5)(f)(II)"]),
        (59, ["17-1-103(1)(i)"]),
        (62, ["17-1-103(1)(l)"]),
        (17, ["17-1-102(1.1)"]),
        (908, ["17-2-201(3)(h.1)"]),
        (829, ["17-2-103(11)(b)(II.5)"]),
        (956, ["17-2-201(5)(f)(I)(D.5)"]),
        (3124, ["17-33-101(7)(f.5)(IV.5)", "17-33-101(7)(f.5)(IV.5)(A)"]),
        (2235, ["17-26-104.9(1.5)"]),
        (3084, ["17-33-101(3)(b)(IX)"]),
    ],
)
def test_odd_labels(units: list[Subdivision], line: int, locators: list[str]) -> None:
    assert at(units, line) == locators


def test_lone_children_stand(by_locator: dict[str, Subdivision]) -> None:
    assert "17-20-130(3)(a)" in by_locator
    assert "17-20-130(3)(b)" not in by_locator
    assert "17-18-130(1)(a)" in by_locator


def test_placeholders_are_marked(by_locator: dict[str, Subdivision]) -> None:
    for locator in ("17-2-103(11)(b)(II.5)", "17-2-103(11)(b)(V)"):
        assert by_locator[locator].status == "deleted"
    assert by_locator["17-1-103(1)(g)"].status == "repealed"


# --- E: unlabelled lines --------------------------------------------------------------------------------------------------


def test_unlabelled_lines_belong_to_the_subdivision_before_them(units: list[Subdivision]) -> None:
    assert {x.locator: (x.line, len(x.lines) - 1) for x in units if x.lines} == {
        "17-1-104.3(1)(b)": (124, 43),
        "17-19-101(2)": (1262, 2),
        "17-22.5-201(1)": (1471, 14),
    }


def test_the_concluding_sentence_belongs_to_its_subsection(by_locator: dict[str, Subdivision]) -> None:
    assert by_locator["17-22.5-201(1)"].text.endswith(
        "6 years 6 months and so continuing through as many years as may be the time of confinement."
    )


# --- F: notes -------------------------------------------------------------------------------------------------------------


def test_notes_never_become_law(units: list[Subdivision]) -> None:
    text = " ".join(x.text for x in units)
    assert not re.search(r"\bSource: L\.|Editor's note:|Cross references:|FOR: 1|AGAINST: 1", text)


def test_the_vote_belongs_to_its_note(sections: dict[str, Section]) -> None:
    note = next(n for n in sections["17-22.5-303.3"].notes if n.kind == "editors_note")
    assert note.text.endswith("FOR: 1,869,231 AGAINST: 1,140,284")
    assert note.line_end == 1580


# --- G: sources ---------------------------------------------------------------------------------------------------------------


def test_year_groups(parsed: ParsedStatute) -> None:
    """1,337 groups are 1,484 clauses: the year is said once for several clauses."""
    source = " ".join(n.text for s in parsed.sections for n in s.notes if n.kind == "source")
    groups = re.findall(r"(?:^|[.)] |Source: )(?:L\. \d{2,4}[^:;]{0,16}|Initiated \d{4}):", source)
    assert len(groups) == 1337


def test_the_broken_separators_of_one_source(sections: dict[str, Section]) -> None:
    texts = [h.text for h in sections["17-2-201"].history]
    assert "(5)(a) amended and (5)(a.3) added, p. 1436, § 33, effective July 1" in texts
    assert any(t.startswith("(5.5)(e) amended, (SB 15-124)") for t in texts)
    note = next(n for n in sections["17-2-201"].notes if n.kind == "source")
    assert len(list(split_clauses(note.text.removeprefix("Source: ")))) == len(texts)


def test_an_effective_date_may_lie_in_another_year(sections: dict[str, Section]) -> None:
    assert sections["17-26-301"].effective_from == date(2023, 7, 1)


# --- H: references ------------------------------------------------------------------------------------------------------------


def test_internal_references_exist_but_for_one_that_is_historic(parsed: ParsedStatute) -> None:
    internal = [r for s in parsed.sections for r in s.references if r.is_internal and r.section]
    assert [(r.at, r.text, r.is_historic) for r in internal if not r.target and not r.is_in_notes] == [
        ("17-22.5-404(8)", "17-22.5-303.5", True)
    ]


def test_the_malformed_number_is_mended(sections: dict[str, Section]) -> None:
    references = [r for r in sections["17-34-101"].references if r.text.startswith("17-22.5.403.7")]
    assert [r.target for r in references] == ["17-22.5-403.7(2)"]


def test_former_numbers_are_never_linked(parsed: ParsedStatute) -> None:
    historic = [r for s in parsed.sections for r in s.references if r.is_historic]
    assert len(historic) >= 119
    assert all(r.target is None for r in historic)


def test_a_list_of_pinpoints_after_one_number(sections: dict[str, Section]) -> None:
    targets = [r.target for r in sections["17-22.5-403"].references]
    for pinpoint in ("17-2-201(5)(a)", "17-2-201(5)(a.5)", "17-2-201(5)(a.7)"):
        assert pinpoint in targets


# --- definitions ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "term", "locator", "scope"),
    [
        ("17-1-102", "Inmate", "17-1-102(6.5)", "title"),
        ("17-1-102", "Special needs offender", "17-1-102(7.6)(a)", "title"),
        ("17-20-130", "Deprive", "17-20-130(1)(b)", "section"),
        ("17-26-302", "Restrictive housing", "17-26-302(6)", "part"),
        ("17-27-102", "Community corrections program", "17-27-102(3)", "article"),
        ("17-19-101", "Correctional facility", "17-19-101(3)", "section"),
        ("17-1-103", "panel of medical consultants", "17-1-103(3)(e)", "subdivision"),
    ],
)
def test_definitions(sections: dict[str, Section], number: str, term: str, locator: str, scope: str) -> None:
    assert (term, locator, scope) in [(d.term, d.locator, d.scope) for d in sections[number].definitions]


# --- no word lost ---------------------------------------------------------------------------------------------------------------


def test_no_word_is_lost(parsed: ParsedStatute) -> None:
    """Headings, headers, texts and notes together are the words of the file, as often as they stand there."""
    kept: Counter[str] = Counter()
    for section in parsed.sections:
        kept.update([*section.header.split(), *section_text(section).split()])
        for note in section.notes:
            kept.update(note.text.split())
    for heading in parsed.headings:
        kept.update(heading.split())
    lines = TITLE_17.read_text(encoding="utf-8").split("\n")
    marks = re.compile(r"^(ARTICLE|PART) (\d+(?:\.\d+)?)$")
    words: Counter[str] = Counter()
    for line in lines:
        mark = marks.match(line)
        words.update([mark[1].capitalize(), f"{mark[2]}."] if mark else line.split())
    assert kept == words


def test_every_text_stands_in_the_file_word_for_word(parsed: ParsedStatute) -> None:
    folded = " ".join(TITLE_17.read_text(encoding="utf-8").split())
    for section in parsed.sections:
        assert section.header in folded
        assert section_text(section) in folded
        assert all(printed_text(x) in folded for x in section.subdivisions)
        assert all(n.text in folded for n in section.notes)


def test_accents_and_section_signs_survive(units: list[Subdivision], parsed: ParsedStatute) -> None:
    assert any("Cañon City" in x.text for x in units)
    in_notes = sum(n.text.count("§") for s in parsed.sections for n in s.notes)
    assert in_notes + sum(printed_text(x).count("§") for x in units) == 1717


def test_the_file_is_the_one_that_was_published() -> None:
    assert len(TITLE_17.read_text(encoding="utf-8").split("\n")) == 3464
