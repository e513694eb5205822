"""What one copy of an inference component takes of an instance."""

from __future__ import annotations

from dataclasses import dataclass

import aws_cdk as cdk

from sagemaker_hosting.cdk._l1 import Properties, mebibytes


@dataclass(frozen=True, kw_only=True)
class ComputeRequirements:
    """What each copy of an inference component reserves on an instance.

    Attributes:
        min_memory: The memory that is reserved, 128 MiB or more; for the model and its adapters.
        max_memory: The most memory that it may use; beyond that the container is ended. Default: no
            limit but the instance.
        accelerators: GPUs or Inferentia devices, 1 or more. Default: none.
        cpu_cores: CPU cores, 0.25 or more. Default: none is reserved.

    Source: developer guide pages 37 and 38;
    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentComputeResourceRequirements.html
    """

    min_memory: cdk.Size
    max_memory: cdk.Size | None = None
    accelerators: float | None = None
    cpu_cores: float | None = None

    def render(self) -> Properties:
        """Return ``ComputeResourceRequirements``."""
        return {
            "NumberOfCpuCoresRequired": self.cpu_cores,
            "NumberOfAcceleratorDevicesRequired": self.accelerators,
            "MinMemoryRequiredInMb": mebibytes(self.min_memory, "min_memory"),
            "MaxMemoryRequiredInMb": mebibytes(self.max_memory, "max_memory"),
        }
