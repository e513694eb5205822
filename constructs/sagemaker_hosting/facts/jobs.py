"""Limits of the jobs that SageMaker runs on request: batch transform, load tests, compilation.

Paths are those of the request; durations are in seconds unless the name says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sagemaker_hosting.facts.limits import Limit, Range

_API: Final = "https://docs.aws.amazon.com/sagemaker/latest/APIReference"

# Batch transform
_TRANSFORM: Final = f"{_API}/API_CreateTransformJob.html"
TRANSFORM_RANGES: Final[Mapping[str, Limit[Range]]] = {
    "MaxPayloadInMB": Limit(Range(0, 100), _TRANSFORM),
    "ModelClientConfig/InvocationsMaxRetries": Limit(
        Range(0, 3), f"{_API}/API_ModelClientConfig.html"
    ),
    "ModelClientConfig/InvocationsTimeoutInSeconds": Limit(
        Range(1, 3600), f"{_API}/API_ModelClientConfig.html"
    ),
    "TransformResources/InstanceCount": Limit(Range(1, 100), f"{_API}/API_TransformResources.html"),
}
TRANSFORM_VALUES: Final[Mapping[str, Limit[tuple[str, ...]]]] = {
    "BatchStrategy": Limit(("MultiRecord", "SingleRecord"), _TRANSFORM),
    "DataProcessing/JoinSource": Limit(("Input", "None"), f"{_API}/API_DataProcessing.html"),
    "TransformInput/CompressionType": Limit(("None", "Gzip"), f"{_API}/API_TransformInput.html"),
    "TransformInput/DataSource/S3DataSource/S3DataType": Limit(
        ("ManifestFile", "S3Prefix", "Converse"),
        f"{_API}/API_TransformS3DataSource.html",
    ),
    "TransformInput/SplitType": Limit(
        ("None", "Line", "RecordIO", "TFRecord"), f"{_API}/API_TransformInput.html"
    ),
    "TransformOutput/AssembleWith": Limit(("None", "Line"), f"{_API}/API_TransformOutput.html"),
}
TRANSFORM_MEMORY_MB: Final = Limit(100, _TRANSFORM)
"""``MaxConcurrentTransforms`` times ``MaxPayloadInMB``."""
TRANSFORM_PAYLOAD_DEFAULT_MB: Final = Limit(6, _TRANSFORM)
TRANSFORM_FILTER_LENGTH: Final = Limit(63, f"{_API}/API_DataProcessing.html")
TRANSFORM_FILTER_TYPES: Final = Limit(
    ("text/csv", "application/json", "application/jsonlines"),
    "https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html",
)
"""Content types that can be filtered and joined."""
