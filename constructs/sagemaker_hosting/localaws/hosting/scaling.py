"""What Application Auto Scaling checks when a variant is registered with it."""

from __future__ import annotations

from typing import Any

from moto.applicationautoscaling.exceptions import AWSValidationException
from moto.applicationautoscaling.models import ApplicationAutoscalingBackend

from sagemaker_hosting.localaws.hosting.api import hosting_of

_BURSTABLE = ("ml.t2.", "ml.t3.", "ml.t3a.", "ml.t4g.")
_register = ApplicationAutoscalingBackend.register_scalable_target


def install() -> None:
    """Check SageMaker variants; moto registers whatever it is told."""
    backend: Any = ApplicationAutoscalingBackend
    backend.register_scalable_target = _checked


def _checked(
    self: Any,
    namespace: str,
    r_id: str,
    dimension: str,
    min_capacity: int | None,
    max_capacity: int | None,
    role_arn: str,
    suspended_state: str,
) -> Any:
    if namespace == "sagemaker" and dimension == "sagemaker:variant:DesiredInstanceCount":
        _check_variant(self.account_id, self.region_name, r_id)
        if min_capacity is not None and max_capacity is not None and min_capacity > max_capacity:
            raise AWSValidationException(
                f"Minimum capacity cannot be greater than maximum capacity: "
                f"{min_capacity} > {max_capacity}"
            )
    return _register(
        self, namespace, r_id, dimension, min_capacity, max_capacity, role_arn, suspended_state
    )


def _check_variant(account: str, region: str, resource: str) -> None:
    parts = resource.split("/")
    if len(parts) != 4 or parts[0] != "endpoint" or parts[2] != "variant":
        raise AWSValidationException(f"Unsupported resource ID: {resource}")
    endpoint = hosting_of(account, region).endpoints.get(parts[1])
    variant = endpoint.fleets[0].variants.get(parts[3]) if endpoint else None
    if variant is None:
        raise AWSValidationException(
            f"SageMaker variant not found: {resource}: "
            + (
                f'endpoint "{parts[1]}" has no variant "{parts[3]}"'
                if endpoint
                else f'Could not find endpoint "{parts[1]}"'
            )
        )
    instance_type = variant.spec.get("InstanceType", "")
    if instance_type.startswith(_BURSTABLE):
        raise AWSValidationException(
            f"Scaling is not supported for burstable instance type {instance_type} of {resource}"
        )
