"""What variants on instances share, with or without a model of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import aws_cdk as cdk

from sagemaker_hosting.cdk._l1 import Properties, gibibytes, seconds
from sagemaker_hosting.cdk.variant.base import DEFAULT_START_UP_SECONDS, SOURCE, Variant
from sagemaker_hosting.cdk.variant.capacity import CapacityReservation, InstancePool
from sagemaker_hosting.cdk.variant.core_dump import CoreDump
from sagemaker_hosting.cdk.variant.routing import Routing
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known

InferenceAmiVersion = Literal[
    "al2-ami-sagemaker-inference-gpu-2",
    "al2-ami-sagemaker-inference-gpu-2-1",
    "al2-ami-sagemaker-inference-gpu-3-1",
    "al2-ami-sagemaker-inference-neuron-2",
    "al2023-ami-sagemaker-inference-gpu-4-1",
]
"""The machine images of the API: the driver, and whether CUDA compatibility is mounted."""

_TIMEOUTS: Final = (
    "ModelDataDownloadTimeoutInSeconds",
    "ContainerStartupHealthCheckTimeoutInSeconds",
)
# The SSM agent registers itself; AWS defines no resource for that.
_SSM_ACTIONS: Final = (
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
)


@dataclass(frozen=True, kw_only=True)
class VariantOnInstances(Variant):
    """What variants on instances share; the two kinds of it document each attribute."""

    instance_type: str | None = None
    instance_pools: Sequence[InstancePool] = ()
    provision_timeout: cdk.Duration | None = None
    initial_instance_count: int | None = None
    volume_size: cdk.Size | None = None
    model_data_download_timeout: cdk.Duration | None = None
    container_startup_health_check_timeout: cdk.Duration | None = None
    routing: Routing | None = None
    capacity_reservation: CapacityReservation | None = None
    inference_ami_version: InferenceAmiVersion | None = None
    ssm_access: bool = False
    core_dump: CoreDump | None = None

    def __post_init__(self) -> None:
        """Refuse what runs on no type or on two lists of them, then ask the rules."""
        if (self.instance_type is None) != bool(self.instance_pools):
            raise InvalidProps(
                f"variant {self.variant_name} has "
                + (
                    "neither an instance type nor instance pools"
                    if self.instance_type is None
                    else "both an instance type and instance pools"
                ),
                fix="pass instance_type='ml.m5.large' or another, or instance_pools=[...] for "
                "several types in the order of priority",
                source=SOURCE,
            )
        super().__post_init__()

    def render(self, default_count: int) -> Properties:
        """Return an element of ``ProductionVariants``.

        Args:
            default_count: The initial instance count where the variant states none.
        """
        rendered: Properties = dict(self._rendered)
        if self.initial_instance_count is None:
            rendered["InitialInstanceCount"] = default_count
        if any(pool.model is not None for pool in self.instance_pools):
            rendered["InstancePools"] = [
                pool.render(pool.model.model_name if pool.model is not None else None)
                for pool in self.instance_pools
            ]
        if self.core_dump is not None:
            rendered["CoreDumpConfig"] = self.core_dump.render()
        return rendered

    @property
    def instance_types(self) -> Sequence[str]:
        """The instance types that it may run on, the preferred one first."""
        if self.instance_type is not None:
            return (self.instance_type,)
        return tuple(pool.instance_type for pool in self.instance_pools)

    @property
    def start_up_seconds(self) -> int:
        """The longest that its instances may take to start, as far as it is known at synthesis."""
        stated = [
            value
            for name in _TIMEOUTS
            if (value := self._rendered[name]) is not None and is_known(value)
        ]
        return max(int(sum(stated)), DEFAULT_START_UP_SECONDS)

    def role_statements(self) -> list[Properties]:
        """Return what the execution role needs for shell access and core dumps."""
        statements: list[Properties] = []
        if self.ssm_access:
            statements.append({"Effect": "Allow", "Action": list(_SSM_ACTIONS), "Resource": "*"})
        if self.core_dump is not None:
            statements += self.core_dump.role_statements()
        return statements

    def _properties(self) -> Properties:
        given = self.initial_instance_count
        pools = [pool.render("model" if pool.model else None) for pool in self.instance_pools]
        return {
            "VariantName": self.variant_name,
            "InstanceType": self.instance_type,
            "InstancePools": pools or None,
            "VariantInstanceProvisionTimeoutInSeconds": seconds(
                self.provision_timeout, "provision_timeout"
            ),
            "InitialInstanceCount": 1 if given is None else given,
            "VolumeSizeInGB": gibibytes(self.volume_size, "volume_size"),
            "ModelDataDownloadTimeoutInSeconds": seconds(
                self.model_data_download_timeout, "model_data_download_timeout"
            ),
            "ContainerStartupHealthCheckTimeoutInSeconds": seconds(
                self.container_startup_health_check_timeout,
                "container_startup_health_check_timeout",
            ),
            "RoutingConfig": self.routing.render() if self.routing else None,
            "CapacityReservationConfig": (
                self.capacity_reservation.render() if self.capacity_reservation else None
            ),
            "InferenceAmiVersion": self.inference_ami_version,
            "EnableSSMAccess": True if self.ssm_access else None,
        }
