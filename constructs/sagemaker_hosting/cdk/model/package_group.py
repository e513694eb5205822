"""The model package group: a model's versions in the registry, and who else may use them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from sagemaker_hosting.cdk._l1 import create_l1, declared_at, tag_properties
from sagemaker_hosting.cdk._surroundings import in_stack_of, stack_facts
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.naming import MAX_NAME_LENGTH, is_name, name_from_path
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.rules import enforce

_TYPE: Final = "AWS::SageMaker::ModelPackageGroup"
_SOURCE: Final = (
    "developer guide pages 982 to 998; "
    "https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry.html"
)
_READ: Final = ("sagemaker:DescribeModelPackage", "sagemaker:ListModelPackages")


class ModelPackageGroupBase(cdk.Resource):
    """What an owned and an imported model package group share. Not to be created directly."""

    @property
    def model_package_group_name(self) -> str:
        """The name of the group."""
        raise NotImplementedError

    @property
    def model_package_group_arn(self) -> str:
        """The ARN of the group."""
        raise NotImplementedError

    def version_arn(self, version: int) -> str:
        """Return the ARN of a version, for ``Model(package_arn=...)``.

        Which version is deployed is part of the declaration, so that what was tested is what runs:
        no latest one is looked up.

        Args:
            version: The version, from 1; or a CDK token.

        Raises:
            InvalidProps: When it is no version.
        """
        if is_known(version) and (not isinstance(version, int) or version < 1):
            raise InvalidProps(
                f"version {version!r} of a model package; versions count from 1",
                fix="pass version=1 or another",
                source=_SOURCE,
                path=self.node.path,
            )
        number = cdk.Token.as_string(version) if not is_known(version) else str(version)
        return f"{self._package_arn}/{number}"

    def grant_read(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let ``grantee`` list and describe the versions of this group."""
        return iam.Grant.add_to_principal(
            grantee=grantee,
            actions=[*_READ, "sagemaker:DescribeModelPackageGroup"],
            resource_arns=[self.model_package_group_arn, f"{self._package_arn}/*"],
        )

    def grant_register(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let ``grantee`` register versions in this group."""
        return iam.Grant.add_to_principal(
            grantee=grantee,
            actions=["sagemaker:CreateModelPackage", "sagemaker:DescribeModelPackage"],
            resource_arns=[self.model_package_group_arn, f"{self._package_arn}/*"],
        )

    @property
    def _package_arn(self) -> str:
        """The ARN of a version without its number. In it the group's name is in lower case."""
        name = self.model_package_group_name
        return stack_facts(self).arn(
            "sagemaker", f"model-package/{name.lower() if is_known(name) else name}"
        )


class ModelPackageGroup(ModelPackageGroupBase):
    """The versions of a model in the registry.

    It is retained: a group with versions cannot be deleted, and its versions are what endpoints and
    rollbacks run.

    The primary resource is an ``AWS::SageMaker::ModelPackageGroup`` with the id ``Resource``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        model_package_group_name: str | None = None,
        description: str | None = None,
        reading_accounts: Sequence[str] = (),
        registering_accounts: Sequence[str] = (),
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Declare a model package group.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            model_package_group_name: 1 to 63 letters, digits and inner hyphens; another name is
                another group. Default: made from the construct path.
            description: What the model is for, at most 1,024 characters. Default: none.
            reading_accounts: Accounts that may deploy its versions. The artifacts' bucket and key
                and the images' repository have to let them in as well (guide pages 992 to 997).
                Default: this account alone.
            registering_accounts: Accounts that may register versions, by the ARN of the group.
                Default: this account alone.
            removal_policy: What becomes of it when it leaves the stack. Default: it stays.
            tags: Tags of the group, beside those of ``Tags.of(...)``. Default: none.

        Raises:
            InvalidProps: When the name is malformed, when an account is no account, or when a rule
                of the catalogue refuses the properties.

        Source: guide pages 982 to 998;
        https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-model-group.html
        """
        with declared_at(scope, id):
            super().__init__(scope, id)
            in_stack_of(self, scope)
            self._name = _name(self, model_package_group_name)
            properties = {
                "ModelPackageGroupName": self._name,
                "ModelPackageGroupDescription": description,
                "ModelPackageGroupPolicy": self._policy(reading_accounts, registering_accounts),
                "Tags": tag_properties(tags),
            }
            enforce(_TYPE, properties)
            self._resource = create_l1(sagemaker.CfnModelPackageGroup, self, "Resource", properties)
            self._resource.apply_removal_policy(removal_policy)

    @classmethod
    def from_model_package_group_name(
        cls, scope: Construct, id: str, model_package_group_name: str
    ) -> ModelPackageGroupBase:
        """Refer to a group of this account and Region that the app does not own."""
        return _ImportedModelPackageGroup(scope, id, model_package_group_name)

    @property
    def model_package_group_name(self) -> str:
        """The name of the group, known at synthesis."""
        return self._name

    @property
    def model_package_group_arn(self) -> str:
        """The ARN of the group; a token until deployment."""
        return self._resource.ref

    def _policy(self, reading: Sequence[str], registering: Sequence[str]) -> dict[str, Any] | None:
        place = stack_facts(self)
        versions = f"{self._package_arn}/*"
        group = place.arn("sagemaker", f"model-package-group/{self._name.lower()}")
        statements = []
        for sid, accounts, actions in (
            ("Read", reading, ["sagemaker:DescribeModelPackageGroup", *_READ]),
            ("Deploy", reading, ["sagemaker:CreateModel"]),
            ("Register", registering, ["sagemaker:CreateModelPackage"]),
        ):
            if not accounts:
                continue
            resources = [group, versions] if sid == "Read" else [versions]
            statements.append(
                {
                    "Sid": sid,
                    "Effect": "Allow",
                    "Principal": {"AWS": [_root(place.partition, each) for each in accounts]},
                    "Action": actions,
                    "Resource": resources,
                }
            )
        return {"Version": "2012-10-17", "Statement": statements} if statements else None


class _ImportedModelPackageGroup(ModelPackageGroupBase):
    def __init__(self, scope: Construct, id: str, name: str) -> None:
        super().__init__(scope, id)
        self._name = name

    @property
    def model_package_group_name(self) -> str:
        return self._name

    @property
    def model_package_group_arn(self) -> str:
        name = self._name.lower() if is_known(self._name) else self._name
        return stack_facts(self).arn("sagemaker", f"model-package-group/{name}")


def _name(scope: Construct, given: str | None) -> str:
    if given is None:
        return name_from_path(scope.node.path.split("/"))
    if is_known(given) and not is_name(given):
        raise InvalidProps(
            f"model package group name {given!r} has {len(given)} characters or others than "
            "letters, digits and inner hyphens",
            fix=f"use 1 to {MAX_NAME_LENGTH}, such as {name_from_path([given])!r}",
            source=_SOURCE,
        )
    return given


def _root(partition: str, account: str) -> str:
    if is_known(account) and not (account.isdecimal() and len(account) == 12):
        raise InvalidProps(
            f"{account!r} is not the id of an account",
            fix="pass 12 digits",
            source=_SOURCE,
        )
    return f"arn:{partition}:iam::{account}:root"
