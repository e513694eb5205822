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
TRANSFORM_ENVIRONMENT_ENTRIES: Final = Limit(16, _TRANSFORM)
TRANSFORM_ENVIRONMENT_KEY_LENGTH: Final = Limit(1024, _TRANSFORM)
TRANSFORM_ENVIRONMENT_VALUE_LENGTH: Final = Limit(10240, _TRANSFORM)
TRANSFORM_FILTER_LENGTH: Final = Limit(63, f"{_API}/API_DataProcessing.html")
TRANSFORM_FILTER_TYPES: Final = Limit(
    ("text/csv", "application/json", "application/jsonlines"),
    "https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html",
)
"""Content types that can be filtered and joined."""

# Load tests of the Inference Recommender
_LOAD_TEST: Final = f"{_API}/API_CreateInferenceRecommendationsJob.html"
LOAD_TEST_RANGES: Final[Mapping[str, Limit[Range]]] = {
    "InputConfig/JobDurationInSeconds": Limit(
        Range(1, 18000), f"{_API}/API_RecommendationJobInputConfig.html"
    ),
    "InputConfig/TrafficPattern/Stairs/UsersPerStep": Limit(Range(1, 3), f"{_API}/API_Stairs.html"),
    "StoppingConditions/MaxInvocations": Limit(
        Range(1, 30000), f"{_API}/API_RecommendationJobStoppingConditions.html"
    ),
}
LOAD_TEST_GUIDANCE: Final[Mapping[str, Limit[Range]]] = {
    "InputConfig/ResourceLimit/MaxNumberOfTests": Limit(
        Range(1, 10), f"{_API}/API_RecommendationJobResourceLimit.html"
    ),
    "InputConfig/ResourceLimit/MaxParallelOfTests": Limit(
        Range(1, 10), f"{_API}/API_RecommendationJobResourceLimit.html"
    ),
    "InputConfig/TrafficPattern/Phases/*/DurationInSeconds": Limit(
        Range(120, 3600), f"{_API}/API_Phase.html"
    ),
    "InputConfig/TrafficPattern/Phases/*/InitialNumberOfUsers": Limit(
        Range(1, 3), f"{_API}/API_Phase.html"
    ),
    "InputConfig/TrafficPattern/Phases/*/SpawnRate": Limit(Range(0, 3), f"{_API}/API_Phase.html"),
}
"""Documented ranges that samples of the guide themselves leave."""
LOAD_TEST_VALUES: Final[Mapping[str, Limit[tuple[str, ...]]]] = {
    "InputConfig/ContainerConfig/SupportedEndpointType": Limit(
        ("RealTime", "Serverless"), f"{_API}/API_RecommendationJobContainerConfig.html"
    ),
    "InputConfig/TrafficPattern/TrafficType": Limit(
        ("PHASES", "STAIRS"), f"{_API}/API_TrafficPattern.html"
    ),
    "JobType": Limit(("Default", "Advanced"), _LOAD_TEST),
    "StoppingConditions/FlatInvocations": Limit(
        ("Continue", "Stop"), f"{_API}/API_RecommendationJobStoppingConditions.html"
    ),
}
LOAD_TEST_COUNTS: Final[Mapping[str, Limit[Range]]] = {
    "InputConfig/EndpointConfigurations": Limit(
        Range(1, 10), f"{_API}/API_RecommendationJobInputConfig.html"
    ),
    "InputConfig/EndpointConfigurations/*/EnvironmentParameterRanges/CategoricalParameterRanges": (
        Limit(Range(1, 5), f"{_API}/API_EnvironmentParameterRanges.html")
    ),
    "InputConfig/EndpointConfigurations/*/EnvironmentParameterRanges/CategoricalParameterRanges/*"
    "/Value": Limit(Range(1, 3), f"{_API}/API_CategoricalParameter.html"),
    "StoppingConditions/ModelLatencyThresholds": Limit(
        Range(1, 1), f"{_API}/API_RecommendationJobStoppingConditions.html"
    ),
}
LOAD_TEST_PERCENTILES: Final = Limit(("P95", "P99"), f"{_API}/API_ModelLatencyThreshold.html")
LOAD_TEST_PHASE_STEP: Final = Limit(
    3, "https://docs.aws.amazon.com/sagemaker/latest/dg/inference-recommender-troubleshooting.html"
)
"""How many users a phase may start with more, or fewer, than the one before ended with."""

# Compilation by Neo
COMPILATION_VALUES: Final[Mapping[str, Limit[tuple[str, ...]]]] = {
    "InputConfig/Framework": Limit(
        (
            "TENSORFLOW",
            "KERAS",
            "MXNET",
            "ONNX",
            "PYTORCH",
            "XGBOOST",
            "TFLITE",
            "DARKNET",
            "SKLEARN",
        ),
        f"{_API}/API_InputConfig.html",
    ),
    "OutputConfig/TargetPlatform/Accelerator": Limit(
        ("INTEL_GRAPHICS", "MALI", "NVIDIA", "NNA"), f"{_API}/API_TargetPlatform.html"
    ),
    "OutputConfig/TargetPlatform/Arch": Limit(
        ("X86_64", "X86", "ARM64", "ARM_EABI", "ARM_EABIHF"), f"{_API}/API_TargetPlatform.html"
    ),
    "OutputConfig/TargetPlatform/Os": Limit(
        ("ANDROID", "LINUX"), f"{_API}/API_TargetPlatform.html"
    ),
}
COMPILATION_DTYPES: Final = Limit(
    ("float", "float32", "int64", "long"), f"{_API}/API_OutputConfig.html"
)

# Lineage
ASSOCIATION_VALUES: Final[Mapping[str, Limit[tuple[str, ...]]]] = {
    "AssociationType": Limit(
        ("ContributedTo", "AssociatedWith", "DerivedFrom", "Produced", "SameAs"),
        f"{_API}/API_AddAssociation.html",
    ),
}
LINEAGE_QUERY_RANGES: Final[Mapping[str, Limit[Range]]] = {
    "MaxDepth": Limit(Range(1, 10), f"{_API}/API_QueryLineage.html"),
}

# What starts a job
SCHEDULE_WINDOW_MINUTES: Final = Limit(
    Range(1, 1440),
    "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_FlexibleTimeWindow.html",
)
