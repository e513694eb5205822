"""What models that an app owns share: containers, a role, a network, the order of creation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import jsii
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, create_l1, tag_properties
from sagemaker_hosting.cdk._roles import (
    attach_statements,
    check_given_role,
    distinct,
    service_role,
    wait_for_policies,
)
from sagemaker_hosting.cdk._surroundings import in_stack_of
from sagemaker_hosting.cdk.defaults.effective import effective
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.defaults.network import chosen_network
from sagemaker_hosting.cdk.model.artifact import check_artifact, check_dockerfile
from sagemaker_hosting.cdk.model.base import ModelBase
from sagemaker_hosting.cdk.model.container import BoundContainer
from sagemaker_hosting.cdk.model.image import Architecture
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.rules import enforce

if TYPE_CHECKING:
    # A tenth of a second to import, and needed by models in a VPC only.
    from aws_cdk import aws_ec2 as ec2

SOURCE: Final = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html"
_TYPE: Final = "AWS::SageMaker::Model"


@jsii.implements(iam.IGrantable)
class OwnedModel(ModelBase):
    """What models that this app owns share. Not to be created directly.

    None has a physical name: every property of a model is create-only, so a named one cannot be
    replaced. The primary resource is an ``AWS::SageMaker::Model`` with the id ``Resource``.
    """

    def _create(
        self,
        scope: Construct,
        containers: Sequence[BoundContainer],
        described: Properties,
        *,
        vpc: ec2.IVpc | Explicit | None,
        vpc_subnets: ec2.SubnetSelection | None,
        security_groups: Sequence[ec2.ISecurityGroup] | None,
        network_isolation: bool | None,
        role: iam.IRole | None,
        tags: Mapping[str, str] | None,
    ) -> None:
        """Create the resource.

        Args:
            scope: The parent construct.
            containers: The containers, for what the role has to be allowed.
            described: The properties that say which containers there are, and how they are called.
            vpc: The VPC.
            vpc_subnets: Its subnets.
            security_groups: The security groups.
            network_isolation: Whether the containers have no network.
            role: The execution role.
            tags: Tags of the model.
        """
        in_stack_of(self, scope)
        defaults = effective(self)
        defaults.check_tags(tags)
        isolated = bool(defaults.chosen("network_isolation", network_isolation))
        if role is not None:
            check_given_role(role, defaults)
        self._architecture: Architecture | None = next(
            (each.architecture for each in containers if each.architecture is not None), None
        )
        for each in containers:
            if each.artifact is not None:
                check_artifact(self, each.artifact, each.declared, network_isolation=isolated)
            if each.dockerfile is not None:
                check_dockerfile(
                    self,
                    each.dockerfile,
                    architecture=each.architecture,
                    multi_model=each.properties.get("Mode") == "MultiModel",
                    among_others=len(containers) > 1,
                )
        sizes = [each.artifact_bytes for each in containers]
        known = [size for size in sizes if size is not None]
        self._artifact_bytes = sum(known) if known and len(known) == len(sizes) else None
        statements = distinct([each for bound in containers for each in bound.statements])
        self._access = tuple(statements)
        self._network = chosen_network(
            self,
            "model",
            defaults,
            vpc=vpc,
            vpc_subnets=vpc_subnets,
            security_groups=security_groups,
            source=SOURCE,
        )
        if self._network is not None:
            statements.extend(self._network.statements)
        policies = self._execution_role(role, statements)
        properties: Properties = {
            "ExecutionRoleArn": self._role.role_arn,
            **described,
            "EnableNetworkIsolation": isolated or None,
            "VpcConfig": self._network.properties if self._network else None,
            "Tags": tag_properties(tags),
        }
        enforce(_TYPE, properties)
        self._rendered = properties
        self._resource = create_l1(sagemaker.CfnModel, self, "Resource", properties)
        self._waits_for_role = False
        if policies:
            self._resource.node.add_dependency(*policies)
        if self._network is not None:
            # The containers start as soon as the model is used, and may need the way out.
            self._resource.node.add_dependency(self._network.ready)
        if role is not None:
            self._wait_for_role()

    @property
    def model_name(self) -> str:
        """The generated name of the model; a token until deployment."""
        return self._resource.attr_model_name

    @property
    def model_arn(self) -> str:
        """The ARN of the model; a token until deployment."""
        return self._resource.ref

    @property
    def role(self) -> iam.IRole:
        """The execution role. What it is granted is in place before the model is created."""
        self._wait_for_role()
        return self._role

    @property
    def execution_role(self) -> iam.IRole:
        """The execution role, for reading: the model does not wait for what it is granted."""
        return self._role

    @property
    def architecture(self) -> Architecture | None:
        """The processor architecture of the image; None when unknown."""
        return self._architecture

    @property
    def artifact_bytes(self) -> int | None:
        """The size of its artifacts unpacked, all containers together; None when unknown."""
        return self._artifact_bytes

    @property
    def owns_role(self) -> bool:
        """Whether the role was made for this model, so that nobody else has a say in it."""
        return self._owns_role

    @property
    def access_statements(self) -> Sequence[Properties]:
        """What a role needs to fetch its images and artifacts."""
        return self._access

    @property
    def rendered(self) -> Properties:
        """The properties as rules read them."""
        return self._rendered

    @property
    def grant_principal(self) -> iam.IPrincipal:
        """The execution role, so that ``table.grant_read_data(model)`` reads as it should."""
        self._wait_for_role()
        return self._role.grant_principal

    @property
    def connections(self) -> ec2.Connections:
        """The network connections of the model's containers.

        Where the CDK takes something connectable, pass these:
        ``database.connections.allow_default_port_from(model.connections)``.

        Raises:
            InvalidProps: When the model is in no VPC.
        """
        if self._network is None:
            raise InvalidProps(
                "the model is in no VPC, so it has no security group to connect",
                fix="pass vpc=... to the model",
                path=self.node.path,
            )
        return self._network.connections

    def _wait_for_role(self) -> None:
        """Let the model wait for every policy of the role, or its creation races with IAM.

        "Could not access model data" is what SageMaker says of a policy that is still missing.
        Where nobody was given the role, its own permissions are inside it and there is nothing to
        wait for.
        """
        if not self._waits_for_role:
            self._waits_for_role = True
            wait_for_policies(self._resource, self._role)

    def _execution_role(
        self, given: iam.IRole | None, statements: list[Properties]
    ) -> Sequence[Construct]:
        """Set the role; return the policies that it got beside those inside it."""
        self._owns_role = given is None
        if given is not None:
            self._role = given
            return attach_statements(self, "Policy", [self], statements, policy_name="Model")
        # Inline, so that the role and its permissions appear at the same moment.
        self._role = service_role(self, "Role", statements)
        return ()
