"""The room's door: `python -m evals run | score | compare | gate | floors | publish | overlap | growth | bench`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import AssistantError
from evals.records import EvalsError, Split
from index.records import SearchIndexError
from ingest.errors import IngestError
from ingest.settings import ROOT

RUNS_DIR = ROOT / "runs"
SPLITS: dict[str, tuple[Split, ...]] = {"dev": ("dev",), "test": ("test",), "all": ("dev", "test")}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit code (0 done, 1 the work or the gate failed, 2 wrong usage)."""
    options = build_parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (EvalsError, AssistantError, SearchIndexError, IngestError, OSError, ValueError) as error:
        print(f"{type(error).__name__.removesuffix('Error')}: {str(error).splitlines()[0]}", file=sys.stderr)
        return 1


def build_parser() -> argparse.ArgumentParser:
    """Build the commands and their flags."""
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="generate, score and report")
    run.add_argument("datasets", nargs="*", metavar="DATASET", help="a name or a .jsonl file; none: all")
    run.add_argument("--out", type=Path, metavar="DIR", help="default: runs/<time>")
    run.add_argument("--model", metavar="extractive|PROVIDER:NAME")
    run.add_argument(
        "--serve", action="store_true", help="with a small packaged model on loopback (make model)"
    )
    run.add_argument("--model-timeout", type=float, metavar="SECONDS", help="longer on a slow machine")
    run.add_argument("--split", choices=tuple(SPLITS), default="all")
    run.add_argument("--baselines", action="store_true", help="measure the baselines in the same run")
    run.add_argument("--ablations", action="store_true", help="switch each part off in turn")
    run.add_argument(
        "--questions",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="measured side by side with our own",
    )
    run.add_argument("--limit", type=int, metavar="N", help="a fixed choice of N cases")
    run.add_argument("--quick", action="store_true", help="a small fixed subset; every urgent case stays in")
    run.set_defaults(run=run_run)
    score = commands.add_parser("score", help="score and report a stored run again")
    score.add_argument("directory", type=Path, metavar="RUN")
    score.set_defaults(run=run_score)
    compare = commands.add_parser("compare", help="two runs, case by case")
    compare.add_argument("first", type=Path, metavar="RUN_A")
    compare.add_argument("second", type=Path, metavar="RUN_B")
    compare.add_argument("--json", action="store_true")
    compare.set_defaults(run=run_compare)
    gate = commands.add_parser("gate", help="exit 1 where a metric misses its floor")
    gate.add_argument("directory", type=Path, metavar="RUN")
    gate.add_argument("--floors", type=Path, metavar="FILE")
    gate.add_argument("--before", type=Path, metavar="RUN", help="for maximum drops; default: the run before")
    gate.set_defaults(run=run_gate)
    floors = commands.add_parser("floors", help="propose floors from a run")
    floors.add_argument("directory", type=Path, metavar="RUN")
    floors.add_argument("--write", action="store_true", help="write evals/floors.toml")
    floors.set_defaults(run=run_floors)
    publish = commands.add_parser("publish", help="put a run into evals/RESULTS.md and the README")
    publish.add_argument("directory", type=Path, metavar="RUN")
    publish.set_defaults(run=run_publish)
    overlap = commands.add_parser(
        "overlap", help="own questions that have the wording of an answer's askings; exit 1 where too many do"
    )
    overlap.add_argument("datasets", nargs="*", metavar="DATASET", help="a name or a .jsonl file; none: all")
    overlap.add_argument("--json", action="store_true")
    overlap.set_defaults(run=run_overlap)
    growth = commands.add_parser("growth", help="speed, memory and disk with more titles of law")
    growth.add_argument("sizes", nargs="*", type=int, metavar="TITLES", help="none named: 1, 3 and 10")
    growth.add_argument(
        "--titles", type=Path, metavar="FOLDER", help="real further titles (.txt), before copies"
    )
    growth.add_argument("--publish", action="store_true", help="write evals/RESULTS.md and the picture")
    growth.add_argument("--json", action="store_true")
    growth.set_defaults(run=run_growth)
    bench = commands.add_parser("bench", help="speed and memory, with the baseline beside them")
    bench.add_argument(
        "--growth",
        type=int,
        nargs="*",
        metavar="TITLES",
        help="also with so many titles; none named: 1, 3 and 10",
    )
    bench.add_argument("--titles", type=Path, metavar="FOLDER", help="real further titles for --growth")
    bench.add_argument("--only", choices=("growth", "app", "browser"), help="leave out everything else")
    bench.add_argument(
        "--browser",
        dest="only",
        action="store_const",
        const="browser",
        help="only the pages: one person in a browser, twenty at once",
    )
    bench.add_argument("--json", action="store_true")
    bench.set_defaults(run=run_bench)
    return parser


def run_run(options: argparse.Namespace) -> int:
    """Generate, then score and report."""
    from evals.generate import RunRequest, generate_run
    from evals.model_server import MODEL, serve_model

    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    directory = options.out or RUNS_DIR / datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    request = RunRequest(
        datasets=tuple(options.datasets),
        model=options.model or (MODEL if options.serve else None),
        splits=SPLITS[options.split],
        is_quick=options.quick,
        with_baselines=options.baselines,
        with_ablations=options.ablations,
        questions=tuple(options.questions),
        limit=options.limit,
        model_timeout_s=options.model_timeout,
        command=describe_command(options),
    )
    with serve_model() if options.serve else nullcontext():
        generate_run(request, directory)
    return _score(directory)


def describe_command(options: argparse.Namespace) -> str:
    """The command of a run as anybody could repeat it: without the folders of this machine."""
    words = ["python -m evals run", *(Path(name).name for name in options.datasets)]
    words += [f"--model {options.model}"] if options.model else []
    words += [f"--model-timeout {options.model_timeout:g}"] if options.model_timeout else []
    words += ["--serve"] if options.serve else []
    words += [f"--split {options.split}"] if options.split != "all" else []
    words += [f"--{name}" for name in ("baselines", "ablations", "quick") if getattr(options, name)]
    words += [f"--questions {file.name}" for file in options.questions]
    words += [f"--limit {options.limit}"] if options.limit else []
    return " ".join(words)


def run_score(options: argparse.Namespace) -> int:
    """Score a stored run again."""
    return _score(options.directory)


def run_compare(options: argparse.Namespace) -> int:
    """Print what differs between two runs."""
    from evals.compare import compare_scores, format_differences
    from evals.storage import read_scores

    differences = compare_scores(read_scores(options.first), read_scores(options.second))
    if not differences:
        raise EvalsError("The two runs have no case in common.")
    if options.json:
        print(json.dumps([{**d.model_dump(), "is_real": d.is_real} for d in differences]))
    else:
        print(format_differences(differences))
    return 0


def run_gate(options: argparse.Namespace) -> int:
    """Hold the floors against a run."""
    from evals.gate import FLOORS_FILE, check_floors, format_verdicts, load_floors
    from evals.storage import find_previous_run, read_metrics

    before = options.before or find_previous_run(options.directory)
    verdicts = check_floors(
        read_metrics(options.directory),
        load_floors(options.floors or FLOORS_FILE),
        read_metrics(before) if before else None,
    )
    print(format_verdicts(verdicts))
    return int(any(not v.holds for v in verdicts))


def run_floors(options: argparse.Namespace) -> int:
    """Propose floors."""
    from evals.gate import FLOORS_FILE
    from evals.propose import propose_floors

    proposed = propose_floors(options.directory)
    if options.write:
        FLOORS_FILE.write_text(proposed, encoding="utf-8")
    print(proposed, end="")
    return 0


def run_publish(options: argparse.Namespace) -> int:
    """Write the history and the README's table."""
    from evals.publish import publish_run
    from evals.storage import read_metrics

    publish_run(read_metrics(options.directory))
    return 0


def run_overlap(options: argparse.Namespace) -> int:
    """Tell which questions repeat the wording of the content."""
    from evals.cases import find_datasets, load_cases
    from evals.overlap import format_overlaps, measure_overlaps, read_wordings

    cases = [case for file in find_datasets(options.datasets) for case in load_cases(file)]
    report = measure_overlaps(cases, tuple(read_wordings()))
    print(report.model_dump_json() if options.json else format_overlaps(report))
    return int(not report.holds)


def run_growth(options: argparse.Namespace) -> int:
    """Measure with more and more titles; each size is told on stderr as it comes."""
    import tempfile

    from evals.growth import SIZES, measure_growth
    from evals.growth_report import format_growth, publish_growth

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for row in measure_growth(Path(folder), options.sizes or SIZES, options.titles):
            print(row.model_dump_json(), file=sys.stderr, flush=True)
            rows.append(row)
    if options.publish:
        sizes = " ".join(str(row.titles) for row in rows)
        publish_growth(
            rows, f"python -m evals growth {sizes}" + (" --titles FOLDER" if options.titles else "")
        )
    print(json.dumps([row.model_dump() for row in rows]) if options.json else format_growth(rows))
    return 0


def run_bench(options: argparse.Namespace) -> int:
    """Measure speed and memory."""
    from evals.bench import BenchRequest, format_bench, run_benchmarks

    growth = () if options.growth is None else tuple(options.growth) or (1, 3, 10)
    measures = run_benchmarks(BenchRequest(growth=growth, titles=options.titles, only=options.only))
    print(json.dumps([m.model_dump() for m in measures]) if options.json else format_bench(measures))
    return 0


def _score(directory: Path) -> int:
    from evals.report import write_reports
    from evals.score import score_run
    from evals.storage import read_run, write_scores

    run = read_run(directory)
    metrics, scores = score_run(run)
    write_scores(directory, metrics, scores)
    write_reports(directory, run, metrics, scores)
    print((directory / "metrics.md").read_text(encoding="utf-8"))
    print(f"{directory / 'report.html'}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
