"""A small piece of real law, parsed by the real parser: lines as they stand in the edition, and nothing on disk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.composing.kit import Kit, build_kit
from assistant.composing.ranking import UNIT_FEATURES
from assistant.regression import Regression
from index.records import FoundPassage, SearchResult
from index.references import find_references, find_subdivision
from ingest.passages import split_passages
from ingest.records import Passage, Section, SourceDocument, Subdivision
from ingest.statute.parser import parse_statute

LAW = """ARTICLE 20
Correctional Facilities
17-20-127. Canteen, vending machine, and library fund created - receipts - disbursements. (Repealed)
Source: L. 93: Entire section added, p. 52, § 13, effective July 1. L. 2000: Entire section amended, p. 845, § 41, effective May 24. L. 2002: Entire section repealed, p. 57, § 4, effective July 1.
Cross references: For current provisions concerning the canteen, vending machine, and library account, see § 17-20-130.
17-20-130. Visitation in correctional facilities - department policies. (1) As used in this section, unless the context otherwise requires:
(b) Deprive means to deny access to any form of visitation.
(2) A person confined in a correctional facility has visitation rights.
(3) (a) Except as expressly permitted in this section, the department shall not:
(I) Deprive a person of visitation rights while the person is in restrictive housing or is subject to restricted privileges; or
(II) Deprive a visitor of the ability to visit a person confined in a correctional facility so long as the confined person agrees to the visit and the visitor and the confined person comply with all of the department's policies.
(4) (a) The following limitations are expressly permitted and are not considered a deprivation of visitation:
(I) The department may limit visitation for a confined person who is in restrictive housing; except that the department shall not limit the person's contact visits for more than thirty consecutive calendar days and shall not limit the person's telephone calls to fewer than one telephone call every five calendar days; and
(II) The department may limit a confined person's visitation as a sanction if the person has been convicted of a class 1 code of penal discipline violation; except that the department shall not limit the person's contact visits for more than thirty consecutive calendar days.
(5) Notwithstanding any provision of this section to the contrary, the department may deny or cancel visitation for a confined person with another person at any time as necessary to comply with requirements imposed by a court order.
(9) (a) Nothing in this section creates a private right of action.
(b) The department shall permit a person confined in a correctional facility who alleges deprivation of visitation to file a grievance in accordance with department policies.
Source: L. 2025: Entire section added, (HB 25-1013), ch. 448, p. 2570, § 1, effective June 4.
ARTICLE 40
Brain Injuries
17-40-108. Brain injury pilot program - report - repeal. (1) Subject to available appropriations, the department shall implement the brain injury pilot program.
(4) This section is repealed, effective June 30, 2026.
Source: L. 2021: Entire section added, (SB 21-138), ch. 456, p. 3042, § 3, effective July 6.
ARTICLE 42
Miscellaneous Provisions
17-42-103. Policies concerning inmates' use of telephones. (1) The department shall provide voice penal communications services to persons in the department's custody.
(1.5) The department shall provide penal communications services according to the following timeline:
(a) Beginning September 1, 2023, through June 30, 2024, the department shall cover twenty-five percent of the total penal communications costs;
(b) Beginning July 1, 2024, through June 30, 2025, the department shall cover thirty-five percent of the total penal communications costs;
(c) Beginning July 1, 2025, the department shall cover seventy-five percent of all penal communications costs; and
(d) Beginning July 1, 2026, and thereafter, the department shall cover one hundred percent of all penal communications costs.
Source: L. 2025: IP(1.5), (1.5)(b), and (1.5)(c) amended and (1.5)(d) added, (SB 25-208), ch. 110, p. 464, § 1, effective April 25.
"""
SOURCE = "crs-title-17"
DOCUMENT = SourceDocument(
    id=SOURCE,
    title="Colorado Revised Statutes, Title 17: Corrections",
    publisher="Colorado General Assembly",
    url="https://leg.colorado.gov/colorado-revised-statutes",
    edition="2025 edition",
    retrieved_on=date(2025, 11, 1),
    kind="statute",
    authority=1,
    file="crs-title-17.txt",
    sha256="0" * 64,
)
TODAY = date(2026, 11, 21)


@dataclass(frozen=True)
class SmallLibrary:
    """The searcher's reading side, over the lines above; it finds passages by the words they share."""

    text: str = LAW

    @cached_property
    def sections(self) -> Mapping[str, Section]:
        return {number: s for s in parse_statute(self.text, SOURCE) for number in s.numbers}

    @cached_property
    def passages(self) -> Mapping[str, Passage]:
        parsed = parse_statute(self.text, SOURCE)
        return {p.id: p for section in parsed for p in split_passages(section, DOCUMENT)}

    def subdivision(self, locator: str) -> tuple[Section, Subdivision] | None:
        return find_subdivision(locator, self.sections)

    def search(
        self,
        query: str,
        *,
        k: int = 10,
        language: str | None = None,
        place: object = None,
        asked_on: date | None = None,
        focus: str = "",
    ) -> SearchResult:
        words = set(query.lower().split())
        ranked = sorted(
            (p for p in self.passages.values()),
            key=lambda p: -len(words & set(f"{p.catchline} {p.text}".lower().split())),
        )
        named = find_references(query, self.sections)
        held = [p for r in named if r.locator for p in ranked if r.locator in p.locators]
        found = tuple(
            FoundPassage(passage=p, score=round(0.9 - 0.05 * n, 3), found_by=("lexical",), contributions={})
            for n, p in enumerate(dict.fromkeys([*held, *ranked]))
        )[:k]
        return SearchResult(
            query=query,
            searched=query,
            focus=focus,
            corrected=None,
            language="en",
            place=None,
            references=tuple(r.locator for r in named if r.locator),
            missing_references=tuple(r.section for r in named if r.kind == "missing"),
            outside_references=tuple(r.section for r in named if r.kind == "outside"),
            glossary=(),
            found=found,
            rejected=(),
            is_nothing_found=False,
            timings_ms={},
        )


def embed_words(texts: list[str]) -> NDArray[np.float32]:
    """A bag of hashed words: texts that share words are near."""
    rows = np.zeros((len(texts), 384), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for word in text.lower().split():
            row[sum(ord(c) * (n + 1) for n, c in enumerate(word.strip(".,;:?!"))) % 384] += 1.0
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def make_kit(library: SmallLibrary | None = None) -> Kit:
    """The composing tools over the small library."""
    weights = np.asarray([1.0 if name in ("own_words", "passage") else 0.0 for name in UNIT_FEATURES])
    model = Regression(UNIT_FEATURES, weights, 0.0)
    return build_kit(library or SmallLibrary(), {SOURCE: DOCUMENT}, 180, model)
