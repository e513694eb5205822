"""How an update replaces the copies of an inference component."""

from __future__ import annotations

from dataclasses import dataclass, field

import aws_cdk as cdk

from sagemaker_hosting.cdk.rollout.capacity import Capacity
from sagemaker_hosting.cdk.rollout.rolling import Rolling


@dataclass(frozen=True, kw_only=True)
class ComponentRollout(Rolling):
    """Batches of new copies replace batches of old ones, with a bake after each.

    It is the only way in which components are updated, and it needs room for one batch more.
    Sizes are ``Capacity.percent(...)`` or ``Capacity.copies(...)``.

    Attributes:
        max_batch_size: Each batch, 5 to 50 % of the copies. Default: 25 %.
        bake: How long each batch is watched, 0 to 3,600 seconds. Default: 5 minutes.
        rollback_max_batch_size: The batches of a rollback. Default: everything at once.
        maximum_execution_timeout: When the whole update gives up and rolls back, 600 to 28,800
            seconds. Default: derived from the waits and starts of all batches.

    Raises:
        InvalidProps: When a batch or a duration is out of range, or the time-out is shorter than
            the waits.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentRollingUpdatePolicy.html
    """

    resource_type = "AWS::SageMaker::InferenceComponent"

    max_batch_size: Capacity = field(default_factory=lambda: Capacity.percent(25))
    bake: cdk.Duration | None = None
    rollback_max_batch_size: Capacity | None = None
    maximum_execution_timeout: cdk.Duration | None = None
