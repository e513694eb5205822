"""SMH1520."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sagemaker_hosting.facts.limits import SHADOW_TEST_INSTANCES, Limit, Range
from sagemaker_hosting.rules._shadow import INFRASTRUCTURE
from sagemaker_hosting.rules._within import WithinLimits


class ExperimentInstanceCount(WithinLimits):
    """Each variant of a shadow test runs on one instance at least."""

    id = "SMH1520"
    title = "variant of a shadow test without instances"
    resource_types = ("AWS::SageMaker::InferenceExperiment",)
    facts = ("shadow-experiment-cfn-shape",)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RealTimeInferenceConfig.html"
    )
    limits: ClassVar[Mapping[str, Limit[Range]]] = {
        f"ModelVariants/*/{INFRASTRUCTURE}/InstanceCount": SHADOW_TEST_INSTANCES,
    }
