"""What a shadow test takes from its endpoint, and its name."""

from __future__ import annotations

from typing import Final

from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk._surroundings import stack_facts
from sagemaker_hosting.cdk.defaults.effective import Effective
from sagemaker_hosting.cdk.endpoint.owned import OwnedEndpoint, name_of
from sagemaker_hosting.cdk.endpoint.realtime_base import RealTimeEndpointBase
from sagemaker_hosting.cdk.shadow_test.variant import ShadowTestVariant
from sagemaker_hosting.cdk.variant.instance import InstanceVariant
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.naming import is_name, name_from_path
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.limits import SHADOW_SAMPLING_PERCENTAGE, SHADOW_TEST_NAME_LENGTH

SOURCE: Final = (
    "developer guide pages 351 to 367; "
    "https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-create.html"
)


def check_endpoint(endpoint: object) -> None:
    """Refuse what takes no shadow test.

    Raises:
        InvalidProps: When it is no real-time endpoint.
    """
    if not isinstance(endpoint, RealTimeEndpointBase):
        raise InvalidProps(
            f"endpoint is {type(endpoint).__name__}, which takes no shadow test",
            fix="pass a real-time endpoint: RealTimeEndpoint(...), Endpoint(...) or one that their "
            "from_endpoint_... refer to",
            source=SOURCE,
        )


def config_of(endpoint: RealTimeEndpointBase) -> Properties:
    """Return the rendered configuration of an endpoint of this app; nothing of another one."""
    return endpoint.config.rendered if isinstance(endpoint, OwnedEndpoint) else {}


def check_share(sampling_percentage: float) -> None:
    """Refuse a part of a percent; the rules know the range.

    Raises:
        InvalidProps: When it is known and not whole.
    """
    if is_known(sampling_percentage) and not float(sampling_percentage).is_integer():
        raise InvalidProps(
            f"sampling_percentage is {sampling_percentage:g}; a shadow test takes whole percents",
            fix="pass 1 to 100",
            source=SHADOW_SAMPLING_PERCENTAGE.source,
        )


def check_place(scope: Construct, endpoint: RealTimeEndpointBase) -> None:
    """Refuse an endpoint elsewhere: SageMaker is told its name alone.

    Raises:
        InvalidProps: When both places are known and differ.
    """
    arn = endpoint.given_arn
    if arn is None or not is_known(arn):
        return
    here = stack_facts(scope)
    region, account = arn.split(":")[3:5]
    for what, mine, its in (("account", here.account, account), ("Region", here.region, region)):
        if is_known(mine) and mine != its:
            raise InvalidProps(
                f"the endpoint is in {what} {its}, this shadow test in {mine}",
                fix=f"declare the shadow test in a stack of {its}",
                source=SOURCE,
            )


def check_production(endpoint: RealTimeEndpointBase, variant_name: str) -> None:
    """Refuse a production variant that the endpoint does not have.

    Raises:
        InvalidProps: When all names are known and its name is none of them.
    """
    names = list(endpoint.variant_names)
    if names and is_known([variant_name, *names]) and variant_name not in names:
        raise InvalidProps(
            f"production is {variant_name!r}, and the endpoint has no such variant",
            fix=f"pass production=ShadowTestVariant(variant_name={names[0]!r}, ...)",
            source=SOURCE,
        )


def production_of(endpoint: RealTimeEndpointBase) -> ShadowTestVariant:
    """Return what answers at an endpoint of this app.

    Raises:
        InvalidProps: When that cannot be told.
    """
    variants = endpoint.config.variants if isinstance(endpoint, OwnedEndpoint) else ()
    only = variants[0] if len(variants) == 1 else None
    if not isinstance(only, InstanceVariant) or only.instance_type is None:
        raise InvalidProps(
            "what answers in production cannot be told from the endpoint: it is imported, or has "
            "not one variant on one instance type",
            fix="pass production=ShadowTestVariant(model=..., instance_type=..., "
            "variant_name=...) as the endpoint has it",
            source=SOURCE,
        )
    (rendered,) = config_of(endpoint)["ProductionVariants"]
    return ShadowTestVariant(
        model=only.model,
        instance_type=only.instance_type,
        instance_count=rendered["InitialInstanceCount"],
        variant_name=only.variant_name,
    )


def name_of_test(scope: Construct, given: str | None, defaults: Effective) -> str:
    """Return the name of a shadow test: the one given, or one made of its path.

    Raises:
        InvalidProps: When it is known and malformed, or when the defaults do not let it have that
            name.
    """
    longest = SHADOW_TEST_NAME_LENGTH
    if given is not None and is_known(given) and not is_name(given, max_length=longest.value):
        raise InvalidProps(
            f"shadow test name {given!r} has {len(given)} characters or others than letters, "
            "digits and inner hyphens",
            fix=f"use 1 to {longest.value}, such as "
            f"{name_from_path([given], max_length=longest.value)!r}",
            source=longest.source,
        )
    return name_of(scope, given, defaults, "shadow_test_name")
