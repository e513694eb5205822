"""The endpoint configuration: the variants that an endpoint runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, create_l1, declared_at, tag_properties
from sagemaker_hosting.cdk._surroundings import in_stack_of, stack_facts
from sagemaker_hosting.cdk.endpoint.data_capture import DataCapture
from sagemaker_hosting.cdk.endpoint.variant import InstanceVariant
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.rules import enforce

_TYPE: Final = "AWS::SageMaker::EndpointConfig"
_SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html"
)


class EndpointConfigBase(cdk.Resource):
    """What an owned and an imported endpoint configuration share. Not to be created directly."""

    @property
    def endpoint_config_name(self) -> str:
        """The name of the configuration; of an owned one, a token until deployment."""
        raise NotImplementedError

    @property
    def variants(self) -> Sequence[InstanceVariant]:
        """The production variants; none are known of an imported configuration."""
        return ()

    @property
    def rendered_variants(self) -> Sequence[Properties]:
        """``ProductionVariants`` as it is in the template; none of an imported configuration."""
        return ()

    def role_statements(self) -> list[Properties]:
        """Return what the execution roles need because of this configuration."""
        return []


class EndpointConfig(EndpointConfigBase):
    """The variants that an endpoint runs, each with its model, instances and share of the traffic.

    A configuration is immutable: CloudFormation replaces it with any change, and moves the endpoint
    over before it deletes the old one. It never has a physical name, which would block exactly
    that.

    The primary resource is an ``AWS::SageMaker::EndpointConfig`` with the id ``Resource``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        variants: Sequence[InstanceVariant],
        default_instance_count: int = 1,
        encryption_key: kms.IKey | None = None,
        data_capture: DataCapture | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Declare an endpoint configuration.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            variants: 1 to 10 production variants with different names, of which one at least has a
                weight above 0.
            default_instance_count: Instances of a variant that does not state its own initial
                count. Default: 1.
            encryption_key: The KMS key of the storage volumes. Instances with local NVMe storage
                encrypt it themselves and refuse a key. Default: a key of SageMaker.
            data_capture: What is captured of requests and responses. Default: nothing.
            tags: Tags of the configuration, beside those of ``Tags.of(...)``. Default: none.

        Raises:
            InvalidProps: When an image does not run on its variant's instances, when a model is in
                another account or Region, or when a rule of the catalogue refuses the properties.

        Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html
        """
        with declared_at(scope, id):
            super().__init__(scope, id)
            in_stack_of(self, scope)
            self._variants = tuple(variants)
            self._encryption_key = encryption_key
            self._data_capture = data_capture
            for variant in self._variants:
                variant.check_architecture()
            self._check_environments()
            self._rendered = tuple(
                variant.render(default_instance_count) for variant in self._variants
            )
            properties: Properties = {
                "ProductionVariants": list(self._rendered),
                "KmsKeyId": encryption_key.key_arn if encryption_key else None,
                "DataCaptureConfig": data_capture.render() if data_capture else None,
                "Tags": tag_properties(tags),
            }
            # The key's ARN is usually a token, which could be nothing at all; a rule has to see
            # that a key is given.
            given = {"KmsKeyId": "given"} if encryption_key is not None else {}
            enforce(_TYPE, {**properties, **given})
            self._resource = create_l1(sagemaker.CfnEndpointConfig, self, "Resource", properties)
            self._name = self._resource.attr_endpoint_config_name

    @classmethod
    def from_endpoint_config_name(
        cls, scope: Construct, id: str, endpoint_config_name: str
    ) -> EndpointConfigBase:
        """Refer to a configuration that this app does not own. Nothing is looked up.

        Its variants are unknown, so an endpoint that uses it can be neither checked against them
        nor given alarms without naming the variant.
        """
        return _ImportedEndpointConfig(scope, id, endpoint_config_name)

    @property
    def endpoint_config_name(self) -> str:
        """The generated name of the configuration; a token until deployment."""
        return self._name

    @property
    def endpoint_config_arn(self) -> str:
        """The ARN of the configuration; a token until deployment."""
        return self._resource.ref

    @property
    def variants(self) -> Sequence[InstanceVariant]:
        """The production variants."""
        return self._variants

    @property
    def rendered_variants(self) -> Sequence[Properties]:
        """``ProductionVariants`` as it is in the template."""
        return self._rendered

    def role_statements(self) -> list[Properties]:
        """Return what the execution roles need for encryption and data capture."""
        statements: list[Properties] = []
        if self._encryption_key is not None:
            arn = self._encryption_key.key_arn
            statements += [
                {
                    "Effect": "Allow",
                    "Action": ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
                    "Resource": arn,
                },
                {
                    "Effect": "Allow",
                    "Action": "kms:CreateGrant",
                    "Resource": arn,
                    "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}},
                },
            ]
        if self._data_capture is not None:
            statements += self._data_capture.role_statements()
        return statements

    def _check_environments(self) -> None:
        here = stack_facts(self)
        for variant in self._variants:
            there = stack_facts(variant.model)
            if there is here:
                continue
            for what, mine, its in (
                ("account", here.account, there.account),
                ("Region", here.region, there.region),
            ):
                if is_known(mine) and is_known(its) and mine != its:
                    raise InvalidProps(
                        f"the model of variant {variant.variant_name} is in {what} {its}; this "
                        f"configuration is in {what} {mine}",
                        fix=f"declare the model in {mine}: SageMaker reads models of its own "
                        "account and Region only",
                        source=f"developer guide page 23; {_SOURCE}",
                    )


class _ImportedEndpointConfig(EndpointConfigBase):
    def __init__(self, scope: Construct, id: str, name: str) -> None:
        super().__init__(scope, id)
        self._name = name

    @property
    def endpoint_config_name(self) -> str:
        return self._name
