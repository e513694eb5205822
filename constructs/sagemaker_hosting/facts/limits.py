"""Limits that no support case can raise, each once, with the page that says so.

Durations are in seconds, sizes in the unit of the name. Quotas, which an account can have raised,
are not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Generic, NamedTuple, TypeVar

T_co = TypeVar("T_co", covariant=True)

_API: Final = "https://docs.aws.amazon.com/sagemaker/latest/APIReference"
_GUIDE: Final = "https://docs.aws.amazon.com/sagemaker/latest/dg"


@dataclass(frozen=True, slots=True)
class Limit(Generic[T_co]):
    """A published limit.

    Attributes:
        value: The limit itself: a number, a range, or the allowed values.
        source: The ``https`` address of the page that says so.
    """

    value: T_co
    source: str


class Range(NamedTuple):
    """Numbers from ``minimum`` to ``maximum``, both allowed."""

    minimum: float
    maximum: float

    def holds(self, number: float) -> bool:
        """Return whether ``number`` is in the range."""
        return self.minimum <= number <= self.maximum

    def nearest(self, number: float) -> float:
        """Return the number of the range that is nearest to ``number``."""
        return min(max(number, self.minimum), self.maximum)

    def __str__(self) -> str:
        if self.maximum == float("inf"):
            return f"{self.minimum:g} or more"
        return f"{self.minimum:g} to {self.maximum:g}"


# Names
NAME_LENGTH: Final = Limit(63, f"{_API}/API_CreateEndpoint.html")

# Model
CONTAINERS: Final = Limit(Range(1, 15), f"{_API}/API_CreateModel.html")
IMAGE_LENGTH: Final = Limit(255, f"{_API}/API_ContainerDefinition.html")
ENVIRONMENT_ENTRIES: Final = Limit(100, f"{_API}/API_ContainerDefinition.html")
ENVIRONMENT_TEXT_LENGTH: Final = Limit(1024, f"{_API}/API_ContainerDefinition.html")
"""Longest key, and longest value, of an environment variable, in bytes."""
ENVIRONMENT_TOTAL_BYTES: Final = Limit(32 * 1024, f"{_API}/API_ContainerDefinition.html")
"""All keys and values of all containers of a model together."""
SUBNETS: Final = Limit(Range(1, 16), f"{_API}/API_VpcConfig.html")
SECURITY_GROUPS: Final = Limit(Range(1, 5), f"{_API}/API_VpcConfig.html")

# Model data
MODEL_BYTES: Final = Limit(500 * 1024**3, f"{_GUIDE}/model-deploy-feature-matrix.html")
"""The largest model that hosting takes."""
LARGE_MODEL_BYTES: Final = Limit(40 * 10**9, f"{_GUIDE}/large-model-inference-hosting.html")
"""From here on the guide raises the time-out of the download."""
DEFAULT_VOLUME_GB: Final = Limit(30, f"{_GUIDE}/large-model-inference-hosting.html")
"""Up to this size of the model ``VolumeSizeInGB`` need not be given."""
SERVERLESS_DISK_BYTES: Final = Limit(5 * 1024**3, f"{_GUIDE}/serverless-endpoints.html")
"""The ephemeral disk of a serverless endpoint, whatever its memory."""

# Production variants
VARIANTS: Final = Limit(Range(1, 10), f"{_API}/API_CreateEndpointConfig.html")
VARIANT_WEIGHT: Final = Limit(Range(0, float("inf")), f"{_API}/API_ProductionVariant.html")
VOLUME_SIZE_GB: Final = Limit(Range(1, 512), f"{_API}/API_ProductionVariant.html")
MODEL_DATA_DOWNLOAD_TIMEOUT: Final = Limit(Range(60, 3600), f"{_API}/API_ProductionVariant.html")
STARTUP_HEALTH_CHECK_TIMEOUT: Final = Limit(Range(60, 3600), f"{_API}/API_ProductionVariant.html")
INITIAL_INSTANCE_COUNT_MINIMUM: Final = Limit(1, f"{_API}/API_ProductionVariant.html")

METRIC_PUBLISH_FREQUENCIES: Final = Limit(
    (10, 30, 60, 120, 180, 240, 300), f"{_API}/API_MetricsConfig.html"
)
"""How often, in seconds, metrics can be published."""

# Logs
LOG_RETENTION_DAYS: Final = Limit(
    (
        *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545),
        *(731, 1096, 1827, 2192, 2557, 2922, 3288, 3653),
    ),
    "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/"
    "API_PutRetentionPolicy.html",
)

# Inference components
COMPONENT_MEMORY_MB: Final = Limit(
    Range(128, float("inf")), f"{_API}/API_InferenceComponentComputeResourceRequirements.html"
)
COMPONENT_ACCELERATORS: Final = Limit(
    Range(1, float("inf")), f"{_API}/API_InferenceComponentComputeResourceRequirements.html"
)
COMPONENT_CPU_CORES: Final = Limit(
    Range(0.25, float("inf")), f"{_API}/API_InferenceComponentComputeResourceRequirements.html"
)
COMPONENT_SPECIFICATIONS: Final = Limit(
    Range(2, 5),
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-resource-sagemaker-inferencecomponent.html",
)
"""Specifications by instance type; the API takes one as well, CloudFormation does not."""
COMPONENT_IMBALANCE: Final = Limit(
    Range(0, 100), f"{_API}/API_InferenceComponentAvailabilityZoneBalance.html"
)

# Serverless
SERVERLESS_MEMORY_MB: Final = Limit(
    (1024, 2048, 3072, 4096, 5120, 6144), f"{_API}/API_ProductionVariantServerlessConfig.html"
)
SERVERLESS_CONCURRENCY: Final = Limit(
    Range(1, 200), f"{_API}/API_ProductionVariantServerlessConfig.html"
)
"""``MaxConcurrency``, and ``ProvisionedConcurrency`` where it is given."""
SERVERLESS_PAYLOAD_BYTES: Final = Limit(
    4 * 1024 * 1024, f"{_GUIDE}/serverless-endpoints-invoke.html"
)
"""Request and response, each."""
PIPELINE_PAYLOAD_BYTES: Final = Limit(
    5 * 1024 * 1024, f"{_GUIDE}/inference-pipeline-troubleshoot.html"
)
"""What one container of a pipeline hands on to the next."""
SERVERLESS_INVOCATION_TIMEOUT: Final = Limit(60, f"{_GUIDE}/serverless-endpoints-invoke.html")

# Asynchronous
ASYNC_CONCURRENT_INVOCATIONS: Final = Limit(
    Range(1, 1000), f"{_API}/API_AsyncInferenceClientConfig.html"
)
ASYNC_PAYLOAD_BYTES: Final = Limit(1024 * 1024 * 1024, f"{_GUIDE}/async-inference.html")
ASYNC_INVOCATION_TIMEOUT: Final = Limit(
    Range(1, 3600), f"{_API}/API_runtime_InvokeEndpointAsync.html"
)
ASYNC_INVOCATION_TIMEOUT_DEFAULT: Final = Limit(900, f"{_API}/API_runtime_InvokeEndpointAsync.html")
ASYNC_REQUEST_TTL: Final = Limit(Range(60, 21600), f"{_API}/API_runtime_InvokeEndpointAsync.html")
"""How long a request may wait in the queue; default 21600."""

MULTI_MODEL_GPU_TYPES: Final = Limit(
    (
        "ml.g5.xlarge",
        "ml.g5.2xlarge",
        "ml.g5.4xlarge",
        "ml.g5.8xlarge",
        "ml.g5.16xlarge",
        "ml.g4dn.xlarge",
        "ml.g4dn.2xlarge",
        "ml.g4dn.4xlarge",
        "ml.g4dn.8xlarge",
        "ml.g4dn.16xlarge",
        "ml.p2.xlarge",
        "ml.p3.2xlarge",
    ),
    f"{_GUIDE}/multi-model-support.html",
)
"""The accelerated instance types that are documented to host many models."""

# Data capture
SAMPLING_PERCENTAGE: Final = Limit(Range(0, 100), f"{_API}/API_DataCaptureConfig.html")
CAPTURE_OPTIONS: Final = Limit(
    ("Input", "Output", "InputAndOutput"), f"{_API}/API_CaptureOption.html"
)

# Deployment guardrails
WAIT_INTERVAL: Final = Limit(Range(0, 3600), f"{_API}/API_TrafficRoutingConfig.html")
"""The bake of the canary, of a linear step, or of a rolling batch."""
TERMINATION_WAIT: Final = Limit(Range(0, 3600), f"{_API}/API_BlueGreenUpdatePolicy.html")
"""How long the old fleet stays after the new one took all traffic; default 0."""
MAXIMUM_EXECUTION_TIMEOUT: Final = Limit(
    Range(600, 28800), f"{_API}/API_BlueGreenUpdatePolicy.html"
)
CANARY_PERCENT: Final = Limit(Range(1, 50), f"{_API}/API_TrafficRoutingConfig.html")
LINEAR_STEP_PERCENT: Final = Limit(Range(10, 50), f"{_API}/API_TrafficRoutingConfig.html")
ROLLING_BATCH_PERCENT: Final = Limit(Range(5, 50), f"{_API}/API_RollingUpdatePolicy.html")
ROLLBACK_BATCH_PERCENT: Final = Limit(Range(1, 100), f"{_API}/API_RollingUpdatePolicy.html")
ROLLBACK_ALARMS: Final = Limit(Range(1, 10), f"{_API}/API_AutoRollbackConfig.html")

WAITER_SECONDS: Final = Limit(
    120 * 30,
    "https://docs.aws.amazon.com/cli/latest/reference/sagemaker/wait/endpoint-in-service.html",
)
"""How long the waiters of boto3 and of the AWS CLI wait for an endpoint unless told otherwise."""

# Shadow tests
SHADOW_SAMPLING_PERCENTAGE: Final = Limit(
    Range(1, 100), f"{_API}/API_ShadowModelVariantConfig.html"
)
SHADOW_TEST_HOURS: Final = Limit(Range(1, 30 * 24), f"{_GUIDE}/shadow-tests-create.html")
SHADOW_TEST_NAME_LENGTH: Final = Limit(120, f"{_API}/API_CreateInferenceExperiment.html")
SHADOW_TEST_INSTANCES: Final = Limit(
    Range(1, float("inf")), f"{_API}/API_RealTimeInferenceConfig.html"
)

# Invocations
REALTIME_PAYLOAD_BYTES: Final = Limit(
    25 * 1024 * 1024, f"{_GUIDE}/realtime-endpoints-test-endpoints.html"
)
"""Request body of a real-time endpoint; the guide's feature matrix still prints 6 MB."""
REALTIME_PAYLOAD_BYTES_SAFE: Final = Limit(
    6 * 1024 * 1024, "https://docs.aws.amazon.com/general/latest/gr/sagemaker.html"
)
"""The size that every edition of the documentation agrees on."""
INVOCATION_TIMEOUT: Final = Limit(60, f"{_GUIDE}/your-algorithms-inference-code.html")
BIDIRECTIONAL_PORT: Final = Limit(
    8443,
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointWithBidirectionalStream.html",
)
"""Where bidirectional streams go; every other request goes to 443."""
LOADING_ATTEMPTS: Final = Limit(5, f"{_GUIDE}/invoke-multi-model-endpoint.html")
"""Attempts of 70 seconds that cover the 360 seconds in which a model may be loaded."""
STREAMING_TIMEOUT: Final = Limit(480, f"{_GUIDE}/your-algorithms-inference-code.html")
CONTAINER_PORT: Final = Limit(8080, f"{_GUIDE}/your-algorithms-inference-code.html")
PING_TIMEOUT: Final = Limit(2, f"{_GUIDE}/your-algorithms-inference-code.html")
TERMINATION_GRACE: Final = Limit(30, f"{_GUIDE}/your-algorithms-inference-code.html")
"""Seconds from SIGTERM to SIGKILL when a container is stopped."""
STARTUP_TIMEOUT: Final = Limit(240, f"{_GUIDE}/your-algorithms-inference-code.html")
"""Seconds until /ping must answer 200, unless the variant allows more."""
SERVERLESS_STARTUP_TIMEOUT: Final = Limit(180, f"{_GUIDE}/serverless-endpoints.html")
"""Seconds to download the model and pass the health check on a serverless endpoint."""
MODEL_LOAD_TIMEOUT: Final = Limit(360, f"{_GUIDE}/invoke-multi-model-endpoint.html")
"""Seconds that a multi-model endpoint takes at most to fetch and load a model."""

# Autoscaling and alarms
SCALING_COOLDOWN_DEFAULT: Final = Limit(300, f"{_GUIDE}/endpoint-auto-scaling-prerequisites.html")
VARIANT_MINIMUM_CAPACITY: Final = Limit(1, f"{_GUIDE}/endpoint-auto-scaling-prerequisites.html")
STANDARD_METRIC_PERIOD: Final = Limit(60, f"{_GUIDE}/monitoring-cloudwatch.html")
"""How often a standard endpoint metric is published."""
HIGH_RESOLUTION_METRIC_PERIOD: Final = Limit(
    10, f"{_GUIDE}/endpoint-auto-scaling-prerequisites.html"
)
ALARM_PERIODS_BELOW_A_MINUTE: Final = Limit(
    (10, 20, 30),
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
)
"""Alarm periods other than multiples of 60."""

# Dashboards
_CLOUDWATCH: Final = "https://docs.aws.amazon.com/AmazonCloudWatch/latest"
DASHBOARD_NAME_LENGTH: Final = Limit(
    Range(1, 255), f"{_CLOUDWATCH}/APIReference/API_PutDashboard.html"
)
DASHBOARD_WIDGETS: Final = Limit(Range(1, 500), f"{_CLOUDWATCH}/monitoring/cloudwatch_limits.html")
DASHBOARD_METRICS: Final = Limit(Range(0, 2500), f"{_CLOUDWATCH}/monitoring/cloudwatch_limits.html")
"""Metrics of all widgets together, those that only metric math uses included."""
WIDGET_METRICS: Final = Limit(Range(0, 500), f"{_CLOUDWATCH}/monitoring/cloudwatch_limits.html")
WIDGET_ALARMS: Final = Limit(
    Range(1, 100), f"{_CLOUDWATCH}/APIReference/CloudWatch-Dashboard-Body-Structure.html"
)
