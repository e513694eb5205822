"""What every production variant has: a name, its models, and how it is rendered."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk.model.base import ModelBase
from sagemaker_hosting.cdk.model.image import Architecture
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.instances import instance_type as describe_instance_type
from sagemaker_hosting.rules import enforce

DEFAULT_VARIANT_NAME: Final = "AllTraffic"
"""The variant's name where none is given. It never changes by itself: an update keeps counts and
weights, and guardrails work, only between variants of one name (guide pages 178 and 350)."""

DEFAULT_START_UP_SECONDS: Final = 600
"""What a rollout allows for instances to start where the variant states no timeouts."""

SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html"
)
_TYPE: Final = "AWS::SageMaker::EndpointConfig"


@dataclass(frozen=True, kw_only=True)
class Variant(ABC):
    """A production variant: what serves a share of an endpoint's requests.

    Made as an `InstanceVariant`, a `ServerlessVariant` or a `ComponentVariant`; beside production,
    as a `ShadowVariant`.

    Attributes:
        variant_name: 1 to 63 letters, digits and inner hyphens; unique in the configuration. Keep
            it over updates. Default: ``AllTraffic``.

    Raises:
        InvalidProps: When a value is out of its range or contradicts another.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html
    """

    variant_name: str = DEFAULT_VARIANT_NAME
    _rendered: Properties = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Have the rules look at the variant where it is written."""
        properties = self._properties()
        object.__setattr__(self, "_rendered", properties)
        enforce(_TYPE, {"ProductionVariants": [properties]}, partial=True)

    @abstractmethod
    def _properties(self) -> Properties:
        """Return the variant before any model is asked for its name."""

    @abstractmethod
    def render(self, default_count: int) -> Properties:
        """Return an element of ``ProductionVariants``.

        Args:
            default_count: The initial instance count where the variant states none.
        """

    @property
    def models(self) -> Sequence[ModelBase]:
        """The models that it serves; none where inference components bring them."""
        return ()

    @property
    def instance_types(self) -> Sequence[str]:
        """The instance types that it may run on, the preferred one first; none when serverless."""
        return ()

    @property
    def weight(self) -> float:
        """Its traffic, relative to the sum of all weights; 1 where it states none."""
        return 1

    @property
    def takes_traffic(self) -> bool:
        """Whether requests reach it that do not name it, as far as that is known at synthesis."""
        return True

    @property
    def supports_guardrails(self) -> bool:
        """Whether deployment guardrails work on what it runs on (guide page 350)."""
        known = [describe_instance_type(name) for name in self.instance_types if is_known(name)]
        return all(each is None or each.supports_guardrails for each in known)

    @property
    def start_up_seconds(self) -> int:
        """The longest that its instances may take to start, as far as it is known at synthesis."""
        return DEFAULT_START_UP_SECONDS

    @property
    def placements(self) -> Sequence[tuple[ModelBase, str]]:
        """Each model with each instance type that it may run on."""
        return ()

    def check_architecture(self) -> None:
        """Refuse an image that the instance types cannot run.

        Raises:
            InvalidProps: When both architectures are known and differ.
        """
        for model, instance_type in self.placements:
            check_architecture(f"variant {self.variant_name}", model.architecture, instance_type)

    def role_statements(self) -> list[Properties]:
        """Return what the execution role needs because of this variant."""
        return []


def check_model(model: object, of: str) -> None:
    """Refuse anything but a model.

    Raises:
        InvalidProps: When ``model`` is none.
    """
    if not isinstance(model, ModelBase):
        raise InvalidProps(
            f"model of {of} is {model!r}, not a model",
            fix="pass model=Model(...) or one that Model.from_... refers to",
            source=SOURCE,
        )


def check_architecture(what: str, image: Architecture | None, instance_type: str) -> None:
    """Refuse an image that ``instance_type`` cannot run.

    Args:
        what: What runs it, for the message.
        image: What the image was built for; None when unknown.
        instance_type: What it runs on.

    Raises:
        InvalidProps: When both architectures are known and differ.
    """
    if image is None or not is_known(instance_type):
        return
    instance = describe_instance_type(instance_type)
    if instance is None or instance.architecture in (None, image):
        return
    raise InvalidProps(
        f"{what} runs an {image} image on {instance_type}, "
        f"which is {instance.architecture}: the container would fail with 'exec format error'",
        fix=f"build the image for {instance.architecture}, or choose an {image} instance type",
        source="developer guide page 585; "
        "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-graviton.html",
    )
