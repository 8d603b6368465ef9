"""Inputs nobody means well with: grammar-made from the pieces that break programs, and plain noise."""

from hypothesis import strategies as st

MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "<iframe src='https://example.com'></iframe>",
    "![a](https://example.com/a.png)",
    "[click](javascript:alert(1))",
    "<!--", "-->", "]]>", "<![CDATA[", "&lt;script&gt;", "&#x3c;b&#x3e;", "</div></article>", "<b", "`$x$`",
    "' onmouseover='alert(1)", "<style>*{display:none}</style>", "<a href=//example.com>x</a>",
)  # fmt: skip
CODE = (
    "'; DROP TABLE turns; --", "1 OR 1=1", "${7*7}", "{{7*7}}", "{% raw %}", "%s%n%x", "$passages", "\\x00",
    "../../etc/passwd", "file:///etc/passwd", "=cmd|' /C calc'!A0", "$(reboot)", "`id`", "{0.__class__}",
    "\\N{BULLET}", "(?:a+)+$", "a" * 200, "((((((((((", "[1][2][99]", "«»", "[1] «x»",
)  # fmt: skip
ODD = (
    "\x00", "\x07\x1b[31m", "\x7f", "\x85", "\ud800", "\udfff", "\ufeff", "\ufffe", "\u202e", "\u2066x\u2069",
    "\u200b\u200d", "\u0301" * 40, "👩‍👩‍👧‍👦🏽", "🇺🇸", "𝕏𝖞", "ﷺ", "İıſK", "ß", "\u2028", "\u2029", "\r\n", "\t", "\x0c",
    "監獄", "тюрьма", "سجن", "כלא", "जेल", "교도소", "١٢٣", "Ⅷ", "½", "−", "‐",
)  # fmt: skip
WORDS = (
    "visit", "visita", "parole", "the hole", "el hoyo", "my son", "mi hijo", "can they", "puede", "how many days",
    "cuántos días", "nurse", "earned time", "repealed", "and", "o", "ñ", "¿", "?", ".", "section", "subsection (4)",
    "suicide", "county jail", "the law says", "not", "$15", "30 days", "January 1, 2030", "thank you", "hi",
)  # fmt: skip
NOISE = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)


def numbers() -> st.SearchStrategy[str]:
    """Section numbers that exist, nearly exist, and cannot exist."""
    digit = st.sampled_from(
        ["0", "1", "2", "16", "17", "22.5", "26", "99", "405", "17.5.5", "٣", "9" * 30, "1e9"]
    )
    dash = st.sampled_from(["-", " ", ".", "–", "—", "--", "- ", "/", ""])
    return st.builds(lambda a, b, c, d, e: a + d + b + e + c, digit, digit, digit, dash, dash)


def citations() -> st.SearchStrategy[str]:
    """Numbers with marks before them and labels behind, closed and unclosed."""
    mark = st.sampled_from(["", "§ ", "C.R.S. ", "CRS ", "section ", "sección ", "sec. ", "§§"])
    label = st.sampled_from(
        [
            "(1)",
            "(a)",
            "(I)",
            "(A)",
            "(1.5)",
            "((",
            "())",
            "(zz)",
            " 4 a",
            "(9999)",
            ", (2)",
            " and (3)",
            "(",
            "()",
        ]
    )
    labels = st.lists(label, max_size=7).map("".join)
    return st.builds(lambda m, n, rest: m + n + rest, mark, numbers(), labels)


def pieces() -> st.SearchStrategy[str]:
    """One piece of hostile or ordinary text."""
    return st.one_of(
        st.sampled_from(WORDS),
        st.sampled_from(MARKUP),
        st.sampled_from(CODE),
        st.sampled_from(ODD),
        citations(),
        NOISE,
    )


def messages(longest: int = 50_000) -> st.SearchStrategy[str]:
    """Whole messages: empty, short, and now and then repeated up to `longest` characters."""
    joined = st.builds(
        lambda parts, blank: blank.join(parts),
        st.lists(pieces(), max_size=9),
        st.sampled_from([" ", "", "\n"]),
    )
    repeated = st.builds(
        lambda piece, times: (piece * times)[:longest], pieces(), st.integers(1, longest // 4)
    )
    return st.one_of(joined, joined, joined, joined, joined, joined, joined, repeated)
