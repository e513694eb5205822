"""From CloudFormation properties, as the rules read them, to L1 constructs.

A construct first renders plain CloudFormation properties, then has the rules look at them, and only
then creates the L1 resource. Passing nested properties as camelCase mappings instead of jsii struct
objects saves the struct's constructor and a second type check for each of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final, TypeVar

import aws_cdk as cdk
from constructs import Construct

from sagemaker_hosting.core.errors import HostingError, InvalidProps
from sagemaker_hosting.core.tokens import is_known

Properties = dict[str, Any]
"""CloudFormation properties in CloudFormation's spelling; values may hold CDK tokens."""

_L1 = TypeVar("_L1")
_WORD: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# What these hold has keys of its own, which are no property names.
_VERBATIM: Final = frozenset(
    {"AssumeRolePolicyDocument", "Environment", "ModelPackageGroupPolicy", "PolicyDocument"}
)


@cache
def _snake(name: str) -> str:
    return _WORD.sub("_", name).lower()


@cache
def _camel(name: str) -> str:
    head, *tail = _snake(name).split("_")
    return head + "".join(word.capitalize() for word in tail)


def _value(value: Any, name: str = "") -> Any:
    if isinstance(value, Mapping):
        if name in _VERBATIM:
            return dict(value)
        return {_camel(key): _value(item, key) for key, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [_value(item) for item in value]
    return value


def create_l1(
    factory: Callable[..., _L1], scope: Construct, id: str, properties: Mapping[str, Any]
) -> _L1:
    """Create the L1 construct ``factory`` with CloudFormation ``properties``.

    Args:
        factory: The L1 class, such as ``aws_sagemaker.CfnModel``.
        scope: Where to create it.
        id: Its id below ``scope``.
        properties: CloudFormation's spelling, nested as in a template. ``None`` is left out; 0, ""
            and False are kept.
    """
    return factory(scope, id, **l1_properties(properties))


def l1_properties(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return CloudFormation ``properties`` as an L1 construct takes them; ``None`` is left out."""
    return {_snake(key): _value(item, key) for key, item in properties.items() if item is not None}


def tag_properties(tags: Mapping[str, str] | None) -> list[Properties] | None:
    """Return ``tags`` as CloudFormation writes them, sorted by key."""
    if not tags:
        return None
    return [{"Key": key, "Value": tags[key]} for key in sorted(tags)]


class declared_at:  # noqa: N801 - reads as a statement: ``with declared_at(scope, id):``
    """Put the construct path on an error that is raised inside, unless it carries one already."""

    __slots__ = ("_id", "_scope")

    def __init__(self, scope: Construct, id: str) -> None:
        self._scope = scope
        self._id = id

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, HostingError) and error.path is None:
            above = self._scope.node.path
            error.path = f"{above}/{self._id}" if above else self._id


def seconds(duration: cdk.Duration | None, argument: str, default: int | None = None) -> Any:
    """Return ``duration`` in whole seconds, a number token if it is one, or ``default``.

    Raises:
        InvalidProps: When it is not a whole number of seconds, or is a token in another unit.
    """
    if duration is None:
        return default
    _check_duration(duration, argument)
    return _convert(duration, argument, "seconds", cdk.Duration.to_seconds)


def minutes(duration: cdk.Duration | None, argument: str) -> Any:
    """Return ``duration`` in whole minutes, a number token if it is one, or None.

    Raises:
        InvalidProps: When it is not a whole number of minutes, or is a token in another unit.
    """
    if duration is None:
        return None
    _check_duration(duration, argument)
    return _convert(duration, argument, "minutes", cdk.Duration.to_minutes)


def days(duration: cdk.Duration | None, argument: str) -> Any:
    """Return ``duration`` in whole days, a number token if it is one, or None.

    Raises:
        InvalidProps: When it is not a whole number of days, or is a token in another unit.
    """
    if duration is None:
        return None
    _check_duration(duration, argument)
    return _convert(duration, argument, "days", cdk.Duration.to_days)


def gibibytes(size: cdk.Size | None, argument: str) -> Any:
    """Return ``size`` in whole GiB, a number token if it is one, or None.

    Raises:
        InvalidProps: When it is not a whole number of GiB, or is a token in another unit.
    """
    return None if size is None else _convert_size(size, argument, "GiB", cdk.Size.to_gibibytes)


def mebibytes(size: cdk.Size | None, argument: str) -> Any:
    """Return ``size`` in whole MiB, a number token if it is one, or None.

    Raises:
        InvalidProps: When it is not a whole number of MiB, or is a token in another unit.
    """
    return None if size is None else _convert_size(size, argument, "MiB", cdk.Size.to_mebibytes)


def texts(given: Sequence[str], argument: str) -> list[str]:
    """Return ``given`` as a list.

    Raises:
        InvalidProps: When it is one text in place of several: each of its letters would be one.
    """
    if isinstance(given, str):
        raise InvalidProps(
            f"{argument} is {given!r}, not a sequence",
            fix=f"pass {argument}=[{given!r}]",
            source="https://docs.python.org/3/library/collections.abc.html#collections.abc.Sequence",
        )
    return list(given)


def microseconds(duration: cdk.Duration, argument: str) -> float:
    """Return ``duration`` in microseconds, the unit of SageMaker's latency metrics.

    Raises:
        InvalidProps: When it is a token: CloudFormation cannot multiply, so the conversion to
            microseconds has to happen at synthesis.
    """
    if not isinstance(duration, cdk.Duration):
        raise InvalidProps(
            f"{argument} is {duration!r}, not a Duration",
            fix=f"pass {argument}=Duration.millis(...)",
            source="https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.Duration.html",
        )
    try:
        amount = float(duration.to_milliseconds(integral=False))
    except RuntimeError:
        amount = None
    if amount is None or not is_known(amount):
        raise InvalidProps(
            f"{argument} is known only at deployment; it is converted to microseconds at synthesis",
            fix="pass a literal such as Duration.millis(200), or an alarm of your own through "
            "RollbackAlarm.of(alarm)",
        )
    return amount * 1000


def _check_duration(duration: object, argument: str) -> None:
    if not isinstance(duration, cdk.Duration):
        raise InvalidProps(
            f"{argument} is {duration!r}, not a Duration",
            fix=f"pass {argument}=Duration.seconds(...) or Duration.minutes(...)",
            source="https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.Duration.html",
        )


def _convert_size(
    size: cdk.Size, argument: str, unit: str, convert: Callable[[cdk.Size], Any]
) -> Any:
    if not isinstance(size, cdk.Size):
        raise InvalidProps(
            f"{argument} is {size!r}, not a Size",
            fix=f"pass {argument}=Size.gibibytes(...)",
            source="https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.Size.html",
        )
    try:
        amount = convert(size)
    except RuntimeError as error:
        raise InvalidProps(
            f"{argument} is known only at deployment, and not in {unit}"
            if size.is_unresolved()
            else f"{argument} cannot be expressed in whole {unit}: it is "
            f"{size.to_mebibytes(rounding=cdk.SizeRoundingBehavior.NONE):g} MiB",
            fix=f"pass {argument}=Size.gibibytes(...) with a whole number",
        ) from error
    return int(amount) if is_known(amount) else amount


def _convert(
    duration: cdk.Duration,
    argument: str,
    unit: str,
    convert: Callable[[cdk.Duration], Any],
) -> Any:
    try:
        amount = convert(duration)
    except RuntimeError as error:
        raise InvalidProps(
            f"{argument} is known only at deployment, and not in {unit}"
            if duration.is_unresolved()
            else f"{argument} cannot be expressed in whole {unit}: it is "
            f"{duration.to_milliseconds(integral=False):g} ms",
            fix=f"pass {argument}=Duration.{unit}(...) with a whole number",
        ) from error
    return int(amount) if is_known(amount) else amount
