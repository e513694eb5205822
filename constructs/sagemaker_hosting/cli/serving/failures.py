"""How a container's failure is told."""

from __future__ import annotations

from sagemaker_hosting.runner.hints import explain


def told(message: str, log_tail: str, *, name: str = "") -> str:
    """Return a failure with the tail of the log and, where it is known, its cause and fix."""
    lines = [f"{name}: {message}" if name else message]
    if log_tail:
        lines += ["  last lines of the log:", *(f"    {line}" for line in log_tail.splitlines())]
    hint = explain(log_tail)
    if hint:
        lines += [f"  cause: {hint.cause}", f"  fix: {hint.fix}"]
    return "\n".join(lines)
