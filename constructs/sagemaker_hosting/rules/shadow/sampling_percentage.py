"""SMH1509."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sagemaker_hosting.facts.limits import SHADOW_SAMPLING_PERCENTAGE, Limit, Range
from sagemaker_hosting.rules._shadow import SAMPLED
from sagemaker_hosting.rules._within import WithinLimits


class SamplingPercentage(WithinLimits):
    """A shadow test copies 1 to 100 percent of the requests.

    The CloudFormation schema knows no minimum.
    """

    id = "SMH1509"
    title = "share of a shadow test out of range"
    resource_types = ("AWS::SageMaker::InferenceExperiment",)
    facts = ("shadow-sampling-percentage",)
    pages = (352, 363)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ShadowModelVariantConfig.html"
    unit = "percent"
    limits: ClassVar[Mapping[str, Limit[Range]]] = {
        f"{SAMPLED}/SamplingPercentage": SHADOW_SAMPLING_PERCENTAGE,
    }
