"""Settings of DJL Serving, the server of the large model inference (LMI) containers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from sagemaker_hosting.cdk.model.model_server import ModelServer, check_whole_number, variables
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known

RollingBatch = Literal["auto", "vllm", "lmi-dist", "trtllm", "disable"]
"""The inference library: which of them an image has depends on its tag."""

_SOURCE: Final = (
    "https://docs.djl.ai/docs/serving/serving/docs/lmi/deployment_guide/configurations.html"
)


@dataclass(frozen=True, kw_only=True)
class DjlServing(ModelServer):
    """Settings of DJL Serving for a model on one or more accelerators.

    A ``serving.properties`` beside the model overrides them.

    Attributes:
        model_id: A model of the Hugging Face Hub, or the S3 prefix of one; SageMaker downloads a
            model that is given as ``data``, and then none is needed. From the hub it is fetched at
            every start, which network isolation forbids. Default: what lies in ``/opt/ml/model``.
        revision: The commit of the hub's model; without one a start may get other weights than the
            last. Default: its newest.
        tensor_parallel_degree: On how many accelerators one copy of the model is spread, 1 or more,
            or ``max`` for all of the instance. On Inferentia and Trainium it counts cores.
            Default: the image's, 1 in most.
        rolling_batch: The inference library with continuous batching. Default: the image's.
        max_rolling_batch_size: How many requests are worked on together, 1 or more. Default: 256.
        max_model_len: Tokens of a request and its answer together, 1 or more. Default: the model's.
        dtype: What the weights are cast to; ``bf16`` needs G5, P4 or newer. Default: the image's.
        job_queue_size: How many requests wait before more are refused, 1 or more. Default: 1,000.
        model_loading_timeout_seconds: How long loading may take, 1 second or more; the variant's
            ``container_startup_health_check_timeout`` has to allow it. Default: 1,800.
        trust_remote_code: Whether code that comes with the model is run. Default: False.
        additional_environment: Further variables, such as ``OPTION_QUANTIZE``. Default: none.

    Raises:
        InvalidProps: When a number is no whole number of 1 or more, a revision comes without a
            ``model_id``, or a batch size without batching.

    Source: guide page 311;
    https://docs.djl.ai/docs/serving/serving/docs/lmi/deployment_guide/configurations.html
    """

    model_id: str | None = None
    revision: str | None = None
    tensor_parallel_degree: int | Literal["max"] | None = None
    rolling_batch: RollingBatch | None = None
    max_rolling_batch_size: int | None = None
    max_model_len: int | None = None
    dtype: Literal["fp32", "fp16", "bf16", "int8"] | None = None
    job_queue_size: int | None = None
    model_loading_timeout_seconds: int | None = None
    trust_remote_code: bool = False
    additional_environment: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what the server would refuse when it starts."""
        if self.tensor_parallel_degree != "max":
            check_whole_number(self.tensor_parallel_degree, "tensor_parallel_degree", _SOURCE)
        for name in (
            "max_rolling_batch_size",
            "max_model_len",
            "job_queue_size",
            "model_loading_timeout_seconds",
        ):
            check_whole_number(getattr(self, name), name, _SOURCE)
        if self.revision is not None and self.model_id is None:
            raise InvalidProps(
                f"revision {self.revision!r} of no model",
                fix="pass model_id=... of the hub, or leave revision out",
                source=_SOURCE,
            )
        if self.rolling_batch == "disable" and self.max_rolling_batch_size is not None:
            raise InvalidProps(
                f"max_rolling_batch_size is {self.max_rolling_batch_size} and rolling_batch is "
                "'disable': nothing is batched",
                fix="leave max_rolling_batch_size out, or choose a library",
                source=_SOURCE,
            )
        batch, queue = self.max_rolling_batch_size, self.job_queue_size
        if batch is not None and queue is not None and is_known([batch, queue]) and queue < batch:
            raise InvalidProps(
                f"job_queue_size is {queue} and a batch holds up to {batch} requests: it is never "
                "full",
                fix=f"pass job_queue_size={batch} or more",
                source=_SOURCE,
            )
        self.render()

    def render(self) -> dict[str, str]:
        """Return the environment variables."""
        return variables(
            {
                "HF_MODEL_ID": self.model_id,
                "OPTION_REVISION": self.revision,
                "OPTION_TENSOR_PARALLEL_DEGREE": self.tensor_parallel_degree,
                "OPTION_ROLLING_BATCH": self.rolling_batch,
                "OPTION_MAX_ROLLING_BATCH_SIZE": self.max_rolling_batch_size,
                "OPTION_MAX_MODEL_LEN": self.max_model_len,
                "OPTION_DTYPE": self.dtype,
                "OPTION_MODEL_LOADING_TIMEOUT": self.model_loading_timeout_seconds,
                "OPTION_TRUST_REMOTE_CODE": True if self.trust_remote_code else None,
                "SERVING_JOB_QUEUE_SIZE": self.job_queue_size,
            },
            self.additional_environment,
            _SOURCE,
        )
