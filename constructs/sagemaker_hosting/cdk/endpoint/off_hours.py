"""Off-hours of the variants of an endpoint, scaled otherwise or not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk.defaults.effective import Effective
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.endpoint.config import EndpointConfigBase
from sagemaker_hosting.cdk.scaling.async_scaling import AsyncScaling
from sagemaker_hosting.cdk.scaling.base import ScalingBase
from sagemaker_hosting.cdk.scaling.concurrency_scaling import ProvisionedConcurrencyScaling
from sagemaker_hosting.cdk.scaling.off_hours import SOURCE, OffHours
from sagemaker_hosting.cdk.scaling.scaling import Scaling
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.facts.metrics import EndpointKind

_KINDS: Final[Mapping[EndpointKind, type[ScalingBase]]] = {
    "real-time": Scaling,
    "asynchronous": AsyncScaling,
    "serverless": ProvisionedConcurrencyScaling,
}


def with_off_hours(
    config: EndpointConfigBase,
    scaling: Mapping[str, ScalingBase],
    defaults: Effective,
    stated: OffHours | Explicit | None,
) -> dict[str, ScalingBase]:
    """Return how the variants of an endpoint are scaled, off-hours included.

    A variant that is not scaled keeps its capacity in working hours. A shadow rests as production
    does.

    Args:
        config: What the endpoint runs.
        scaling: How its variants are scaled, by name.
        defaults: The defaults that hold for it.
        stated: The off-hours that it states.

    Raises:
        InvalidProps: When it states off-hours in which it would save nothing.
    """
    hours: OffHours | None = defaults.chosen("off_hours", stated)
    scaled = dict(scaling)
    if hours is None:
        return scaled
    candidates = {
        **{name: (own, {}) for name, own in scaling.items()},
        **{
            variant["VariantName"]: (own, variant)
            for variant in config.rendered_served
            if (own := scaling.get(variant["VariantName"]) or _fixed(config.kind, variant))
        },
    }
    served = {
        name: own.off_hours(hours)
        for name, (own, variant) in candidates.items()
        # The only variant of an endpoint says itself why it cannot be.
        if may_be_off(own, variant, hours) or (stated is not None and len(candidates) == 1)
    }
    if stated is not None and not served:
        raise InvalidProps(
            "off-hours of an endpoint that has nothing to save then",
            fix=_FIXES.get(config.kind, "leave out off_hours, or pass scaling=..."),
            source=SOURCE,
        )
    return {**scaled, **served}


def may_be_off(scaling: ScalingBase, variant: Properties, hours: OffHours) -> bool:
    """Return whether a variant can have off-hours, and saves something in them.

    Args:
        scaling: How it is scaled.
        variant: The variant as it is rendered, as far as it is known.
        hours: The off-hours.
    """
    known = instance_type(_text(variant.get("InstanceType")))
    burstable = known is not None and known.burstable
    return not burstable and scaling.saves_in(hours)


def _fixed(kind: EndpointKind, variant: Properties) -> ScalingBase | None:
    """Return a scaling that leaves a variant as it is; None without a capacity of its own."""
    made = _KINDS.get(kind)
    capacity: Any = variant
    for name in made.starts_with if made is not None else ():
        capacity = capacity.get(name) if isinstance(capacity, Mapping) else None
    if made is None or capacity is None or variant.get("ManagedInstanceScaling") is not None:
        return None
    return made(min_capacity=capacity, max_capacity=capacity)


def _text(value: Any) -> str:
    return value if isinstance(value, str) and is_known(value) else ""


_FIXES: Final[Mapping[EndpointKind, str]] = {
    "serverless": "leave out off_hours: without provisioned concurrency nobody pays while nobody "
    "calls",
    "component": "pass off_hours= to its components",
}
