"""SMH1690."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sagemaker_hosting.facts.explainer import COLUMN, PAYLOAD_MB, RECORDS, SAMPLES
from sagemaker_hosting.facts.limits import Limit, Range
from sagemaker_hosting.rules._explainer import CONFIG, INFERENCE, SHAP
from sagemaker_hosting.rules._within import WithinLimits


class ExplainerLimits(WithinLimits):
    """The explainer sends 1 to 25 MB and a record or more to the container, for a sample or more.

    Columns are counted from 0.
    """

    id = "SMH1690"
    title = "number of an explainer out of range"
    resource_types = (CONFIG,)
    facts = (
        "clarify-number-of-samples-upper-bound",
        "clarify-max-record-count",
        "clarify-max-payload",
    )
    pages = (217,)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyInferenceConfig.html"
    )
    schema = True
    limits: ClassVar[Mapping[str, Limit[Range]]] = {
        f"{INFERENCE}/MaxPayloadInMB": PAYLOAD_MB,
        f"{INFERENCE}/MaxRecordCount": RECORDS,
        f"{INFERENCE}/ProbabilityIndex": COLUMN,
        f"{INFERENCE}/LabelIndex": COLUMN,
        f"{SHAP}/NumberOfSamples": SAMPLES,
    }
