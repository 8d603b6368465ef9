"""`python -m evals.reliability attack | faults | load | cluster | large | publish`: what the product promises, tried on purpose."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.settings import ROOT

if TYPE_CHECKING:
    from evals.reliability.attack import Leg, Verdict

RUNS_DIR = ROOT / "runs" / "reliability"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; exit code 1 where a promise was broken."""
    options = build_parser().parse_args(arguments)
    return int(options.run(options))


def build_parser() -> argparse.ArgumentParser:
    """Build the commands and their flags."""
    parser = argparse.ArgumentParser(prog="python -m evals.reliability", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    attack = commands.add_parser("attack", help="attempts over thirteen kinds, and look-alikes that are none")
    attack.add_argument("--leg", choices=("embedded", "obeying model"), action="append")
    attack.add_argument("--seconds", type=float, help="stop after so long; the next run goes on from there")
    attack.add_argument("--out", type=Path, default=RUNS_DIR / "attack", metavar="DIR")
    attack.add_argument("--fresh", action="store_true", help="forget earlier verdicts")
    attack.set_defaults(run=run_attack_command)
    faults = commands.add_parser("faults", help="kills, full disks, damaged files, failing models")
    faults.add_argument("--only", default="", metavar="NAME", help="try again what this name is part of")
    faults.add_argument("--seconds", type=float, help="begin nothing new after so long; the next run goes on")
    faults.add_argument("--out", type=Path, default=RUNS_DIR / "faults", metavar="DIR")
    faults.add_argument("--fresh", action="store_true", help="forget what was seen earlier")
    faults.set_defaults(run=run_faults_command)
    load = commands.add_parser("load", help="people at the chat for some minutes: times, errors, memory")
    load.add_argument("--people", type=int, action="append", metavar="N", help="default: 20, then 50")
    load.add_argument("--minutes", type=float, default=10.0)
    load.add_argument("--out", type=Path, default=RUNS_DIR / "load", metavar="DIR")
    load.set_defaults(run=run_load_command)
    large = commands.add_parser(
        "large", help="one process, and one and two workers of Ray Data (the extra large)"
    )
    large.add_argument("--titles", type=Path, metavar="FOLDER", help="real further titles")
    large.add_argument("--size", type=int, default=3, metavar="N", help="titles' worth of law")
    large.add_argument("--texts", type=int, default=800, metavar="N", help="how many passages are embedded")
    large.add_argument("--alone", action="store_true", help="one process only, without Ray; writes nothing")
    large.add_argument("--out", type=Path, default=RUNS_DIR / "large", metavar="DIR")
    large.set_defaults(run=run_large_command)
    publish = commands.add_parser("publish", help="put what the runs wrote into docs/reliability.md")
    publish.add_argument("--runs", type=Path, default=RUNS_DIR, metavar="DIR")
    publish.set_defaults(run=run_publish_command)
    cluster = commands.add_parser("cluster", help="two app processes, nginx, PostgreSQL, Chroma as a server")
    cluster.add_argument("--seconds", type=float, default=240.0)
    cluster.add_argument("--out", type=Path, default=RUNS_DIR / "cluster", metavar="DIR")
    cluster.set_defaults(run=run_cluster_command)
    return parser


def run_load_command(options: argparse.Namespace) -> int:
    """Let people in, print the table; exit code 1 where anything went wrong."""
    from evals.reliability.load import format_load, run_load

    results = [run_load(people, options.minutes, options.out) for people in options.people or (20, 50)]
    print(format_load(results))
    for said in (said for result in results for said in result.said):
        print(said, file=sys.stderr)
    return int(not all(result.holds for result in results))


def run_large_command(options: argparse.Namespace) -> int:
    """Read and embed one corpus in three ways, print the table."""
    from evals.reliability.large import compare_ways, format_large

    rows = compare_ways(options.titles, options.size, options.texts, () if options.alone else (1, 2))
    if not options.alone:
        options.out.mkdir(parents=True, exist_ok=True)
        lines = "".join(row.model_dump_json() + "\n" for row in rows)
        (options.out / "large.jsonl").write_text(lines, encoding="utf-8")
    print(format_large(rows))
    return int(not all(row.holds for row in rows))


def run_publish_command(options: argparse.Namespace) -> int:
    """Write the tables into the page."""
    from evals.reliability.publish import publish_runs

    print(f"written: {', '.join(publish_runs(options.runs)) or 'nothing: no run is at hand'}")
    return 0


def run_cluster_command(options: argparse.Namespace) -> int:
    """Kill one server after the other under people, print the table."""
    from evals.reliability.cluster_run import format_cluster, try_cluster

    result = try_cluster(options.seconds, options.out)
    print(format_cluster(result))
    for said in result.errors[:10]:
        print(said, file=sys.stderr)
    return int(not result.holds)


def run_faults_command(options: argparse.Namespace) -> int:
    """Break things, print the table."""
    from evals.reliability.faults import format_observed, run_faults

    if options.fresh:
        for file in options.out.glob("seen-*.jsonl"):
            file.unlink()
    observed = run_faults(options.out, only=options.only, seconds=options.seconds)
    print(format_observed(observed))
    return int(not all(o.holds for o in observed))


def run_attack_command(options: argparse.Namespace) -> int:
    """Attack, print the table, name every attempt that achieved something."""
    from evals.reliability.attack import format_benign, format_sources, format_table, run_attack

    legs: tuple[Leg, ...] = tuple(options.leg or ("embedded", "obeying model"))
    if options.fresh:
        for file in options.out.glob("*.jsonl"):
            file.unlink()
    verdicts = {leg: run_attack(options.out, leg=leg, seconds=options.seconds) for leg in legs}
    attacks = {leg: tuple(v for v in held if v.kind != "benign") for leg, held in verdicts.items()}
    print(format_table(attacks))
    for leg, held in verdicts.items():
        print(f"\n{leg}: {format_benign(held)}; {format_sources(held)}")
    won = [v for held in verdicts.values() for v in held if v.faults or _is_wronged(v)]
    for verdict in won:
        print(
            f"{verdict.leg}, {verdict.id} ({verdict.status}): {'; '.join(verdict.faults)[:300]}",
            file=sys.stderr,
        )
    return int(bool(won))


def _is_wronged(verdict: Verdict) -> bool:
    return verdict.kind == "benign" and verdict.outcome in ("blocked", "error")


if __name__ == "__main__":
    sys.exit(main())
