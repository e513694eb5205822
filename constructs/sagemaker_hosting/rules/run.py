"""Running rules: over a fragment, a resource, or a template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.core.rule import ENGINE_RULE
from sagemaker_hosting.rules import catalogue
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.exploration import Exploration
from sagemaker_hosting.template.links import LINKS
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.scenario import Undecided
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

    What depends on conditions is looked at in each scenario that can occur; a finding that only
    some of them give says in which.

    Args:
        template: A CloudFormation template as parsed from JSON.
        rules: The rules to run. Default: all but those that repeat the CloudFormation schema.
    """
    exploration = Exploration(template)
    (worlds,) = exploration.worlds
    findings: list[Finding] = []
    for resource_type, logical_ids in worlds.declared.by_type.items():
        chosen = (
            catalogue.template_rules_for(resource_type)
            if rules is None
            else [rule for rule in rules if resource_type in rule.resource_types]
        )
        for logical_id in logical_ids if chosen else ():
            findings += _check_everywhere(chosen, logical_id, exploration)
    order = {logical_id: place for place, logical_id in enumerate(worlds.declared.bodies)}
    return sorted(findings, key=lambda finding: order.get(finding.resource, len(order)))


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
            if finding.rule != ENGINE_RULE:
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


def _check_everywhere(
    rules: Sequence[Rule], logical_id: str, exploration: Exploration
) -> Iterator[Finding]:
    """Yield the findings of ``rules`` about one resource in all scenarios."""
    base = exploration.worlds[0].at()
    try:
        resource = base.by_logical_id[logical_id]
    except Undecided as question:
        for rule in rules:
            yield from _explore(rule, logical_id, exploration, question)
        return
    except KeyError:  # no scenario has it
        return
    for rule in rules:
        # Nearly always nothing is undecided.
        try:
            found = list(_run(rule, resource))
        except Undecided as question:
            found = list(_explore(rule, logical_id, exploration, question))
        yield from found


def _run_on(rule: Rule, logical_id: str, resources: Resources) -> Sequence[Finding]:
    """Return the findings of ``rule`` about a resource, if that exists."""
    resource = resources.by_logical_id.get(logical_id)
    return () if resource is None else list(_run(rule, resource))


def _explore(
    rule: Rule, logical_id: str, exploration: Exploration, question: Undecided
) -> Iterator[Finding]:
    """Yield the findings of ``rule`` in all scenarios, those that several of them give once."""
    seen: list[tuple[Resources, list[Finding]]] = []
    for (resources,), found in exploration.look(partial(_run_on, rule, logical_id), question):
        seen.append((resources, [_as_written(each, resources) for each in found]))
    told: set[tuple[str, str]] = set()
    for _, findings in seen:
        for finding in findings:
            if _place(finding) not in told:
                yield _with_circumstances(finding, seen)
        told |= set(map(_place, findings))


def _as_written(finding: Finding, resources: Resources) -> Finding:
    try:
        path = resources.written_path(finding.resource, finding.property)
    except Undecided:  # the finding does not depend on the choice that lies on the way
        return finding
    return replace(finding, property=path)


def _with_circumstances(
    finding: Finding, seen: Sequence[tuple[Resources, list[Finding]]]
) -> Finding:
    """Return ``finding`` with the conditions that all scenarios with it, and no other, share."""
    place = _place(finding)
    having = [world for world, found in seen if place in map(_place, found)]
    others = [world for world, found in seen if world not in having]
    shared = [
        f"{name} is {str(answer).lower()}"
        for name, answer in having[0].scenario.answers.items()
        if all(world.scenario.answers.get(name) is answer for world in having)
        and any(world.scenario.answers.get(name) is not answer for world in others)
    ]
    if not shared:
        return finding
    return replace(finding, message=f"{finding.message} (when {' and '.join(shared)})")


def _place(finding: Finding) -> tuple[str, str]:
    return finding.resource, finding.property


def _run(rule: Rule, resource: Resource) -> Iterator[Finding]:
    """Yield the findings of ``rule``; a rule that fails is itself a finding, not a failure."""
    try:
        yield from rule.check(resource)
    except Undecided:
        raise
    except Exception as error:
        yield Finding(
            rule=ENGINE_RULE,
            severity=Severity.ERROR,
            message=f"rule {rule.id} failed: {type(error).__name__}: {error}",
            fix=f"report it with the template; acknowledge {ENGINE_RULE} meanwhile",
            source=rule.source,
            url=rule.url,
            resource=resource.logical_id,
            resource_type=resource.type,
        )
