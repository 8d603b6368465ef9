"""Where a label stands, on the sequences that fool a simple reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.statute.labels import (
    UNIFORM_ORDER,
    expand_range,
    find_order,
    goes_back,
    label_paths,
    place_label,
    roman_value,
    split_labels,
)


def paths(labels: str) -> list[str]:
    return ["".join(f"({x})" for x in path) for path in label_paths(labels.split())]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ("1 a I II b", "(1) (1)(a) (1)(a)(I) (1)(a)(II) (1)(b)"),
        # § 17-2-201(5)(f)(I): the capital (I) between (H) and (J), then the Roman (II).
        (
            "5 f I G H I J II",
            "(5) (5)(f) (5)(f)(I) (5)(f)(I)(G) (5)(f)(I)(H) (5)(f)(I)(I) (5)(f)(I)(J) (5)(f)(II)",
        ),
        ("1 h i j", "(1) (1)(h) (1)(i) (1)(j)"),
        ("1 u v w x", "(1) (1)(u) (1)(v) (1)(w) (1)(x)"),
        ("1 k l m n", "(1) (1)(k) (1)(l) (1)(m) (1)(n)"),
        ("1 a I A B C D", "(1) (1)(a) (1)(a)(I) (1)(a)(I)(A) (1)(a)(I)(B) (1)(a)(I)(C) (1)(a)(I)(D)"),
        ("1 a IV A B V", "(1) (1)(a) (1)(a)(IV) (1)(a)(IV)(A) (1)(a)(IV)(B) (1)(a)(V)"),
        ("1 1.5 2", "(1) (1.5) (2)"),
        ("1 a a.5 b", "(1) (1)(a) (1)(a.5) (1)(b)"),
        ("1 a I I.5 II", "(1) (1)(a) (1)(a)(I) (1)(a)(I.5) (1)(a)(II)"),
        ("1 a I D D.5 E", "(1) (1)(a) (1)(a)(I) (1)(a)(I)(D) (1)(a)(I)(D.5) (1)(a)(I)(E)"),
        ("7 f.5 IV.5 A B V", "(7) (7)(f.5) (7)(f.5)(IV.5) (7)(f.5)(IV.5)(A) (7)(f.5)(IV.5)(B) (7)(f.5)(V)"),
        # Title 16: the letters go on after (z).
        ("1 y z aa bb", "(1) (1)(y) (1)(z) (1)(aa) (1)(bb)"),
        # A level may be left out.
        ("1 I II 2", "(1) (1)(I) (1)(II) (2)"),
        ("a b I", "(a) (b) (b)(I)"),
        ("1 a I A i ii B", "(1) (1)(a) (1)(a)(I) (1)(a)(I)(A) (1)(a)(I)(A)(i) (1)(a)(I)(A)(ii) (1)(a)(I)(B)"),
        # Uniform acts begin with letters.
        ("a 1 2 A i ii b", "(a) (a)(1) (a)(2) (a)(2)(A) (a)(2)(A)(i) (a)(2)(A)(ii) (b)"),
    ],
)
def test_each_label_stands_under_its_parents(labels: str, expected: str) -> None:
    assert paths(labels) == expected.split()


def test_a_section_that_begins_with_a_letter_follows_the_order_of_uniform_acts() -> None:
    assert find_order(["a", "1", "A"]) == UNIFORM_ORDER
    assert find_order(["1", "a"]) != UNIFORM_ORDER
    assert find_order([]) != UNIFORM_ORDER


@pytest.mark.parametrize(
    ("first", "last", "members"),
    [
        ("II", "IV", "II III IV"),
        ("b", "c.2", "b c c.2"),
        ("2", "9", "2 3 4 5 6 7 8 9"),
        ("2.7", "2.9", "2.7 2.9"),
        ("c", "d", "c d"),
        ("VIII", "XI", "VIII IX X XI"),
        ("K", "M", "K L M"),
    ],
)
def test_a_range_names_all_its_members(first: str, last: str, members: str) -> None:
    assert expand_range(first, last) == tuple(members.split())


def test_a_range_takes_in_decimals_that_are_known_to_exist() -> None:
    assert expand_range("2", "4", known=["1.5", "2.5", "4.5"]) == ("2", "2.5", "3", "4")


@pytest.mark.parametrize(
    ("line", "labels", "text"),
    [
        ("(1) Text", "1", "Text"),
        ("(3) (a) (I) The executive director", "3 a I", "The executive director"),
        ("(b) (I) Notwithstanding", "b I", "Notwithstanding"),
        ("(2) (Deleted by amendment, L. 2000, p. 839)", "2", "(Deleted by amendment, L. 2000, p. 839)"),
        (
            "(5) and (6) (Deleted by amendment, L. 2000, p. 829)",
            "5 6",
            "(Deleted by amendment, L. 2000, p. 829)",
        ),
        ("(II) to (IV) Repealed.", "II III IV", "Repealed."),
        ("(b) to (c.2) Repealed.", "b c c.2", "Repealed."),
        ("(4), (5), and (7) Repealed.", "4 5 7", "Repealed."),
        ("(IV) and (V) (Deleted by amendment, L. 2017.)", "IV V", "(Deleted by amendment, L. 2017.)"),
        (
            "(6.5) [This subsection (6.5) is effective July 1, 2023.] Text",
            "6.5",
            "[This subsection (6.5) is effective July 1, 2023.] Text",
        ),
    ],
)
def test_labels_are_taken_off_the_start_of_a_line(line: str, labels: str, text: str) -> None:
    found = split_labels(line, ())
    assert found is not None
    assert found.labels == tuple(labels.split())
    assert found.texts[-1] == text


@pytest.mark.parametrize(
    "line", ["(1)(a.5) of this section; leaving the scene", "Text (1)", "(Deleted by amendment)", ")ss.", ""]
)
def test_citations_and_plain_text_have_no_labels(line: str) -> None:
    assert split_labels(line, ()) is None


def test_a_second_label_must_stand_below_the_first() -> None:
    found = split_labels("(2) (1) and (3) of this list", ())
    assert found is not None
    assert found.labels == ("2",)


def test_labels_and_text_together_are_the_line() -> None:
    line = "(5) and (6) (Deleted by amendment, L. 2000.)"
    found = split_labels(line, ())
    assert found is not None
    assert " ".join([*filter(None, found.markers), found.texts[0]]) == line


def test_a_label_may_count_backwards() -> None:
    path = place_label("a", place_label("4", ()))
    assert goes_back("1", path)
    assert goes_back("4", path)
    assert not goes_back("4.5", path)
    assert not goes_back("b", path)
    assert not goes_back("I", path)


@pytest.mark.parametrize(
    ("label", "value"),
    [("I", 1), ("IV", 4), ("XLIX", 49), ("LX", 60), ("A", None), ("IIII", None), ("", None)],
)
def test_roman_numerals_have_values(label: str, value: int | None) -> None:
    assert roman_value(label) == value


@given(
    st.lists(
        st.sampled_from(
            [
                "1",
                "2",
                "2.5",
                "10",
                "a",
                "b",
                "c",
                "i",
                "v",
                "x",
                "z",
                "aa",
                "I",
                "II",
                "IV",
                "V",
                "X",
                "A",
                "B",
                "C",
                "H",
                "ii",
            ]
        ),
        max_size=30,
    )
)
def test_any_sequence_of_labels_gets_paths_that_end_in_the_labels(labels: list[str]) -> None:
    placed = label_paths(labels)
    assert [path[-1] for path in placed] == labels
    assert all(len(path) <= 5 for path in placed)


@pytest.mark.parametrize(
    ("line", "labels", "texts"),
    [
        ("(3) Application. (a) A court shall order", ("3", "a"), ("Application.", "A court shall order")),
        (
            "(h) Data collection from providers. (I) If the",
            ("h", "I"),
            ("Data collection from providers.", "If the"),
        ),
        ("(3) Order. (a) (I) The court", ("3", "a", "I"), ("Order.", "", "The court")),
        ("(4) Order. If the court is satisfied", ("4",), ("Order. If the court is satisfied",)),
        ("(4) The court. (b) of this section", ("4",), ("The court. (b) of this section",)),
        ("(4) Under section 99-1-101 (1). (a) Is", ("4",), ("Under section 99-1-101 (1). (a) Is",)),
    ],
)
def test_a_subsection_may_have_a_heading_before_its_first_paragraph(
    line: str, labels: tuple[str, ...], texts: tuple[str, ...]
) -> None:
    """§ 16-3-303.8 (3) of title 16."""
    found = split_labels(line, ())
    assert found is not None
    assert (found.labels, found.texts) == (labels, texts)
