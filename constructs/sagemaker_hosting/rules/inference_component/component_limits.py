"""SMH0690."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sagemaker_hosting.facts.limits import (
    COMPONENT_ACCELERATORS,
    COMPONENT_CPU_CORES,
    COMPONENT_IMBALANCE,
    COMPONENT_MEMORY_MB,
    MODEL_DATA_DOWNLOAD_TIMEOUT,
    STARTUP_HEALTH_CHECK_TIMEOUT,
    Limit,
    Range,
)
from sagemaker_hosting.rules._components import COMPONENT, REQUIREMENTS
from sagemaker_hosting.rules._within import WithinLimits


class ComponentLimits(WithinLimits):
    """A copy reserves 128 MB or more; accelerators and cores are left out where it needs none.

    Download and start-up each take 60 to 3600 seconds at most.
    """

    id = "SMH0690"
    title = "requirements or time-outs of a component out of range"
    resource_types = (COMPONENT,)
    facts = ("ic-create-fields",)
    pages = (38, 43)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/APIReference/"
        "API_InferenceComponentComputeResourceRequirements.html"
    )
    schema = True
    limits: ClassVar[Mapping[str, Limit[Range]]] = {
        f"{specification}/{path}": limit
        for specification in ("Specification", "Specifications/*")
        for path, limit in (
            (f"{REQUIREMENTS}/MinMemoryRequiredInMb", COMPONENT_MEMORY_MB),
            (f"{REQUIREMENTS}/MaxMemoryRequiredInMb", COMPONENT_MEMORY_MB),
            (f"{REQUIREMENTS}/NumberOfAcceleratorDevicesRequired", COMPONENT_ACCELERATORS),
            (f"{REQUIREMENTS}/NumberOfCpuCoresRequired", COMPONENT_CPU_CORES),
            (
                "StartupParameters/ModelDataDownloadTimeoutInSeconds",
                MODEL_DATA_DOWNLOAD_TIMEOUT,
            ),
            (
                "StartupParameters/ContainerStartupHealthCheckTimeoutInSeconds",
                STARTUP_HEALTH_CHECK_TIMEOUT,
            ),
            ("SchedulingConfig/AvailabilityZoneBalance/MaxImbalance", COMPONENT_IMBALANCE),
        )
    }
