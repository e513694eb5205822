"""SMH1614."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.limits import INVOCATION_TIMEOUT
from sagemaker_hosting.rules._explainer import (
    CONFIG,
    INFERENCE,
    SHAP,
    baseline_size,
    feature_count,
    sample_count,
)
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

# Seconds. Faster than nearly every container, so that what is reported is too slow for certain.
_FASTEST_CALL: Final = 0.01


class SyntheticDataTooLarge(Rule):
    """An explanation predicts baseline records x samples, within the 60 seconds of the request.

    The default is 2 x features + 2048 samples, at most 2^features - 2 of them.
    """

    id = "SMH1614"
    title = "explanation longer than a request"
    severity = Severity.WARNING
    resource_types = (CONFIG,)
    facts = (
        "clarify-synthetic-size",
        "clarify-invoke-timeout-60",
        "clarify-n-samples-formula",
        "clarify-n-samples-examples",
    )
    pages = (209, 210, 220)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability-create-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for more calls than 60 seconds hold at 10 ms each."""
        features, records = feature_count(resource), baseline_size(resource)
        together = resource.get(f"{INFERENCE}/MaxRecordCount").number
        asked = resource.get(f"{SHAP}/NumberOfSamples")
        if features is None or records is None or together is None or together < 1:
            return
        if not asked.is_absent and asked.number is None:
            return
        size = records * sample_count(features, asked.number)
        calls = math.ceil(size / together)
        seconds = calls * _FASTEST_CALL
        if seconds > INVOCATION_TIMEOUT.value:
            yield self.finding(
                resource,
                SHAP,
                f"one explanation takes {size:g} predictions in {calls} calls of the container: "
                f"{seconds:g} seconds at 10 ms a call, and a request has "
                f"{INVOCATION_TIMEOUT.value}",
                "set NumberOfSamples, raise MaxRecordCount, or take fewer baseline records",
            )
