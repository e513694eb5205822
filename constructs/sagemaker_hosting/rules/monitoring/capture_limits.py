"""SMH1103."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sagemaker_hosting.facts.limits import SAMPLING_PERCENTAGE, Limit, Range
from sagemaker_hosting.rules._within import WithinLimits


class CaptureLimits(WithinLimits):
    """Data capture records 0 to 100 % of the requests."""

    id = "SMH1103"
    title = "sampling percentage out of range"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("fm-datacapture",)
    pages = (603,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DataCaptureConfig.html"
    schema = True
    unit = "%"
    limits: ClassVar[Mapping[str, Limit[Range]]] = {
        "DataCaptureConfig/InitialSamplingPercentage": SAMPLING_PERCENTAGE,
    }
