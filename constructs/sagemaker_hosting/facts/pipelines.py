"""What a pipeline definition may say: step types, caching, retries, limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sagemaker_hosting.facts.limits import Limit, Range

_GUIDE: Final = "https://docs.aws.amazon.com/sagemaker/latest/dg"

VERSION: Final = Limit("2020-12-01", f"{_GUIDE}/define-pipeline.html")
PARAMETER_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "Boolean": (bool,),
    "Float": (float, int),
    "Integer": (int,),
    "String": (str,),
}
"""The types of parameters, and what a default of each is in JSON."""

STEP_TYPES: Final = Limit(
    frozenset(
        {
            "AutoML",
            "BedrockCustomModel",
            "BedrockCustomModelDeployment",
            "BedrockModelImport",
            "BedrockProvisionedModelThroughput",
            "Callback",
            "ClarifyCheck",
            "Condition",
            "EMR",
            "EMRServerless",
            "Endpoint",
            "EndpointConfig",
            "Fail",
            "InferenceComponent",
            "Lambda",
            "Lineage",
            "Model",
            "Processing",
            "QualityCheck",
            "RegisterModel",
            "Training",
            "Transform",
            "Tuning",
        }
    ),
    f"{_GUIDE}/build-and-manage-steps-types.html",
)
NEVER_CACHED: Final = Limit(
    frozenset({"Callback", "Condition", "Fail", "Lambda", "Model", "RegisterModel"}),
    f"{_GUIDE}/pipelines-caching.html",
)
NEVER_RETRIED: Final = Limit(
    frozenset({"Callback", "ClarifyCheck", "Condition", "Fail", "Lambda", "QualityCheck"}),
    f"{_GUIDE}/pipelines-retry-policy.html",
)
RETRIED_INSIDE: Final = Limit(
    frozenset({"AutoML", "Tuning"}), f"{_GUIDE}/pipelines-retry-policy.html"
)
"""Steps that retry ``SageMaker.JOB_INTERNAL_ERROR`` themselves."""
RETRY_EXCEPTIONS: Final = Limit(
    (
        "Step.SERVICE_FAULT",
        "Step.THROTTLING",
        "SageMaker.JOB_INTERNAL_ERROR",
        "SageMaker.CAPACITY_ERROR",
        "SageMaker.RESOURCE_LIMIT",
        "Emr.RESOURCE_LIMIT",
    ),
    f"{_GUIDE}/pipelines-retry-policy.html",
)
RETRY_RANGES: Final[Mapping[str, Limit[Range]]] = {
    "ExpireAfterMin": Limit(Range(1, 14400), f"{_GUIDE}/pipelines-retry-policy.html"),
    "IntervalSeconds": Limit(Range(1, 43200), f"{_GUIDE}/pipelines-retry-policy.html"),
    "MaxAttempts": Limit(Range(1, 20), f"{_GUIDE}/pipelines-retry-policy.html"),
}

JOB_PREFIX_LENGTH: Final = Limit(38, f"{_GUIDE}/build-and-manage-access.html")
JOB_PREFIX_LENGTH_OF_MANY: Final = Limit(6, f"{_GUIDE}/build-and-manage-access.html")
"""For tuning and AutoML steps, whose jobs get names of their own behind it."""
LAMBDA_STEP_SECONDS: Final = Limit(600, f"{_GUIDE}/build-and-manage-steps-types.html")

STEP_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "AutoML": ("sagemaker:CreateAutoMLJobV2", "sagemaker:DescribeAutoMLJobV2"),
    "ClarifyCheck": ("sagemaker:CreateProcessingJob", "sagemaker:DescribeProcessingJob"),
    "Endpoint": (
        "sagemaker:CreateEndpoint",
        "sagemaker:DescribeEndpoint",
        "sagemaker:DescribeModel",
        "sagemaker:UpdateEndpoint",
    ),
    "EndpointConfig": ("sagemaker:CreateEndpointConfig", "sagemaker:DescribeEndpointConfig"),
    "Model": ("sagemaker:CreateModel",),
    "Processing": ("sagemaker:CreateProcessingJob", "sagemaker:DescribeProcessingJob"),
    "QualityCheck": ("sagemaker:CreateProcessingJob", "sagemaker:DescribeProcessingJob"),
    "RegisterModel": ("sagemaker:CreateModelPackage",),
    "Training": ("sagemaker:CreateTrainingJob", "sagemaker:DescribeTrainingJob"),
    "Transform": ("sagemaker:CreateTransformJob", "sagemaker:DescribeTransformJob"),
    "Tuning": (
        "sagemaker:CreateHyperParameterTuningJob",
        "sagemaker:DescribeHyperParameterTuningJob",
    ),
}
"""What the role of a pipeline has to allow for a step of each type."""
STEP_CALLS: Final[Mapping[str, str]] = {
    "Callback": "sqs:SendMessage",
    "Lambda": "lambda:InvokeFunction",
}
"""What the role, or the policy of the queue or of the function, has to allow."""
JOB_NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "AutoML": ("AutoMLJobName", "automl-job"),
    "Model": ("ModelName", "model"),
    "Processing": ("ProcessingJobName", "processing-job"),
    "Training": ("TrainingJobName", "training-job"),
    "Transform": ("TransformJobName", "transform-job"),
    "Tuning": ("HyperParameterTuningJobName", "hyper-parameter-tuning-job"),
}
"""The argument of a step that is the prefix of its job's name, and the job in an ARN."""

NOTEBOOK_COUNTS: Final[Mapping[str, Limit[Range]]] = {
    "Arguments/HyperParameters": Limit(Range(0, 100), f"{_GUIDE}/notebook-auto-run.html"),
    "Arguments/VpcConfig/SecurityGroupIds": Limit(Range(1, 15), f"{_GUIDE}/notebook-auto-run.html"),
    "Arguments/VpcConfig/Subnets": Limit(Range(1, 5), f"{_GUIDE}/notebook-auto-run.html"),
}
NOTEBOOK_VARIABLES: Final = Limit(28, f"{_GUIDE}/notebook-auto-run.html")
NOTEBOOK_VARIABLE_LENGTH: Final = Limit(512, f"{_GUIDE}/notebook-auto-run.html")
NOTEBOOK_PARAMETER_LENGTHS: Final = Limit((256, 2500), f"{_GUIDE}/notebook-auto-run.html")
"""Longest name, and longest value, of a parameter of a notebook job."""
