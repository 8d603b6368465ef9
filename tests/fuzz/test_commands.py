"""The commands: whatever they are given, an exit code of the contract and one plain line, never a traceback."""

import io
import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.batch import answer_batch, parse_line, read_lines
from assistant.errors import BatchLineError
from assistant.pipeline import Assistant
from evals.__main__ import main as run_evals
from index.__main__ import render_result
from ingest.__main__ import main as run_ingest
from ingest.settings import ROOT
from tests.fuzz.hostile import NOISE, messages
from tests.fuzz.profiles import FUZZED, IS_SOAK, counted

VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), messages(500), st.just("2026-11-21")),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NOISE, inner, max_size=3)),
    max_leaves=5,
)
RECORDS = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("id", "turns", "lang", "asked_on", "extra"), VALUES)
)
GOOD = st.fixed_dictionaries(
    {"id": st.integers(), "turns": st.lists(messages(300), min_size=1, max_size=3)},
    optional={
        "lang": st.sampled_from(["en", "es", "xx", 3]),
        "asked_on": st.sampled_from(["2026-01-01", "soon", 0]),
    },
)
LINES = st.one_of(
    RECORDS.map(json.dumps),
    GOOD.map(json.dumps),
    GOOD.map(lambda record: json.dumps(record)[:-3]),
    VALUES.map(json.dumps),
    messages(3000),
    st.sampled_from(
        ["[" * 5000, '{"id":1,"turns":' + "[" * 3000, "NaN", '{"id": 1e999, "turns": ["x"]}', "9" * 6000]
    ),
)


def run_quietly(main: Any, arguments: list[str]) -> tuple[int, str]:
    """Run a command in this process; gives its exit code and what it said on stderr."""
    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace")
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace")
    with redirect_stderr(said), redirect_stdout(out):
        try:
            code = int(main(arguments))
        except SystemExit as stopped:
            code = int(stopped.code or 0)
    said.seek(0)
    return code, said.read()


@FUZZED
@given(line=LINES)
def test_a_line_of_a_batch_is_a_question_or_a_named_fault(line: str) -> None:
    with counted("batch reader", line):
        try:
            question = parse_line(line, 7)
        except BatchLineError:
            return
        assert question.model_dump()


@pytest.mark.slow
@FUZZED
@given(lines=st.lists(LINES, max_size=4), junk=st.binary(max_size=40))
def test_a_batch_file_of_any_bytes_answers_its_good_lines(
    assistant: Assistant, tmp_path_factory: pytest.TempPathFactory, lines: list[str], junk: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp()
    source, target = folder / "in.jsonl", folder / "out.jsonl"
    data = junk + "\n".join(lines).encode("utf-8", "surrogatepass")
    source.write_bytes(data)
    held = [line for _, line in read_lines(source)]
    said = io.StringIO()
    with counted("command: ask --batch (files)", data):
        result = answer_batch(assistant, source, target, said)
    with target.open(
        encoding="utf-8"
    ) as written:  # a line ends with \n alone: next-line characters of a question are kept
        answers = [json.loads(line) for line in written]
    assert len(answers) == result.answered
    assert result.answered + result.bad_lines == len(held)
    assert all(answer["outcome"] != "error" for answer in answers)


@pytest.mark.slow
@FUZZED
@given(text=messages(), k=st.integers(1, 100))
def test_any_search_prints_passages_or_says_that_nothing_was_found(
    assistant: Assistant, text: str, k: int
) -> None:
    with counted("command: index search", text):
        result = assistant.searcher.search(text, k=k)
        assert render_result(result)
        assert result.model_dump_json()
        assert len(result.found) <= k


FIELDS = {
    "id": st.one_of(st.just("a"), NOISE, st.just("../x"), st.just("x" * 400)),
    "title": NOISE,
    "publisher": NOISE,
    "url": NOISE,
    "edition": NOISE,
    "retrieved_on": st.one_of(st.just("2025-01-01"), NOISE),
    "kind": st.one_of(st.sampled_from(["statute", "agency_page", "policy"]), NOISE),
    "authority": st.one_of(st.just(1), NOISE),
    "file": st.one_of(st.just("a.txt"), st.just("../../a.txt"), st.just("\x00"), NOISE),
    "sha256": st.one_of(st.just("0" * 64), NOISE),
}


@FUZZED
@given(
    entry=st.fixed_dictionaries({}, optional=FIELDS),
    register=st.one_of(st.none(), messages(400)),
    text=messages(400),
    arguments=st.lists(
        st.sampled_from(["--strict", "--json", "--source", "a", "--accept-changed", "x", "-q"]), max_size=3
    ),
)
def test_ingest_of_any_register_is_done_or_says_in_one_line_why_not(
    tmp_path_factory: pytest.TempPathFactory,
    entry: dict[str, Any],
    register: str | None,
    text: str,
    arguments: list[str],
) -> None:
    corpus = tmp_path_factory.getbasetemp() / "corpus"
    corpus.mkdir(exist_ok=True)
    rows = (f"{key} = {json.dumps(value)}" for key, value in entry.items())
    toml = "[[source]]\n" + "\n".join(rows) + "\n" if register is None else register
    (corpus / "sources.toml").write_bytes(toml.encode("utf-8", "surrogatepass"))
    (corpus / "a.txt").write_bytes(text.encode("utf-8", "surrogatepass"))
    data = tmp_path_factory.getbasetemp() / "data"
    with counted("command: ingest", toml):
        code, said = run_quietly(run_ingest, ["--corpus", str(corpus), "--data", str(data), *arguments])
    assert code in (0, 1, 2)
    assert "Traceback" not in said
    if code == 1:
        assert said.startswith("ingest: ")


@FUZZED
@given(
    values=st.fixed_dictionaries(
        {flag: st.one_of(NOISE, st.just("a")) for flag in ("--id", "--title", "--url")}
    ),
    kind=st.sampled_from(["statute", "agency_page", "policy", "x"]),
    name=st.sampled_from(
        ["n.txt", "n.html", "missing.txt", "ftp://x/y", "http://127.0.0.1:9/x", "http://[", "", "\x00.txt"]
    ),
    text=messages(600),
)
def test_adding_any_source_registers_it_or_says_in_one_line_why_not(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, str], kind: str, name: str, text: str
) -> None:
    corpus = tmp_path_factory.getbasetemp() / "adding"
    corpus.mkdir(exist_ok=True)
    for old in corpus.iterdir():
        old.unlink()
    for ending in (".txt", ".html"):
        (corpus.parent / f"n{ending}").write_bytes(text.encode("utf-8", "surrogatepass"))
    location = str(corpus.parent / name) if name.startswith("n.") else name
    flags = [f"{flag}={value}" for flag, value in values.items()]
    with counted("command: ingest add", text):
        code, said = run_quietly(
            run_ingest, ["add", location, *flags, "--kind", kind, "--corpus", str(corpus)]
        )
    assert code in (0, 1, 2)
    assert "Traceback" not in said
    if code == 0:
        assert (
            run_quietly(run_ingest, ["--corpus", str(corpus), "--data", str(corpus.parent / "added")])[0] == 0
        )


@FUZZED
@given(
    command=st.sampled_from(["gate", "compare", "score", "run"]),
    files=st.dictionaries(
        st.sampled_from(["generated.jsonl", "metrics.json", "run.json", "scores.jsonl", "settings.json"]),
        messages(300),
    ),
)
def test_evals_of_any_run_folder_are_done_or_say_in_one_line_why_not(
    tmp_path_factory: pytest.TempPathFactory, command: str, files: dict[str, str]
) -> None:
    run = tmp_path_factory.getbasetemp() / "run"
    run.mkdir(exist_ok=True)
    for old in run.iterdir():
        old.unlink()
    for name, text in files.items():
        (run / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    more = [str(run)] if command == "compare" else []
    with counted("command: evals score, gate, compare", "".join(files.values())):
        given_path = run / "generated.jsonl" if command == "run" else run
        out = ["--out", str(run / "out")] if command == "run" else []
        code, said = run_quietly(run_evals, [command, str(given_path), *more, *out])
    assert code in (1, 2)
    assert "Traceback" not in said
    assert said.strip()


NO_TEXT = [b"\xff\xfe", "\u202e<script>".encode(), b"--", b"-x\xed\xa0\x80", b"-" * 200]


@pytest.mark.slow
@pytest.mark.parametrize("module", ["ingest", "index", "assistant", "evals"])
@pytest.mark.parametrize("argument", NO_TEXT if IS_SOAK else NO_TEXT[:1])
def test_bytes_that_are_no_text_are_wrong_usage_or_a_plain_line(module: str, argument: bytes) -> None:
    given_arguments: list[bytes] = [sys.executable.encode(), b"-m", module.encode()]
    given_arguments += {"index": [b"show"], "assistant": [b"ask", b"--asked-on"], "evals": [b"gate"]}.get(
        module, [b"--corpus"]
    )
    done = subprocess.run(
        [*given_arguments, argument], cwd=ROOT, capture_output=True, timeout=60, check=False
    )
    assert done.returncode in (1, 2)
    assert b"Traceback" not in done.stderr
    assert done.stderr.strip()


TYPED = [b"\xff\xfe", b"<script>alert(1)</script>", b"\xed\xa0\x80 visits?", b"x" * 50_000, b"", b"\x1b[31m"]
"""Each starts the whole assistant: two of them always, all in a soak."""


@pytest.mark.slow
@pytest.mark.parametrize("argument", TYPED if IS_SOAK else TYPED[:2])
def test_ask_in_a_process_of_its_own_answers_bytes_that_are_no_text(argument: bytes) -> None:
    command: list[str | bytes] = [sys.executable, "-m", "assistant", "ask", "--json", b"--", argument]
    done = subprocess.run(command, cwd=Path(ROOT), capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["outcome"] != "error"
