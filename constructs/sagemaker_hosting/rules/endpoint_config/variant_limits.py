"""SMH0312."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sagemaker_hosting.facts.limits import (
    MODEL_DATA_DOWNLOAD_TIMEOUT,
    STARTUP_HEALTH_CHECK_TIMEOUT,
    VARIANT_WEIGHT,
    VOLUME_SIZE_GB,
    Limit,
    Range,
)
from sagemaker_hosting.rules._within import WithinLimits


class VariantLimits(WithinLimits):
    """Volumes hold 1 to 512 GB; download and start-up each take 60 to 3600 seconds at most."""

    id = "SMH0312"
    title = "volume, weight or time-out out of range"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = (
        "storage-volume-size-range",
        "startup-timeouts",
        "fm-large-models",
        "container-startup-requires-time",
        "lmi-health-timeout",
        "lmi-download-timeout",
        "fm-volume-vs-model",
    )
    pages = (33, 311, 312, 607)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html"
    schema = True
    limits: ClassVar[Mapping[str, Limit[Range]]] = {
        f"{kind}/*/{name}": limit
        for kind in ("ProductionVariants", "ShadowProductionVariants")
        for name, limit in (
            ("InitialVariantWeight", VARIANT_WEIGHT),
            ("VolumeSizeInGB", VOLUME_SIZE_GB),
            ("ModelDataDownloadTimeoutInSeconds", MODEL_DATA_DOWNLOAD_TIMEOUT),
            ("ContainerStartupHealthCheckTimeoutInSeconds", STARTUP_HEALTH_CHECK_TIMEOUT),
        )
    }
