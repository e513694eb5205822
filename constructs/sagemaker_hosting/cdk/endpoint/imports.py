"""Referring to endpoints that the app does not own, the same way for every kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Generic, TypeVar

import aws_cdk as cdk
from constructs import Construct

from sagemaker_hosting.cdk._l1 import declared_at
from sagemaker_hosting.cdk.endpoint.base import EndpointBase
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.naming import MAX_NAME_LENGTH, is_name, name_from_path
from sagemaker_hosting.core.tokens import is_known

_SOURCE: Final = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html"

Imported = TypeVar("Imported", bound=EndpointBase)


class ImportsEndpoints(Generic[Imported]):
    """The ``from_endpoint_...`` methods of a kind of endpoint; a mixin."""

    @classmethod
    def from_endpoint_name(
        cls,
        scope: Construct,
        id: str,
        endpoint_name: str,
        *,
        variant_names: Sequence[str] = (),
    ) -> Imported:
        """Refer to an endpoint of this account and Region that the app does not own.

        Nothing is looked up.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            endpoint_name: Its name.
            variant_names: Its production variants, for metrics and scaling. Default: unknown.
        """
        return cls.from_endpoint_attributes(
            scope, id, endpoint_name=endpoint_name, variant_names=variant_names
        )

    @classmethod
    def from_endpoint_arn(
        cls,
        scope: Construct,
        id: str,
        endpoint_arn: str,
        *,
        variant_names: Sequence[str] = (),
    ) -> Imported:
        """Refer to an endpoint that the app does not own, in the account and Region of its ARN.

        Nothing is looked up. In the ARN, SageMaker writes the name in lower case; give the name too
        through `from_endpoint_attributes` where it has capitals and you use its metrics.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            endpoint_arn: Its ARN.
            variant_names: Its production variants, for metrics and scaling. Default: unknown.
        """
        return cls.from_endpoint_attributes(
            scope, id, endpoint_arn=endpoint_arn, variant_names=variant_names
        )

    @classmethod
    def from_endpoint_attributes(
        cls,
        scope: Construct,
        id: str,
        *,
        endpoint_name: str | None = None,
        endpoint_arn: str | None = None,
        variant_names: Sequence[str] = (),
    ) -> Imported:
        """Refer to an endpoint that the app does not own. Nothing is looked up.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            endpoint_name: Its name. Default: taken from the ARN.
            endpoint_arn: Its ARN. Default: this account and Region.
            variant_names: Its production variants, for metrics and scaling. Default: unknown.

        Raises:
            InvalidProps: When neither name nor ARN is given.
        """
        with declared_at(scope, id):
            if endpoint_name is None and endpoint_arn is None:
                raise InvalidProps(
                    "an imported endpoint needs a name or an ARN; neither is given",
                    fix="pass endpoint_name=... or endpoint_arn=...",
                    source=_SOURCE,
                )
            if endpoint_arn is not None and is_known(endpoint_arn):
                _check_arn(endpoint_arn)
            if endpoint_name is not None:
                check_name(endpoint_name)
        if endpoint_name is None:
            assert endpoint_arn is not None
            parts = cdk.Stack.of(scope).split_arn(endpoint_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME)
            endpoint_name = parts.resource_name or ""
        return cls._imported(scope, id, endpoint_name, variant_names, endpoint_arn)

    @classmethod
    def _imported(
        cls,
        scope: Construct,
        id: str,
        name: str,
        variant_names: Sequence[str],
        arn: str | None,
    ) -> Imported:
        raise NotImplementedError


def check_name(given: str) -> None:
    """Refuse a name that no endpoint can have.

    Raises:
        InvalidProps: When it is known and malformed.
    """
    if is_known(given) and not is_name(given):
        raise InvalidProps(
            f"endpoint name {given!r} has {len(given)} characters or others than letters, digits "
            "and inner hyphens",
            fix=f"use 1 to {MAX_NAME_LENGTH}, such as {name_from_path([given])!r}",
            source=_SOURCE,
        )


def _check_arn(arn: str) -> None:
    parts = arn.split(":", 5)
    if len(parts) != 6 or parts[2] != "sagemaker" or not parts[5].startswith("endpoint/"):
        raise InvalidProps(
            f"{arn!r} is not the ARN of an endpoint",
            fix="pass 'arn:aws:sagemaker:REGION:ACCOUNT:endpoint/NAME'",
            source=_SOURCE,
        )
