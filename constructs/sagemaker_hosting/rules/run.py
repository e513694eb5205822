"""Running rules: over a fragment, a resource, or a template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules import catalogue
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.links import LINKS, Resources
from sagemaker_hosting.template.view import Properties, Resource

Related = Mapping[str, Properties | Sequence[Properties]]
"""Properties of linked resources by link name: ``{"EndpointConfig": {...}, "Alarm": [{...}]}``."""


def check_resource(
    resource_type: str,
    properties: Properties,
    *,
    logical_id: str = "",
    path: str = "",
    rules: Sequence[Rule] | None = None,
    related: Related | None = None,
) -> list[Finding]:
    """Return what is wrong with one resource, in the order of the rules.

    Args:
        resource_type: Its CloudFormation type.
        properties: All its properties, as CloudFormation spells them; tokens and intrinsic
            functions are fine anywhere.
        logical_id: Its logical id. Default: none.
        path: Its construct path. Default: none.
        rules: The rules to run. Default: all that concern the type, the schema's own included.
        related: Properties of the resources that it is linked to. Default: none is known.
    """
    resource = Resource(
        resource_type,
        properties,
        logical_id,
        path,
        related=_resources(resource_type, related),
    )
    chosen = catalogue.rules_for(resource_type) if rules is None else rules
    return [finding for rule in chosen for finding in _run(rule, resource)]


def check_template(
    template: Mapping[str, Any], *, rules: Sequence[Rule] | None = None
) -> list[Finding]:
    """Return what is wrong with a template, resource by resource.

    Args:
        template: A CloudFormation template as parsed from JSON.
        rules: The rules to run. Default: all but those that repeat the CloudFormation schema.
    """
    return [
        finding
        for resource in Resources(template).by_logical_id.values()
        for rule in (
            catalogue.template_rules_for(resource.type)
            if rules is None
            else [rule for rule in rules if resource.type in rule.resource_types]
        )
        for finding in _run(rule, resource)
    ]


def enforce(
    resource_type: str,
    properties: Properties,
    *,
    path: str | None = None,
    partial: bool = False,
    related: Related | None = None,
) -> None:
    """Refuse properties that SageMaker would refuse, or that could never work.

    Args:
        resource_type: The CloudFormation type that the properties belong to.
        properties: The properties, as CloudFormation spells them; tokens are fine anywhere.
        path: The construct path, for the message. Default: none.
        partial: Whether these are some of the properties only, so that the absence of one means
            nothing. Default: they are all there.
        related: Properties of the resources that it is linked to. Default: none is known.

    Raises:
        InvalidProps: For the first finding of severity ``error``.
    """
    resource = Resource(
        resource_type,
        properties,
        path=path or "",
        related=_resources(resource_type, related),
    )
    for rule in catalogue.rules_for(resource_type):
        if rule.severity is not Severity.ERROR or (partial and rule.needs == "complete"):
            continue
        for finding in _run(rule, resource):
            # A rule that failed says nothing about the caller's line; the run over the template
            # names it.
            if finding.rule != catalogue.ENGINE_RULE:
                raise InvalidProps(
                    finding.message,
                    fix=finding.fix,
                    source=f"{finding.source} ({finding.rule})",
                    path=path,
                )


def enforce_rollout(
    deployment_config: Mapping[str, Any],
    variants: Sequence[Mapping[str, Any]],
    *,
    alarms: Sequence[Properties] = (),
    autoscaled: bool = False,
    path: str | None = None,
) -> None:
    """Refuse a deployment configuration that does not fit the fleet it is to update.

    Args:
        deployment_config: ``DeploymentConfig`` of an ``AWS::SageMaker::Endpoint``.
        variants: ``ProductionVariants`` of the ``AWS::SageMaker::EndpointConfig`` it moves to.
        alarms: Properties of the rollback alarms, as far as they are known. Default: none.
        autoscaled: Whether the fleet keeps the size that autoscaling gave it, so that the instance
            counts of ``variants`` say nothing about an update. Default: they do.
        path: The construct path, for the message. Default: none.

    Raises:
        InvalidProps: For the first finding of severity ``error``.
    """
    enforce(
        "AWS::SageMaker::Endpoint",
        {"DeploymentConfig": deployment_config, "RetainAllVariantProperties": autoscaled},
        path=path,
        partial=True,
        related={"EndpointConfig": {"ProductionVariants": list(variants)}, "Alarm": alarms},
    )


def _resources(resource_type: str, related: Related | None) -> dict[str, Sequence[Resource]] | None:
    """Return ``related`` as resources of the types that the links of ``resource_type`` lead to."""
    if related is None:
        return None
    links = LINKS.get(resource_type, {})
    unknown = related.keys() - links.keys()
    if unknown:
        raise ValueError(f"{resource_type} has no link {', '.join(sorted(unknown))}")
    return {
        name: [
            Resource(links[name][0].target_type, properties)
            for properties in ([given] if isinstance(given, Mapping) else given)
        ]
        for name, given in related.items()
    }


def _run(rule: Rule, resource: Resource) -> Iterator[Finding]:
    """Yield the findings of ``rule``; a rule that fails is itself a finding, not a failure."""
    try:
        yield from rule.check(resource)
    except Exception as error:
        yield Finding(
            rule=catalogue.ENGINE_RULE,
            severity=Severity.ERROR,
            message=f"rule {rule.id} failed: {type(error).__name__}: {error}",
            fix=f"report it with the template; acknowledge {catalogue.ENGINE_RULE} meanwhile",
            source=rule.source,
            url=rule.url,
            resource=resource.logical_id,
            resource_type=resource.type,
        )
