"""The online explainer of an endpoint configuration, and the arithmetic of Kernel SHAP."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from typing import Final

from sagemaker_hosting.template.view import View

CONFIG: Final = "AWS::SageMaker::EndpointConfig"
CLARIFY: Final = "ExplainerConfig/ClarifyExplainerConfig"
INFERENCE: Final = f"{CLARIFY}/InferenceConfig"
SHAP: Final = f"{CLARIFY}/ShapConfig"
BASELINE: Final = f"{SHAP}/ShapBaselineConfig"
TYPES: Final = ("text/csv", "application/jsonlines")
"""Formats of a baseline, and of what the container takes; the first is the default."""


def baseline_type(config: View) -> str | None:
    """Return the format of the baseline; None when it is not known."""
    given = config.get(f"{BASELINE}/MimeType")
    if given.is_absent:
        return TYPES[0]
    return given.text.partition(";")[0].strip() if given.text is not None else None


def baseline_rows(config: View) -> Sequence[Sequence[str]] | None:
    """Return the cells of an inline baseline in CSV; None when it is not that, or not known."""
    text = config.get(f"{BASELINE}/ShapBaseline").text
    if text is None or baseline_type(config) != "text/csv":
        return None
    try:
        return [row for row in csv.reader(text.splitlines(), strict=True) if row]
    except csv.Error:
        return None


def baseline_size(config: View) -> int | None:
    """Return how many records an inline baseline has; None when it is not known."""
    rows = baseline_rows(config)
    if rows is not None:
        return len(rows)
    text = config.get(f"{BASELINE}/ShapBaseline").text
    if text is None or baseline_type(config) != "application/jsonlines":
        return None
    try:
        return len([json.loads(line) for line in text.splitlines() if line.strip()])
    except (ValueError, RecursionError):
        return None


def explains_text(config: View) -> bool | None:
    """Return whether text is explained, unit by unit; None when it is not known."""
    types = config.get(f"{INFERENCE}/FeatureTypes")
    given = [value.text for value in config.values(f"{INFERENCE}/FeatureTypes/*")]
    if "text" in given or config.get(f"{SHAP}/TextConfig").is_given:
        return True
    certain = types.is_absent or (types.length is not None and None not in given)
    return False if certain and config.get(f"{SHAP}/TextConfig").is_absent else None


def feature_count(config: View) -> int | None:
    """Return how many features a tabular record has; None for text, or when it is not known."""
    if explains_text(config) is not False:
        return None
    rows = baseline_rows(config)
    if rows and len({len(row) for row in rows}) == 1:
        return len(rows[0])
    for name in ("FeatureHeaders", "FeatureTypes"):
        length = config.get(f"{INFERENCE}/{name}").length
        if length:
            return length
    return None


def sample_ceiling(features: int) -> int:
    """Return how many samples there are at most: the subsets of the features but two."""
    return int(2 ** min(features, 1000)) - 2


def sample_count(features: int, asked: float | None) -> float:
    """Return how many samples are drawn for each record of the baseline.

    Args:
        features: How many features a record has.
        asked: ``NumberOfSamples``; None for the default, 2 x features + 2048.
    """
    return min(2 * features + 2**11 if asked is None else asked, sample_ceiling(features))
