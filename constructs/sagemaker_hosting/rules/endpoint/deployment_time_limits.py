"""SMH0407."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sagemaker_hosting.facts.limits import (
    MAXIMUM_EXECUTION_TIMEOUT,
    TERMINATION_WAIT,
    WAIT_INTERVAL,
    Limit,
    Range,
)
from sagemaker_hosting.rules._rollout import BLUE_GREEN, ROLLING, ROUTING
from sagemaker_hosting.rules._within import WithinLimits


class DeploymentTimeLimits(WithinLimits):
    """Bakes last up to an hour each, a whole deployment 10 minutes to 8 hours."""

    id = "SMH0407"
    title = "deployment waits or time-out out of range"
    resource_types = ("AWS::SageMaker::Endpoint", "AWS::SageMaker::InferenceComponent")
    facts = (
        "bluegreen-waitinterval-range",
        "bluegreen-terminationwait-range",
        "bluegreen-maxexec-range",
        "rolling-required-fields",
        "rolling-maxexec",
    )
    pages = (334, 338, 343, 348)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_BlueGreenUpdatePolicy.html"
    schema = True
    unit = "seconds"
    limits: ClassVar[Mapping[str, Limit[Range]]] = {
        f"{ROUTING}/WaitIntervalInSeconds": WAIT_INTERVAL,
        f"{BLUE_GREEN}/TerminationWaitInSeconds": TERMINATION_WAIT,
        f"{BLUE_GREEN}/MaximumExecutionTimeoutInSeconds": MAXIMUM_EXECUTION_TIMEOUT,
        f"{ROLLING}/WaitIntervalInSeconds": WAIT_INTERVAL,
        f"{ROLLING}/MaximumExecutionTimeoutInSeconds": MAXIMUM_EXECUTION_TIMEOUT,
    }
