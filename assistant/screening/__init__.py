"""Screening: danger, wrong doors, refusals and attacks are recognised before any law is searched.

`screen` or a `Screener` from `load_screener` labels a message; `decide` weighs the labels against what
the sources hold.
"""

from assistant.screening.decision import decide, estimate_law_support, names_own_law
from assistant.screening.loading import load_screener, load_status_rules, screen
from assistant.screening.records import Decision, Evidence, Label, Screening, StatusRule
from assistant.screening.rules import Screener

__all__ = [
    "Decision",
    "Evidence",
    "Label",
    "Screener",
    "Screening",
    "StatusRule",
    "decide",
    "estimate_law_support",
    "load_screener",
    "load_status_rules",
    "names_own_law",
    "screen",
]
