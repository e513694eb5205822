"""Settings of the NVIDIA Triton Inference Server containers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import aws_cdk as cdk

from sagemaker_hosting.cdk.model.model_server import ModelServer, check_whole_number, variables
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known

_SOURCE: Final = (
    "developer guide pages 385, 390 to 394; "
    "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models-frameworks-triton.html"
)
_METRICS_PORT: Final = 8002
"""Where Triton serves its metrics; the documented port for publishing them."""


@dataclass(frozen=True, kw_only=True)
class TritonMetrics:
    """Triton's own metrics in CloudWatch; images from 23.07 on.

    The execution role needs to write them: ``logs:CreateLogGroup``, ``logs:CreateLogStream``,
    ``logs:PutLogEvents`` on the log group.

    Attributes:
        log_group: The log group that carries them.
        namespace: The namespace that they appear in.

    Source: guide pages 388, 389 and 393.
    """

    log_group: str
    namespace: str


@dataclass(frozen=True, kw_only=True)
class Triton(ModelServer):
    """Settings of a Triton Inference Server.

    Attributes:
        default_model_name: The model that is loaded, as its ``config.pbtxt`` calls it; of an
            ensemble the ensemble's own name. A multi-model endpoint takes the model of the request
            instead. Default: the only model of the repository.
        ping_mode: When ``/ping`` answers 200: ``ready`` once the model is loaded, ``live`` once the
            server runs. Default: ``ready``, of multi-model endpoints ``live``.
        thread_count: Threads that handle requests, 1 or more. Default: Triton's.
        shm_default_size: Shared memory of each model of the Python backend, in whole bytes.
            Default: 16 MiB.
        shm_growth_size: By how much it grows, in whole bytes. Default: 1 MiB.
        model_load_gpu_limit: Which share of a GPU's memory may be in use when a model is loaded, 0
            to 1. Default: all of it.
        log_verbose: Whether every request is logged. SageMaker's image does so unless told
            otherwise, which costs money and may hold user data. Default: True, the image's.
        metrics: Its metrics in CloudWatch. Default: none.
        additional_args: Further arguments of ``tritonserver``. Default: none.
        additional_environment: Further variables. Default: none.

    Raises:
        InvalidProps: When a number is out of range, or a variable is set twice.

    Source: guide pages 385 and 390 to 394;
    https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models-frameworks-triton.html
    """

    default_model_name: str | None = None
    ping_mode: Literal["ready", "live"] | None = None
    thread_count: int | None = None
    shm_default_size: cdk.Size | None = None
    shm_growth_size: cdk.Size | None = None
    model_load_gpu_limit: float | None = None
    log_verbose: bool | None = None
    metrics: TritonMetrics | None = None
    additional_args: str | None = None
    additional_environment: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what the server would refuse when it starts."""
        check_whole_number(self.thread_count, "thread_count", _SOURCE)
        limit = self.model_load_gpu_limit
        if limit is not None and is_known(limit) and not 0 < limit <= 1:
            raise InvalidProps(
                f"model_load_gpu_limit is {limit}; allowed is a share above 0, up to 1",
                fix="pass model_load_gpu_limit=0.8 or another share of the memory",
                source=_SOURCE,
            )
        self.render()

    def render(self) -> dict[str, str]:
        """Return the environment variables."""
        named: dict[str, object] = {
            "SAGEMAKER_TRITON_DEFAULT_MODEL_NAME": self.default_model_name,
            "SAGEMAKER_TRITON_PING_MODE": self.ping_mode,
            "SAGEMAKER_TRITON_THREAD_COUNT": self.thread_count,
            "SAGEMAKER_TRITON_SHM_DEFAULT_BYTE_SIZE": _bytes(self.shm_default_size),
            "SAGEMAKER_TRITON_SHM_GROWTH_BYTE_SIZE": _bytes(self.shm_growth_size),
            "SAGEMAKER_TRITON_MODEL_LOAD_GPU_LIMIT": self.model_load_gpu_limit,
            "SAGEMAKER_TRITON_LOG_VERBOSE": self.log_verbose,
            "SAGEMAKER_TRITON_ADDITIONAL_ARGS": self.additional_args,
        }
        if self.metrics is not None:
            named |= {
                "SAGEMAKER_TRITON_ALLOW_METRICS": True,
                "SAGEMAKER_TRITON_PUBLISH_METRICS_TO_CLOUDWATCH": True,
                "SAGEMAKER_TRITON_CLOUDWATCH_LOG_GROUP": self.metrics.log_group,
                "SAGEMAKER_TRITON_CLOUDWATCH_METRIC_NAMESPACE": self.metrics.namespace,
                "SAGEMAKER_TRITON_METRICS_PORT": _METRICS_PORT,
            }
        return variables(named, self.additional_environment, _SOURCE)


def _bytes(size: cdk.Size | None) -> int | None:
    return None if size is None else int(size.to_bytes())
