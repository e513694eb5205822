"""A shadow variant: a model that gets copies of the requests, and whose answers nobody gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk.variant.base import Variant
from sagemaker_hosting.cdk.variant.of_model import VariantOfModel
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.rules import enforce

DEFAULT_SHADOW_NAME: Final = "Shadow"
"""The name of a shadow variant where none is given."""

WHOLE: Final = 100
"""All requests, in percent; also the weight of production at which a percentage is a weight."""

_TYPE: Final = "AWS::SageMaker::EndpointConfig"
_SOURCE: Final = (
    "developer guide pages 192 to 194; "
    "https://docs.aws.amazon.com/sagemaker/latest/dg/model-shadow-deployment.html"
)


@dataclass(frozen=True, kw_only=True)
class ShadowVariant(VariantOfModel):
    """A model on instances that gets copies of the requests to the only production variant.

    Callers get the answers of production alone; those of the shadow are dropped, or captured where
    the endpoint captures data. So a model, an image or an instance type can be tried on real
    requests for as long as one likes. `ShadowTest` does the same for a limited time, on an endpoint
    that is there.

    It takes no part in serverless and asynchronous endpoints, and neither model nor instances may
    be of a kind that the service excludes: multi-model, several containers, AWS Marketplace, Inf1.

    Example::

        hosting.ShadowVariant(
            model=candidate, instance_type="ml.m5.xlarge", sampling_percentage=50
        )

    Attributes:
        model: The model that is tried.
        sampling_percentage: The share of requests that is copied, 0 to 100 percent. It becomes a
            weight beside that of production. Default: 100, which shows that the shadow could take
            over.
        instance_type: Such as ``ml.m5.xlarge``: the one of production, unless another one is what
            is tried. Default: ``instance_pools`` is used; one of the two is required.
        instance_pools: 1 to 5 instance types in the order of priority, for when the first one has
            no capacity. Default: none.
        provision_timeout: How long SageMaker looks for instances, over all pools, 300 to 3,600
            seconds. Default: chosen by SageMaker.
        variant_name: 1 to 63 letters, digits and inner hyphens, and not the name of production.
            Default: ``Shadow``.
        initial_instance_count: Instances at creation, 1 or more. Default: as many as production,
            or the minimum capacity where the endpoint scales the shadow.
        volume_size: The storage volume of each instance, 1 to 512 GiB. Instances with local NVMe
            storage take none. Default: from the size of the model where that is known and large,
            otherwise chosen by SageMaker.
        model_data_download_timeout: How long fetching the artifact may take, 60 to 3,600 seconds.
            Default: from the size of the model where that is known and above 40 GB, otherwise
            chosen by SageMaker.
        container_startup_health_check_timeout: How long the container may take until ``/ping``
            answers, 60 to 3,600 seconds. Default: as for the download.
        routing: How requests spread over the instances. Default: at random.
        capacity_reservation: Reserved capacity to run on. Default: none.
        inference_ami_version: The machine image, which decides the driver: such as
            ``al2-ami-sagemaker-inference-gpu-3-1``. Default: SageMaker's.
        ssm_access: Whether a shell in the containers can be opened through Systems Manager. For
            debugging only (guide pages 367 and 368). Default: False.
        core_dump: Where core dumps of crashed containers go. Default: nowhere.

    Raises:
        InvalidProps: When the percentage is out of range, unless exactly one of ``instance_type``
            and ``instance_pools`` is given, or when a rule of the catalogue refuses the variant.

    Source: developer guide pages 191 to 194 and 367;
    https://docs.aws.amazon.com/sagemaker/latest/dg/model-shadow-deployment.html
    """

    variant_name: str = DEFAULT_SHADOW_NAME
    sampling_percentage: float = WHOLE

    def __post_init__(self) -> None:
        """Refuse a share that there is not, then have the rules look at the rest."""
        share = self.sampling_percentage
        if is_known(share) and not 0 <= share <= WHOLE:
            raise InvalidProps(
                f"sampling_percentage is {share:g}; there are no more requests to copy than all",
                fix="pass 0 to 100 percent",
                source=_SOURCE,
            )
        super().__post_init__()
        enforce(_TYPE, {"ShadowProductionVariants": [self._rendered]}, partial=True)

    @property
    def takes_traffic(self) -> bool:
        """False: callers never hear of it."""
        return False

    def render_beside(self, production: Variant, rendered: Properties) -> Properties:
        """Return the element of ``ShadowProductionVariants``, its weight included.

        Args:
            production: The variant whose requests are copied.
            rendered: The same as an element of ``ProductionVariants``.

        Raises:
            InvalidProps: When the weight cannot be told at synthesis.
        """
        count = rendered.get("InitialInstanceCount", 1)
        weight = self._weight(production.weight)
        return {**self.render(count), "InitialVariantWeight": weight}

    def _weight(self, whole: Any) -> Any:
        """Return the weight that copies the share of what has the weight ``whole``."""
        share = self.sampling_percentage
        if share == WHOLE:
            return whole
        if is_known([share, whole]):
            weight = whole * share / WHOLE
            return int(weight) if float(weight).is_integer() else weight
        if is_known(whole) and whole == WHOLE:
            return share
        raise InvalidProps(
            "the sampling percentage, or the weight of production, is known only at deployment; "
            "CloudFormation cannot multiply them",
            fix="give the production variant initial_variant_weight=100, so that the percentage is "
            "the weight",
            source=_SOURCE,
        )


def check_shadow(shadow: object, variants: Sequence[Variant] | None = None) -> None:
    """Refuse what is no shadow, and one without anything to copy.

    Args:
        shadow: The shadow variant; None is none.
        variants: The production variants. Default: there are some.

    Raises:
        InvalidProps: When it is something else, or alone.
    """
    if shadow is not None and not isinstance(shadow, ShadowVariant):
        raise InvalidProps(
            f"shadow_variant is {type(shadow).__name__}, not a shadow variant",
            fix="pass shadow_variant=ShadowVariant(...)",
            source=_SOURCE,
        )
    if shadow is not None and variants is not None and not variants:
        raise InvalidProps(
            "a shadow variant without the production variant whose requests it copies",
            fix="pass variants=[InstanceVariant(...)]",
            source=_SOURCE,
        )
