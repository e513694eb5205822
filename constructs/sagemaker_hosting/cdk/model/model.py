"""The model: an image, an artifact and the role that may read both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import aws_cdk as cdk
import jsii
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, create_l1, declared_at, tag_properties
from sagemaker_hosting.cdk._network import check_network_arguments, network
from sagemaker_hosting.cdk._roles import attach_statements, service_role
from sagemaker_hosting.cdk._surroundings import in_stack_of
from sagemaker_hosting.cdk.model.data import ModelData
from sagemaker_hosting.cdk.model.image import Architecture, ContainerImage
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.rules import enforce

if TYPE_CHECKING:
    # A tenth of a second to import, and needed by models in a VPC only.
    from aws_cdk import aws_ec2 as ec2

_TYPE: Final = "AWS::SageMaker::Model"
_SOURCE: Final = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html"
_PACKAGE_ARN_SERVICE: Final = ":sagemaker:"


class ModelBase(cdk.Resource):
    """What an owned and an imported model share. Not to be created directly."""

    @property
    def model_name(self) -> str:
        """The name of the model; of an owned one, a token until deployment."""
        raise NotImplementedError

    @property
    def role(self) -> iam.IRole | None:
        """The execution role; None for an imported model whose role was not given."""
        raise NotImplementedError

    @property
    def execution_role(self) -> iam.IRole | None:
        """The execution role, for reading; None when it is not known."""
        raise NotImplementedError

    @property
    def owns_role(self) -> bool:
        """Whether the role was made for this model, so that nobody else has a say in it."""
        return False

    @property
    def architecture(self) -> Architecture | None:
        """The processor architecture of the image; None when unknown."""
        return None

    @property
    def rendered(self) -> Properties:
        """The properties as rules read them; nothing is known of an imported model."""
        return {}


@jsii.implements(iam.IGrantable)
class Model(ModelBase):
    """A container image with its model artifact, or a version from the model registry.

    It never has a physical name: every property of a model is create-only, so a named one cannot be
    replaced. Attach it to one or more endpoint configurations.

    The primary resource is an ``AWS::SageMaker::Model`` with the id ``Resource``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        image: ContainerImage | None = None,
        data: ModelData | None = None,
        package_arn: str | None = None,
        environment: Mapping[str, str] | None = None,
        vpc: ec2.IVpc | None = None,
        vpc_subnets: ec2.SubnetSelection | None = None,
        security_groups: Sequence[ec2.ISecurityGroup] | None = None,
        network_isolation: bool = False,
        role: iam.IRole | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Declare a model.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            image: The inference image. Default: none; ``package_arn`` is then required.
            data: The model artifact. Default: none; the image has to bring or fetch the model.
            package_arn: The ARN of a model package version, which states image and artifact itself;
                excludes ``image`` and ``data``. Where they lie is not in the ARN, so grant the
                model what it needs: ``bucket.grant_read(model)``, ``repository.grant_pull(model)``.
                Default: ``image`` is used.
            environment: Environment variables of the container: at most 100, each key and value at
                most 1,024 characters. Default: none.
            vpc: The VPC through which the containers reach the network; they need a route to S3.
                Default: SageMaker's own network.
            vpc_subnets: The subnets, in two Availability Zones or more; public ones are refused,
                because the network interfaces get no public address. Default: the private subnets.
            security_groups: At most 5. Default: a new one with outbound access and no inbound.
            network_isolation: Whether the containers have no network at all; SageMaker then fetches
                the artifact for them. ``requirements.txt`` cannot be installed. Default: False.
            role: The execution role; it is granted what the model needs, if it can be. Default: a
                new role with those permissions and nothing else.
            tags: Tags of the model, beside those of ``Tags.of(...)``. Default: none.

        Raises:
            InvalidProps: When image and package are both given or both missing, when the subnets
                are public, when security groups come without a VPC, or when a rule of the catalogue
                refuses the rendered properties.

        Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html
        """
        with declared_at(scope, id):
            _check_origin(image, data, package_arn)
            check_network_arguments(vpc, vpc_subnets, security_groups, _SOURCE)
            super().__init__(scope, id)
            in_stack_of(self, scope)
            container, statements = self._container(image, data, package_arn, environment)
            self._network = network(
                self, "model", vpc=vpc, vpc_subnets=vpc_subnets, security_groups=security_groups
            )
            if self._network is not None:
                statements.extend(self._network.statements)
            policies = self._execution_role(role, statements)
            properties: Properties = {
                "ExecutionRoleArn": self._role.role_arn,
                "PrimaryContainer": container,
                "EnableNetworkIsolation": network_isolation or None,
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

    @classmethod
    def from_model_name(cls, scope: Construct, id: str, model_name: str) -> ModelBase:
        """Refer to a model that this app does not own, by name. Nothing is looked up."""
        return cls.from_model_attributes(scope, id, model_name=model_name)

    @classmethod
    def from_model_arn(cls, scope: Construct, id: str, model_arn: str) -> ModelBase:
        """Refer to a model that this app does not own, by ARN. Nothing is looked up.

        Raises:
            InvalidProps: When it is known and not the ARN of a model.
        """
        if is_known(model_arn) and ":model/" not in model_arn:
            with declared_at(scope, id):
                raise InvalidProps(
                    f"{model_arn!r} is not the ARN of a model",
                    fix="pass 'arn:aws:sagemaker:REGION:ACCOUNT:model/NAME'",
                    source=_SOURCE,
                )
        parts = cdk.Stack.of(scope).split_arn(model_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME)
        return _ImportedModel(
            scope, id, model_name=parts.resource_name or "", role=None, arn=model_arn
        )

    @classmethod
    def from_model_attributes(
        cls,
        scope: Construct,
        id: str,
        *,
        model_name: str,
        role: iam.IRole | None = None,
        architecture: Architecture | None = None,
    ) -> ModelBase:
        """Refer to a model that this app does not own. Nothing is looked up.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            model_name: Its name.
            role: Its execution role, so that an endpoint can let it write logs, describe the
                rollback alarms and store captured data. Default: none; that is then yours to do.
            architecture: What its image was built for. Default: unknown.
        """
        return _ImportedModel(
            scope, id, model_name=model_name, role=role, architecture=architecture
        )

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
    def owns_role(self) -> bool:
        """Whether the role was made for this model, so that nobody else has a say in it."""
        return self._owns_role

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
            self._resource.node.add_dependency(self._role)

    def _container(
        self,
        image: ContainerImage | None,
        data: ModelData | None,
        package_arn: str | None,
        environment: Mapping[str, str] | None,
    ) -> tuple[Properties, list[Properties]]:
        statements: list[Properties] = []
        container: Properties = {"Environment": dict(environment) if environment else None}
        self._architecture: Architecture | None = None
        if package_arn is not None:
            container["ModelPackageName"] = package_arn
            statements.append(
                {
                    "Effect": "Allow",
                    "Action": "sagemaker:DescribeModelPackage",
                    "Resource": package_arn,
                }
            )
        if image is not None:
            bound_image = image.bind(self)
            self._architecture = bound_image.architecture
            container["Image"] = bound_image.uri
            statements.extend(bound_image.statements)
        if data is not None:
            bound_data = data.bind(self)
            container["ModelDataUrl"] = bound_data.url
            statements.extend(bound_data.statements)
        return container, statements

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


class _ImportedModel(ModelBase):
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        model_name: str,
        role: iam.IRole | None,
        architecture: Architecture | None = None,
        arn: str | None = None,
    ) -> None:
        super().__init__(scope, id, environment_from_arn=arn)
        self._model_name = model_name
        self._role = role
        self._architecture = architecture

    @property
    def model_name(self) -> str:
        return self._model_name

    @property
    def role(self) -> iam.IRole | None:
        return self._role

    @property
    def execution_role(self) -> iam.IRole | None:
        return self._role

    @property
    def architecture(self) -> Architecture | None:
        return self._architecture


def _check_origin(
    image: ContainerImage | None, data: ModelData | None, package_arn: str | None
) -> None:
    if package_arn is None and image is None:
        raise InvalidProps(
            "a model needs an inference image or a model package; neither is given",
            fix="pass image=ContainerImage.from_ecr(...) or package_arn=...",
            source=f"developer guide page 22; {_SOURCE}",
        )
    if package_arn is not None and (image is not None or data is not None):
        given = "image" if image is not None else "data"
        raise InvalidProps(
            f"{given} beside package_arn; a model package states its image and artifact itself",
            fix=f"leave out {given}, or leave out package_arn",
            source=_SOURCE,
        )
    if package_arn is not None and is_known(package_arn):
        well_formed = package_arn.startswith("arn:") and ":model-package/" in package_arn
        if not well_formed or _PACKAGE_ARN_SERVICE not in package_arn:
            raise InvalidProps(
                f"package_arn {package_arn!r} is not the ARN of a model package",
                fix="pass 'arn:aws:sagemaker:REGION:ACCOUNT:model-package/GROUP/VERSION'",
                source=_SOURCE,
            )
