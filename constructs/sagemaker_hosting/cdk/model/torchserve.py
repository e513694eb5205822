"""Settings of TorchServe, the server of the PyTorch containers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sagemaker_hosting.cdk.model.model_server import ModelServer, check_whole_number, variables
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known

_SOURCE: Final = (
    "developer guide pages 292, 293; "
    "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-optimize.html"
)


@dataclass(frozen=True, kw_only=True)
class TorchServe(ModelServer):
    """Settings of TorchServe.

    Attributes:
        min_workers: Fewest workers of the model, 1 or more. Default: one for each accelerator, or
            for each vCPU.
        max_workers: Most workers of the model, ``min_workers`` or more. Default: as many.
        batch_size: How many requests are put together, 1 or more. Default: 1.
        max_batch_delay_milliseconds: How long a batch waits to fill up, 1 ms or more; only with a
            ``batch_size`` above 1. Default: 100.
        response_timeout_seconds: How long an answer may take before the worker is started anew, 1
            second or more; SageMaker itself gives up after 60 seconds of a real-time request.
            Default: 60.
        max_request_bytes: The largest request body, 1 byte or more. Default: about 6.5 MB.
        max_response_bytes: The largest response body, 1 byte or more. Default: about 6.5 MB.
        install_requirements: Whether ``requirements.txt`` of the model is installed when it starts,
            which network isolation forbids. Default: False.
        additional_environment: Further variables. Default: none.

    Raises:
        InvalidProps: When a number is no whole number of 1 or more, the workers cross, or a delay
            is given for batches of one.

    Source: guide pages 292, 293 and 322;
    https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-optimize.html
    """

    min_workers: int | None = None
    max_workers: int | None = None
    batch_size: int | None = None
    max_batch_delay_milliseconds: int | None = None
    response_timeout_seconds: int | None = None
    max_request_bytes: int | None = None
    max_response_bytes: int | None = None
    install_requirements: bool = False
    additional_environment: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what the server would refuse when it starts, or never look at."""
        for name in (
            "min_workers",
            "max_workers",
            "batch_size",
            "max_batch_delay_milliseconds",
            "response_timeout_seconds",
            "max_request_bytes",
            "max_response_bytes",
        ):
            check_whole_number(getattr(self, name), name, _SOURCE)
        least, most = self.min_workers, self.max_workers
        if least is not None and most is not None and is_known([least, most]) and most < least:
            raise InvalidProps(
                f"max_workers is {most} and min_workers is {least}",
                fix=f"pass max_workers={least} or more",
                source=_SOURCE,
            )
        batch = 1 if self.batch_size is None else self.batch_size
        if self.max_batch_delay_milliseconds is not None and is_known(batch) and batch == 1:
            raise InvalidProps(
                f"max_batch_delay_milliseconds is {self.max_batch_delay_milliseconds} and a batch "
                "is one request: nothing waits",
                fix="pass batch_size=2 or more, or leave the delay out",
                source=_SOURCE,
            )
        self.render()

    def render(self) -> dict[str, str]:
        """Return the environment variables."""
        return variables(
            {
                "SAGEMAKER_TS_MIN_WORKERS": self.min_workers,
                "SAGEMAKER_TS_MAX_WORKERS": self.max_workers,
                "SAGEMAKER_TS_BATCH_SIZE": self.batch_size,
                "SAGEMAKER_TS_MAX_BATCH_DELAY": self.max_batch_delay_milliseconds,
                "SAGEMAKER_TS_RESPONSE_TIMEOUT": self.response_timeout_seconds,
                "SAGEMAKER_TS_MAX_REQUEST_SIZE": self.max_request_bytes,
                "SAGEMAKER_TS_MAX_RESPONSE_SIZE": self.max_response_bytes,
                "TS_INSTALL_PY_DEP_PER_MODEL": True if self.install_requirements else None,
            },
            self.additional_environment,
            _SOURCE,
        )
