"""`python -m index.training`: the projection, the index built with it, and the ranker's weights, in that order."""

from __future__ import annotations

import argparse
import subprocess
import sys

STEPS = {
    "vectors": ("index", "--write-vectors"),
    "projection": ("index.training.projection",),
    "index": ("index",),
    "ranker": ("index.training.ranker",),
}


def main() -> int:
    """Run the steps, each as its own process, so that none inherits the other's threads or memory."""
    parser = argparse.ArgumentParser(prog="python -m index.training", description=__doc__)
    parser.add_argument(
        "steps", nargs="*", choices=[[], *STEPS], default=[], help="all of them when none is named"
    )
    for step in parser.parse_args().steps or STEPS:
        code = subprocess.run([sys.executable, "-m", *STEPS[step]], check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
