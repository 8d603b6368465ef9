"""The two pages of the department: their headings, their lines, and their passages."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.passages import section_text, split_passages
from ingest.records import Section, SourceDocument
from ingest.run import ingest_source
from ingest.settings import ROOT
from ingest.sources import load_outline, load_sources

CORPUS = ROOT / "corpus"
SOCIAL = "Social Visitation / Types of Social Visitation"
ADA = "Visitors' Notice Under the Americans With Disabilities Act"


def read_sections(source_id: str) -> dict[str, Section]:
    document = next(d for d in load_sources(CORPUS) if d.id == source_id)
    return {s.number: s for s in ingest_source(CORPUS, document, ()).sections}


@pytest.fixture(scope="module")
def visit() -> dict[str, Section]:
    return read_sections("cdoc-visit")


@pytest.fixture(scope="module")
def contact() -> dict[str, Section]:
    return read_sections("cdoc-contact")


def test_the_visiting_page_has_its_eighteen_headings_and_the_labels_within_paragraphs(
    visit: dict[str, Section],
) -> None:
    outline = load_outline(CORPUS, "cdoc-visit")
    assert outline is not None
    printed = [h for h in outline.heading if h.form != "start"]
    assert len(printed) + 1 == 18
    assert {h.text for h in outline.heading} == {s.catchline for s in visit.values()} - {
        "Visit an Incarcerated Individual"
    }
    for path in (
        "Visit an Incarcerated Individual",
        f"{SOCIAL} > Contact Visitation",
        f"{SOCIAL} > Non-Contact Visitation > Non Contact Visitation by Phone",
        "Professional Visitation > Attorney / Attorney Agent Visitation > Scheduling Attorney Visitation",
        "Professional Visitation > Notary Visits",
        "Professional Visitation > Professional Health Care Provider Visits",
        "Professional Visitation > Clergy Visits",
        f"{ADA} > Complaint Procedure",
        f"{ADA} > Department of Corrections Non-Discrimination Statement",
        "ADA Accommodation for Visitation",
    ):
        assert path in visit


def test_the_visiting_page_has_twenty_three_bullets(visit: dict[str, Section]) -> None:
    bullets = [x for s in visit.values() for x in s.subdivisions if x.marker == "-"]
    assert len(bullets) == 23
    assert len(visit["Professional Visitation > Clergy Visits"].subdivisions) == 13


def test_the_glued_heading_is_cut_off_its_paragraph(visit: dict[str, Section]) -> None:
    notary = visit["Professional Visitation > Notary Visits"]
    provider = visit["Professional Visitation > Professional Health Care Provider Visits"]
    assert section_text(notary).endswith("may be found on our Department Policies page.")
    assert notary.line_end == provider.line_start == 64


def test_stray_signs_and_repeated_paragraphs_stay(visit: dict[str, Section]) -> None:
    assert section_text(visit[f"{SOCIAL} > Contact Visitation"]).endswith(
        "Visitation Rules and Procedures page]."
    )
    lines = {x.line: x.text for s in visit.values() for x in s.subdivisions}
    assert lines[22] == lines[28]
    assert lines[23] == lines[29]


def test_the_contact_page_has_its_blocks(contact: dict[str, Section]) -> None:
    assert list(contact) == [
        "[Constituent Services]",
        "[Record Requests]",
        "Colorado Open Records Act (CORA) and Colorado Criminal Justice Records Act (CCJRA)",
        "Medical Records",
        "Inmate Records",
        "[Contact or Locate an Inmate]",
        "[Please note: jurisdiction]",
        "[Media Information]",
        "[Press Releases]",
        "For Previous Employees",
        "For Current Employees",
        "[Research]",
    ]
    assert section_text(contact["Medical Records"]).startswith("Medical Records: Information regarding")
    assert sum(section_text(s).count("HERE") for s in contact.values()) == 8
    assert not any(s.links for s in contact.values())


@pytest.mark.parametrize("source_id", ["cdoc-visit", "cdoc-contact"])
def test_no_word_of_a_page_is_lost_and_none_is_invented(source_id: str) -> None:
    """Texts and the headings that are printed on lines of their own, in order, are the page."""
    document = next(d for d in load_sources(CORPUS) if d.id == source_id)
    sections = ingest_source(CORPUS, document, ()).sections
    page = " ".join((CORPUS / document.file).read_text(encoding="utf-8").split()).replace(
        "page.- Prof", "page. - Prof"
    )
    outline = load_outline(CORPUS, source_id)
    assert outline is not None
    marked = {h.text for h in outline.heading if h.form == "marked"}
    rebuilt = [document.title] if page.startswith(document.title) else []
    for section in sections:
        rebuilt += [f"- {section.catchline}"] if section.catchline in marked else []
        rebuilt.append(section_text(section))
        passages = split_passages(section, document)
        assert " ".join(p.text for p in passages) == section_text(section)
        assert all(p.text in page and p.part == "text" for p in passages)
    assert " ".join(rebuilt) == page


def test_without_their_outlines_the_pages_parse_by_rules(visit: dict[str, Section]) -> None:
    document = SourceDocument(
        id="no-outline",
        title="Visit an Incarcerated Individual",
        publisher="",
        url="",
        edition="",
        retrieved_on=date(2025, 11, 1),
        kind="agency_page",
        authority=3,
        file="x.txt",
        sha256="",
    )
    data = (CORPUS / "cdoc-visit.txt").read_bytes()
    by_rules = ingest_source(CORPUS, document, (), data).sections
    headings = {s.catchline for s in by_rules}
    outline = load_outline(CORPUS, "cdoc-visit")
    assert outline is not None
    assert {h.text for h in outline.heading if h.form == "marked"} <= headings
    assert sum(len(section_text(s).split()) for s in by_rules) >= sum(
        len(section_text(s).split()) for s in visit.values()
    )
