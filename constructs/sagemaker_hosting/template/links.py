"""From one resource of a template to another that it names.

A link is named after the type it leads to. A property names a resource by reference (``Ref``,
``Fn::GetAtt``, or either inside ``Fn::Join`` or ``Fn::Sub``) or by the literal name of a resource
in the same template. Whatever cannot be followed with certainty is not a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sagemaker_hosting.template.view import Resource, Value, View


@dataclass(frozen=True, slots=True)
class Link:
    """A property that names another resource.

    Attributes:
        path: The property; ``*`` for each element of a list.
        target_type: The type of the resource that it names.
        name_property: The property of the target that holds its literal name.
        pattern: Where the name stands in a literal, as group 1; by default all of it.
        through: A link to follow first; where it leads, the link of the same name is taken.
    """

    path: str
    target_type: str
    name_property: str
    pattern: re.Pattern[str] = re.compile(r"(.*)")
    through: str = ""


_CONFIG: Final = "AWS::SageMaker::EndpointConfig"
_ENDPOINT: Final = "AWS::SageMaker::Endpoint"
_MODEL: Final = "AWS::SageMaker::Model"
_SUBNET: Final = "AWS::EC2::Subnet"
_SECURITY_GROUP: Final = "AWS::EC2::SecurityGroup"
_IN_RESOURCE_ID: Final = re.compile(r"endpoint/([^/]+)/variant/.*")
_IN_ROLE_ARN: Final = re.compile(r"arn:[^:]+:iam::[^:]*:role/(?:.*/)?([^/]+)")
_IN_S3_ADDRESS: Final = re.compile(r"s3://([^/]+)(?:/.*)?")
# Of what has no name of its own, or one that other accounts may use too, no literal is certain.
_NEVER: Final = re.compile(r"(?!)")

LINKS: Final[Mapping[str, Mapping[str, tuple[Link, ...]]]] = {
    "AWS::SageMaker::Endpoint": {
        "EndpointConfig": (Link("EndpointConfigName", _CONFIG, "EndpointConfigName"),),
        "Alarm": (
            Link(
                "DeploymentConfig/AutoRollbackConfiguration/Alarms/*/AlarmName",
                "AWS::CloudWatch::Alarm",
                "AlarmName",
            ),
        ),
    },
    "AWS::SageMaker::EndpointConfig": {
        "Key": (Link("KmsKeyId", "AWS::KMS::Key", "", _NEVER),),
        "Model": (Link("ProductionVariants/*/ModelName", _MODEL, "ModelName"),),
        "Role": (Link("ExecutionRoleArn", "AWS::IAM::Role", "RoleName", _IN_ROLE_ARN),),
        "ShadowModel": (Link("ShadowProductionVariants/*/ModelName", _MODEL, "ModelName"),),
    },
    "AWS::SageMaker::InferenceExperiment": {
        "Endpoint": (Link("EndpointName", _ENDPOINT, "EndpointName"),),
        "EndpointConfig": (Link("", _CONFIG, "", through="Endpoint"),),
        "Model": (Link("ModelVariants/*/ModelName", _MODEL, "ModelName"),),
        "Role": (Link("RoleArn", "AWS::IAM::Role", "RoleName", _IN_ROLE_ARN),),
    },
    "AWS::SageMaker::Model": {
        "Bucket": tuple(
            Link(f"{container}/{source}", "AWS::S3::Bucket", "BucketName", _IN_S3_ADDRESS)
            for container in ("PrimaryContainer", "Containers/*")
            for source in ("ModelDataUrl", "ModelDataSource/S3DataSource/S3Uri")
        ),
        "Repository": tuple(
            Link(f"{container}/Image", "AWS::ECR::Repository", "", _NEVER)
            for container in ("PrimaryContainer", "Containers/*")
        ),
        "Role": (Link("ExecutionRoleArn", "AWS::IAM::Role", "RoleName", _IN_ROLE_ARN),),
        "SecurityGroup": (Link("VpcConfig/SecurityGroupIds/*", _SECURITY_GROUP, "", _NEVER),),
        "Subnet": (Link("VpcConfig/Subnets/*", _SUBNET, "", _NEVER),),
    },
    "AWS::ApplicationAutoScaling::ScalableTarget": {
        "Endpoint": (Link("ResourceId", _ENDPOINT, "EndpointName", _IN_RESOURCE_ID),),
        "EndpointConfig": (Link("", _CONFIG, "", through="Endpoint"),),
    },
    "AWS::ApplicationAutoScaling::ScalingPolicy": {
        "ScalableTarget": (
            Link("ScalingTargetId", "AWS::ApplicationAutoScaling::ScalableTarget", "ResourceId"),
            Link("ResourceId", "AWS::ApplicationAutoScaling::ScalableTarget", "ResourceId"),
        ),
        "EndpointConfig": (Link("", _CONFIG, "", through="ScalableTarget"),),
    },
    "AWS::EC2::Subnet": {
        "Vpc": (Link("VpcId", "AWS::EC2::VPC", "", _NEVER),),
    },
    "AWS::EC2::VPCEndpoint": {
        "SecurityGroup": (Link("SecurityGroupIds/*", _SECURITY_GROUP, "", _NEVER),),
        "Subnet": (Link("SubnetIds/*", _SUBNET, "", _NEVER),),
        "Vpc": (Link("VpcId", "AWS::EC2::VPC", "", _NEVER),),
    },
}
"""The links of each resource type, by name."""


class Resources:
    """The resources of one template, and the links between them.

    Attributes:
        by_logical_id: Every resource with readable properties, in the order of the template.
    """

    def __init__(self, template: Mapping[str, Any]) -> None:
        declared = template.get("Resources")
        self._bodies: dict[str, Mapping[str, Any]] = {}
        self._linked: dict[tuple[str, str], Sequence[Resource]] = {}
        self._named: dict[tuple[str, str], dict[str, list[Resource]]] = {}
        self._neighbours: dict[str, list[str]] = {}
        self._by_type: dict[str, list[Resource]] | None = None
        self._sources: dict[tuple[str, str], dict[str, list[Resource]]] = {}
        self.by_logical_id: dict[str, Resource] = {}
        for logical_id, body in declared.items() if isinstance(declared, Mapping) else ():
            if isinstance(body, Mapping) and isinstance(body.get("Type"), str):
                self._bodies[logical_id] = body
                self.by_logical_id[logical_id] = Resource(
                    body["Type"],
                    body.get("Properties") or {},
                    logical_id,
                    _construct_path(body),
                    template=self,
                )

    def linked(self, resource: Resource, link: str) -> Sequence[Resource]:
        """Return the resources that ``link`` of ``resource`` is known to lead to."""
        known = self._linked.get((resource.logical_id, link))
        if known is not None:
            return known
        # Whoever comes back here on a circle of links finds nothing more.
        self._linked[resource.logical_id, link] = ()
        found: dict[str, Resource] = {}
        for way in LINKS.get(resource.type, {}).get(link, ()):
            if way.through:
                for stop in self.linked(resource, way.through):
                    for target in self.linked(stop, link):
                        found[target.logical_id] = target
                continue
            for value in resource.values(way.path):
                for target in self._targets(value, way):
                    found[target.logical_id] = target
        self._linked[resource.logical_id, link] = tuple(found.values())
        return self._linked[resource.logical_id, link]

    def of_type(self, *resource_types: str) -> Iterator[Resource]:
        """Yield the resources of these types, type by type, in the order of the template."""
        if self._by_type is None:
            self._by_type = {}
            for resource in self.by_logical_id.values():
                self._by_type.setdefault(resource.type, []).append(resource)
        for resource_type in resource_types:
            yield from self._by_type.get(resource_type, ())

    def leading_to(self, resource: Resource, resource_type: str, link: str) -> Sequence[Resource]:
        """Return the resources of ``resource_type`` whose ``link`` is known to lead here."""
        sources = self._sources.get((resource_type, link))
        if sources is None:
            sources = self._sources[resource_type, link] = {}
            for source in self.of_type(resource_type):
                for target in self.linked(source, link):
                    sources.setdefault(target.logical_id, []).append(source)
        return sources.get(resource.logical_id, ())

    def named(self, value: Value, resource_type: str, name_property: str) -> Resource | None:
        """Return the only resource of ``resource_type`` that ``value`` is known to name."""
        found = list(self._targets(value, Link("", resource_type, name_property)))
        return found[0] if len(found) == 1 else None

    def attribute(self, resource: Resource, name: str) -> Value:
        """Return what stands beside the properties of ``resource``: ``DeletionPolicy``, say."""
        return View(self._bodies.get(resource.logical_id)).get(name)

    def waits_for(self, resource: Resource, other: Resource) -> bool:
        """Return whether CloudFormation creates ``resource`` after ``other``, for sure or maybe."""
        seen: set[str] = set()
        open_ends = [resource.logical_id]
        while open_ends:
            logical_id = open_ends.pop()
            if logical_id == other.logical_id:
                return True
            if logical_id not in seen and logical_id in self._bodies:
                seen.add(logical_id)
                open_ends += self._needed_by(logical_id)
        return False

    def _needed_by(self, logical_id: str) -> list[str]:
        """Return the logical ids that the resource of that name mentions."""
        found = self._neighbours.get(logical_id)
        if found is None:
            body = self._bodies[logical_id]
            depends = body.get("DependsOn")
            found = [depends] if isinstance(depends, str) else []
            if isinstance(depends, list):
                found += [each for each in depends if isinstance(each, str)]
            found += _mentioned(body.get("Properties"))
            self._neighbours[logical_id] = found
        return found

    def _targets(self, value: Value, way: Link) -> Iterator[Resource]:
        text = value.text
        if text is None:
            for logical_id in referenced(value.raw):
                target = self.by_logical_id.get(logical_id)
                if target is not None and target.type == way.target_type:
                    yield target
            return
        named = way.pattern.fullmatch(text)
        if named is not None:
            yield from self._called(way.target_type, way.name_property).get(named.group(1), ())

    def _called(self, resource_type: str, name_property: str) -> Mapping[str, list[Resource]]:
        """Return the resources of a type by the literal name in one of their properties."""
        index = self._named.get((resource_type, name_property))
        if index is None:
            index = self._named[resource_type, name_property] = {}
            for resource in self.by_logical_id.values():
                if resource.type == resource_type:
                    name = resource.get(name_property).text
                    if name is not None:
                        index.setdefault(name, []).append(resource)
        return index


def referenced(raw: Any) -> Iterator[str]:
    """Yield the logical ids that ``raw`` refers to, without those in an ``Fn::If``."""
    if isinstance(raw, list):
        for item in raw:
            yield from referenced(item)
    if not isinstance(raw, dict) or len(raw) != 1:
        return
    ((function, argument),) = raw.items()
    if function == "Ref" and isinstance(argument, str):
        yield argument
    elif function == "Fn::GetAtt":
        name = argument[0] if isinstance(argument, list) and argument else argument
        if isinstance(name, str):
            yield name.partition(".")[0]
    elif function == "Fn::Sub":
        text = argument[0] if isinstance(argument, list) and argument else argument
        if isinstance(text, str):
            yield from re.findall(r"\$\{(\w+)(?:\.[\w.]+)?\}", text)
    elif function == "Fn::Join" and isinstance(argument, list) and argument:
        yield from referenced(argument[-1])
    elif function in ("Fn::Select", "Fn::Split") and isinstance(argument, list):
        # A piece of one value; of a choice among several values nothing is certain.
        yield from referenced(argument[-1] if argument and isinstance(argument[-1], dict) else {})


def _mentioned(raw: Any) -> Iterator[str]:
    """Yield every logical id that ``raw`` refers to anywhere, an ``Fn::If`` included."""
    yield from referenced(raw)
    children = raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ()
    for child in children:
        if isinstance(child, (dict, list)):
            yield from _mentioned(child)


def _construct_path(body: Mapping[str, Any]) -> str:
    metadata = body.get("Metadata")
    path = metadata.get("aws:cdk:path") if isinstance(metadata, Mapping) else None
    return path if isinstance(path, str) else ""
