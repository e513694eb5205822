"""The scikit-learn container: the handlers of the inference toolkit, and no loader."""

from __future__ import annotations

from sagemaker_hosting.runner.frameworks import Defaults


def defaults(has_script: bool) -> Defaults:
    """Return the handlers."""
    return Defaults()
