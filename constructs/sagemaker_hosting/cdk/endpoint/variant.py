"""A production variant: a model on instances, with a share of the traffic."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import aws_cdk as cdk

from sagemaker_hosting.cdk._l1 import Properties, seconds
from sagemaker_hosting.cdk.model.model import ModelBase
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.instances import instance_type as describe_instance_type
from sagemaker_hosting.rules import enforce

DEFAULT_VARIANT_NAME: Final = "AllTraffic"
"""The variant's name where none is given. It never changes by itself: an update keeps counts and
weights, and guardrails work, only between variants of one name (guide pages 178 and 350)."""

DEFAULT_START_UP_SECONDS: Final = 600
"""What a rollout allows for instances to start where the variant states no timeouts."""

_TYPE: Final = "AWS::SageMaker::EndpointConfig"


@dataclass(frozen=True, kw_only=True)
class InstanceVariant:
    """A model on instances of one type, with a share of the endpoint's traffic.

    Attributes:
        model: The model that it serves.
        instance_type: Such as ``ml.m5.xlarge``. Burstable types (``ml.t2``) cannot be
            autoscaled.
        variant_name: 1 to 63 letters, digits and inner hyphens; unique in the configuration. Keep
            it over updates. Default: ``AllTraffic``.
        initial_instance_count: Instances at creation, 1 or more. An autoscaled variant keeps its
            current count when the endpoint is updated. Default: 1, or the minimum capacity where
            the endpoint scales the variant.
        initial_variant_weight: Its traffic, relative to the sum of all weights. 0 is a weight: the
            variant runs and gets only requests that name it. Default: 1.
        volume_size: The storage volume of each instance, 1 to 512 GiB. Instances with local NVMe
            storage take none. Default: chosen by SageMaker.
        model_data_download_timeout: How long fetching the artifact may take, 60 to 3,600 seconds.
            Default: chosen by SageMaker.
        container_startup_health_check_timeout: How long the container may take until ``/ping``
            answers, 60 to 3,600 seconds. Default: chosen by SageMaker.

    Raises:
        InvalidProps: When a rule of the catalogue refuses the variant.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html
    """

    model: ModelBase
    instance_type: str
    variant_name: str = DEFAULT_VARIANT_NAME
    initial_instance_count: int | None = None
    initial_variant_weight: float = 1
    volume_size: cdk.Size | None = None
    model_data_download_timeout: cdk.Duration | None = None
    container_startup_health_check_timeout: cdk.Duration | None = None
    _rendered: Properties = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Have the rules look at the variant where it is written."""
        if not isinstance(self.model, ModelBase):
            raise InvalidProps(
                f"model of variant {self.variant_name} is {self.model!r}, not a model",
                fix="pass model=Model(...) or one that Model.from_... refers to",
                source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/"
                "API_ProductionVariant.html",
            )
        properties = self._properties(1)
        object.__setattr__(self, "_rendered", properties)
        enforce(_TYPE, {"ProductionVariants": [properties]}, partial=True)

    def render(self, default_count: int) -> Properties:
        """Return an element of ``ProductionVariants``.

        Args:
            default_count: The initial instance count where the variant states none.
        """
        rendered: Properties = dict(self._rendered)
        rendered["ModelName"] = self.model.model_name
        if self.initial_instance_count is None:
            rendered["InitialInstanceCount"] = default_count
        return rendered

    @property
    def start_up_seconds(self) -> int:
        """The longest that its instances may take to start, as far as it is known at synthesis."""
        stated = [
            value
            for name in (
                "ModelDataDownloadTimeoutInSeconds",
                "ContainerStartupHealthCheckTimeoutInSeconds",
            )
            if (value := self._rendered[name]) is not None and is_known(value)
        ]
        return max(int(sum(stated)), DEFAULT_START_UP_SECONDS)

    def check_architecture(self) -> None:
        """Refuse an image that the instance type cannot run.

        Raises:
            InvalidProps: When both architectures are known and differ.
        """
        image = self.model.architecture
        if image is None or not is_known(self.instance_type):
            return
        instance = describe_instance_type(self.instance_type)
        if instance is None or instance.architecture in (None, image):
            return
        raise InvalidProps(
            f"variant {self.variant_name} runs an {image} image on {self.instance_type}, "
            f"which is {instance.architecture}: the container would fail with 'exec format error'",
            fix=f"build the image for {instance.architecture}, or choose an {image} instance type",
            source="developer guide page 585; "
            "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-graviton.html",
        )

    def _properties(self, count: int) -> Properties:
        given = self.initial_instance_count
        return {
            "VariantName": self.variant_name,
            # What the rules see before the model is asked for its name.
            "ModelName": "model",
            "InstanceType": self.instance_type,
            "InitialInstanceCount": count if given is None else given,
            "InitialVariantWeight": self.initial_variant_weight,
            "VolumeSizeInGB": _gibibytes(self.volume_size),
            "ModelDataDownloadTimeoutInSeconds": seconds(
                self.model_data_download_timeout, "model_data_download_timeout"
            ),
            "ContainerStartupHealthCheckTimeoutInSeconds": seconds(
                self.container_startup_health_check_timeout,
                "container_startup_health_check_timeout",
            ),
        }


def _gibibytes(size: cdk.Size | None) -> float | None:
    if size is None:
        return None
    try:
        amount = size.to_gibibytes()
    except RuntimeError as error:
        raise InvalidProps(
            "volume_size is known only at deployment, and not in GiB"
            if size.is_unresolved()
            else "volume_size cannot be expressed in whole GiB: it is "
            f"{size.to_mebibytes(rounding=cdk.SizeRoundingBehavior.NONE):g} MiB",
            fix="pass volume_size=Size.gibibytes(...) with a whole number from 1 to 512",
        ) from error
    return int(amount) if is_known(amount) else amount
