"""The container image of a model: where it comes from, and what the role needs to pull it."""

from __future__ import annotations

import dataclasses
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk._registries import account_by_region
from sagemaker_hosting.cdk._surroundings import stack_facts
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts import registries
from sagemaker_hosting.facts.images import Image, Owner, parse_image
from sagemaker_hosting.facts.instances import instance_type as describe_instance_type

if TYPE_CHECKING:
    from aws_cdk import aws_lambda as lambda_  # a large module, for an annotation

    from sagemaker_hosting.artifact.dockerfile.dockerfile import Dockerfile

Architecture = Literal["x86_64", "arm64"]

_SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html"
)
_PRIVATE: Final = "https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html"
_MAPPING: Final = "SageMakerFrameworkRegistries"
_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")
_TAG: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")
_ECR_URI: Final = re.compile(
    r"(?P<account>\d{12})\.dkr[.-]ecr(?:-fips)?\.(?P<region>[a-z0-9-]+)\.(?P<suffix>[a-z0-9.]+)"
    r"/(?P<repository>[a-z0-9._/-]+?)(?P<version>[:@].+)?"
)
_PULL_ACTIONS: Final = (
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
)


@dataclass(frozen=True, kw_only=True)
class BoundImage:
    """An image as a model uses it.

    Attributes:
        uri: What goes into ``PrimaryContainer.Image``.
        statements: What the execution role has to be allowed.
        architecture: The processor architecture it was built for; None when unknown.
        config: What goes into ``ImageConfig``; None for images in ECR.
        published: What repository and tag say, where it is certain whose image it is; None where
            that is not known.
        dockerfile: What it is built from, where it is built here.
    """

    uri: str
    statements: tuple[Properties, ...]
    architecture: Architecture | None = None
    config: Properties | None = None
    published: Image | None = None
    dockerfile: Dockerfile | None = None


class ContainerImage(ABC):
    """Where the container image of a model comes from.

    An image is pinned: by digest, by a tag that is not ``latest``, or by the hash of its sources. A
    mutable reference would let a scale-out start another image than the one that was tested.

    Source: https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html
    """

    @abstractmethod
    def bind(self, scope: Construct) -> BoundImage:
        """Return the image as it is used by the model ``scope``; may create assets below it."""

    def built_for(self, instance_types: Sequence[str]) -> ContainerImage:
        """Return the image for what runs on ``instance_types``.

        It is another one where it is built here and nobody said for which architecture.
        """
        return self

    @staticmethod
    def from_ecr(
        repository: ecr.IRepository, *, digest: str | None = None, tag: str | None = None
    ) -> ContainerImage:
        """Use an image of an ECR repository, given by digest or by an immutable tag.

        Args:
            repository: The repository. In another account it needs a repository policy that lets
                the execution role pull.
            digest: ``sha256:`` and 64 hexadecimal digits. Default: ``tag`` is used.
            tag: A tag that is never moved; switch on tag immutability in the repository. Default:
                ``digest`` is used.

        Raises:
            InvalidProps: Unless exactly one of ``digest`` and ``tag`` is given, or when it is
                malformed, or when the tag is ``latest``.
        """
        _check_pinned(digest, tag)
        return _EcrImage(repository=repository, digest=digest, tag=tag)

    @staticmethod
    def from_deep_learning_container(
        repository_name: str, *, tag: str, architecture: Architecture | None = None
    ) -> ContainerImage:
        """Use an image that AWS maintains, by the name of its repository.

        The registry account follows the stack's Region; a stack without a Region gets a
        CloudFormation mapping.

        Args:
            repository_name: Such as ``pytorch-inference``, ``huggingface-pytorch-inference``,
                ``djl-inference``, ``tensorflow-inference`` (Deep Learning Containers), or
                ``sagemaker-scikit-learn``, ``sagemaker-xgboost``, ``sagemaker-sparkml-serving``.
            tag: Such as ``2.3.0-cpu-py311-ubuntu20.04-sagemaker``.
            architecture: What the image was built for. Default: ``arm64`` when the repository's
                name says Graviton, otherwise unknown and not compared with the instance type.

        Raises:
            InvalidProps: When the tag is malformed or ``latest``; at synthesis when the Region has
                no such registry.

        Source: https://github.com/aws/deep-learning-containers/blob/master/available_images.md
        """
        if architecture is None and is_known(repository_name) and "graviton" in repository_name:
            architecture = "arm64"
        _check_pinned(None, tag)
        return _PublishedImage(
            repository_name=repository_name,
            tag=tag,
            architecture=architecture,
        )

    @staticmethod
    def from_uri(
        uri: str,
        *,
        repository: ecr.IRepository | None = None,
        architecture: Architecture | None = None,
    ) -> ContainerImage:
        """Use an image by its full ECR address.

        Args:
            uri: ``ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG`` or ``...@sha256:...``.
            repository: The repository that the address is in; needed when ``uri`` is a token, so
                that the role can be scoped to it. Default: read from ``uri``.
            architecture: What the image was built for. Default: unknown, and not compared with the
                instance type.

        Raises:
            InvalidProps: When the address is not one of ECR, or is not pinned, or is a token and
                ``repository`` is not given.
        """
        if not is_known(uri):
            if repository is None:
                raise InvalidProps(
                    "the image address is known only at deployment, so the role cannot be scoped "
                    "to its repository",
                    fix="pass repository=..., or use ContainerImage.from_ecr(repository, ...)",
                    source=_SOURCE,
                )
            return _UriImage(uri=uri, repository=repository, architecture=architecture)
        match = _ECR_URI.fullmatch(uri)
        if match is None:
            raise InvalidProps(
                f"image {uri!r} is not an ECR address; SageMaker pulls other registries only in "
                "VPC repository access mode",
                fix="push the image to ECR and pass "
                "ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG",
                source=_SOURCE,
            )
        version = match["version"] or ""
        by_digest = version.startswith("@")
        _check_pinned(version[1:] if by_digest else None, None if by_digest else version[1:])
        return _UriImage(uri=uri, repository=repository, architecture=architecture)

    @staticmethod
    def from_private_registry(
        uri: str,
        *,
        credentials_provider: lambda_.IFunction | None = None,
        architecture: Architecture | None = None,
    ) -> ContainerImage:
        """Use an image of a Docker registry in your VPC, or reached through it.

        The model has to be in the VPC (``vpc=``) from which the registry is reached; the registry
        needs a certificate of a public authority.

        Args:
            uri: ``REGISTRY/REPOSITORY:TAG`` or ``...@sha256:...``.
            credentials_provider: A Lambda function that returns the credentials of the registry;
                the execution role may invoke it. Default: the registry asks for none.
            architecture: What the image was built for. Default: unknown, and not compared with the
                instance type.

        Raises:
            InvalidProps: When the address has no registry, is one of ECR, or is not pinned.

        Source: https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html
        """
        if is_known(uri):
            name, _, digest = uri.partition("@")
            host, slash, rest = name.partition("/")
            if not slash or not ("." in host or ":" in host) or _ECR_URI.fullmatch(uri):
                raise InvalidProps(
                    f"image {uri!r} is not the address of a private registry",
                    fix="pass REGISTRY/REPOSITORY:TAG; an image in ECR goes through from_uri(...)",
                    source=_PRIVATE,
                )
            tag = rest.rpartition("/")[2].partition(":")[2]
            _check_pinned(digest or None, None if digest else tag)
        return _PrivateImage(
            uri=uri, credentials_provider=credentials_provider, architecture=architecture
        )

    @staticmethod
    def from_asset(
        directory: str,
        *,
        architecture: Architecture | None = None,
        file: str | None = None,
        target: str | None = None,
        build_args: Mapping[str, str] | None = None,
        exclude: Sequence[str] | None = None,
    ) -> ContainerImage:
        """Build an image from a local Dockerfile when the app is deployed.

        Args:
            directory: The build context, with the Dockerfile.
            architecture: The platform to build for, whatever machine builds: ``x86_64``
                (``linux/amd64``) or ``arm64`` (``linux/arm64``, Graviton instances). It must match
                the instance type of each variant. Default: that of the instances, where an endpoint
                or an inference component takes the image itself; ``x86_64`` for a `Model` that is
                declared apart from them.
            file: The Dockerfile, relative to ``directory``. Default: ``Dockerfile``.
            target: The build stage. Default: the last one.
            build_args: Values of ``ARG`` instructions. Default: none.
            exclude: Glob patterns left out of the context. Default: ``.dockerignore`` alone.

        Raises:
            InvalidProps: When ``architecture`` is neither of the two, or when there is no such
                directory or Dockerfile. What uses the image refuses one that could not serve:
                nothing that answers to ``serve``, a label missing, another processor.
        """
        dockerfile = Path(directory, file or "Dockerfile")
        if not dockerfile.is_file():
            raise InvalidProps(
                f"there is no Dockerfile {str(dockerfile)!r}",
                fix="pass the directory of the build context, and file=... where the Dockerfile "
                "has another name",
                source=_SOURCE,
            )
        if architecture not in (None, "x86_64", "arm64"):
            raise InvalidProps(
                f"image architecture {architecture!r} does not exist on SageMaker",
                fix="pass architecture='x86_64', or 'arm64' for Graviton instances",
                source=_SOURCE,
            )
        return _AssetImage(
            directory=directory,
            architecture=architecture,
            file=file,
            target=target,
            build_args=tuple(sorted((build_args or {}).items())),
            exclude=tuple(exclude or ()),
        )


@dataclass(frozen=True, kw_only=True)
class _EcrImage(ContainerImage):
    repository: ecr.IRepository
    digest: str | None
    tag: str | None

    def bind(self, scope: Construct) -> BoundImage:
        return BoundImage(
            uri=self.repository.repository_uri_for_tag(self.tag)
            if self.digest is None
            else self.repository.repository_uri_for_digest(self.digest),
            statements=_pull_statements(self.repository.repository_arn),
        )


@dataclass(frozen=True, kw_only=True)
class _UriImage(ContainerImage):
    uri: str
    repository: ecr.IRepository | None
    architecture: Architecture | None

    def bind(self, scope: Construct) -> BoundImage:
        if self.repository is not None:
            arn = self.repository.repository_arn
        else:
            match = _ECR_URI.fullmatch(self.uri)
            assert match is not None
            arn = stack_facts(scope).arn(
                "ecr",
                f"repository/{match['repository']}",
                account=match["account"],
                region=match["region"],
            )
        return BoundImage(
            uri=self.uri,
            statements=_pull_statements(arn),
            architecture=self.architecture,
            published=parse_image(self.uri) if is_known(self.uri) else None,
        )


@dataclass(frozen=True, kw_only=True)
class _PrivateImage(ContainerImage):
    uri: str
    credentials_provider: lambda_.IFunction | None
    architecture: Architecture | None

    def bind(self, scope: Construct) -> BoundImage:
        config: Properties = {"RepositoryAccessMode": "Vpc"}
        statements: tuple[Properties, ...] = ()
        if self.credentials_provider is not None:
            arn = self.credentials_provider.function_arn
            config["RepositoryAuthConfig"] = {"RepositoryCredentialsProviderArn": arn}
            statements = ({"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": arn},)
        return BoundImage(
            uri=self.uri, statements=statements, architecture=self.architecture, config=config
        )


@dataclass(frozen=True, kw_only=True)
class _PublishedImage(ContainerImage):
    repository_name: str
    tag: str
    architecture: Architecture | None

    def bind(self, scope: Construct) -> BoundImage:
        place = stack_facts(scope)
        account = self._account(place.stack, place.region)
        arn = place.arn("ecr", f"repository/{self.repository_name}", account=account)
        registry = f"{account}.dkr.ecr.{place.region}.{place.url_suffix}"
        return BoundImage(
            uri=f"{registry}/{self.repository_name}:{self.tag}",
            statements=_pull_statements(arn),
            architecture=self.architecture,
            published=Image(
                repository=self.repository_name,
                tag=self.tag,
                owner=Owner.FRAMEWORK
                if self.repository_name in registries.FRAMEWORK_REPOSITORIES
                else Owner.DEEP_LEARNING,
            ),
        )

    def _account(self, stack: cdk.Stack, region: str) -> str:
        if self.repository_name not in registries.FRAMEWORK_REPOSITORIES:
            from aws_cdk import region_info

            try:
                return stack.regional_fact(region_info.FactName.DLC_REPOSITORY_ACCOUNT)
            except RuntimeError as error:
                raise self._unknown_registry(region) from error
        if not is_known(region):
            return account_by_region(stack, _MAPPING, registries.FRAMEWORK_ACCOUNTS)
        account = registries.FRAMEWORK_ACCOUNTS.get(region)
        if account is None:
            raise self._unknown_registry(region)
        return account

    def _unknown_registry(self, region: str) -> InvalidProps:
        return InvalidProps(
            f"no registry of {self.repository_name} is known in {region}",
            fix="pass its address: ContainerImage.from_uri('ACCOUNT.dkr.ecr.REGION...')",
            source=registries.SOURCE,
        )


@dataclass(frozen=True, kw_only=True)
class _AssetImage(ContainerImage):
    directory: str
    architecture: Architecture | None
    file: str | None
    target: str | None
    build_args: tuple[tuple[str, str], ...]
    exclude: tuple[str, ...]

    def built_for(self, instance_types: Sequence[str]) -> ContainerImage:
        if self.architecture is not None:
            return self
        described = [describe_instance_type(name) for name in instance_types if is_known(name)]
        known = [each.architecture for each in described if each is not None]
        return dataclasses.replace(self, architecture=known[0] if known else None)

    def bind(self, scope: Construct) -> BoundImage:
        from aws_cdk import aws_ecr_assets as ecr_assets

        from sagemaker_hosting.artifact.dockerfile.dockerfile import read_dockerfile

        platform = ecr_assets.Platform
        architecture = self.architecture or "x86_64"
        asset = ecr_assets.DockerImageAsset(
            scope,
            "Image",
            directory=self.directory,
            platform=platform.LINUX_ARM64 if architecture == "arm64" else platform.LINUX_AMD64,
            **_given(
                file=self.file,
                target=self.target,
                build_args=dict(self.build_args) or None,
                exclude=list(self.exclude) or None,
            ),
        )
        return BoundImage(
            uri=asset.image_uri,
            statements=_pull_statements(asset.repository.repository_arn),
            architecture=architecture,
            dockerfile=read_dockerfile(
                Path(self.directory, self.file or "Dockerfile"),
                Path(self.directory),
                target=self.target,
                arguments=dict(self.build_args),
            ),
        )


def _given(**arguments: Any) -> dict[str, Any]:
    return {name: value for name, value in arguments.items() if value is not None}


def _pull_statements(repository_arn: str) -> tuple[Properties, ...]:
    return (
        {"Effect": "Allow", "Action": list(_PULL_ACTIONS), "Resource": repository_arn},
        # A registry token is not a property of any repository: ECR defines no resource for it.
        {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
    )


def _check_pinned(digest: str | None, tag: str | None) -> None:
    """Refuse an image that is not pinned by exactly one of the two."""
    if (digest is None) == (tag is None):
        raise InvalidProps(
            "an image needs exactly one of digest and tag; "
            + ("neither is given" if digest is None else "both are given"),
            fix="pass digest='sha256:...', or a tag that is never moved",
            source=_SOURCE,
        )
    if digest is not None:
        if is_known(digest) and not _DIGEST.fullmatch(digest):
            raise InvalidProps(
                f"image digest {digest!r} is not a SHA-256 digest",
                fix="pass digest='sha256:' followed by 64 hexadecimal digits, as "
                "'aws ecr describe-images' prints it",
                source=_SOURCE,
            )
        return
    assert tag is not None
    if is_known(tag) and tag in ("", "latest"):
        raise InvalidProps(
            "the image is not pinned: " + ("the tag is 'latest'" if tag else "it has no tag"),
            fix="pass a tag that is never moved, or a digest; a mutable tag lets a scale-out start "
            "another image than the one that was tested",
            source=_SOURCE,
        )
    if is_known(tag) and not _TAG.fullmatch(tag):
        raise InvalidProps(
            f"image tag {tag!r} is malformed",
            fix="use at most 128 letters, digits, '_', '.' and '-', not starting with '.' or '-'",
            source=_SOURCE,
        )
