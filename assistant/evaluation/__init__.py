"""Question sets: read, run, measure, compare, report. `run` is the door for Python."""

from assistant.evaluation.running import run

__all__ = ["run"]
