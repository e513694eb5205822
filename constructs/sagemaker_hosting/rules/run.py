"""Running rules: over a fragment, a resource, or a template."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.core.rule import ENGINE_RULE, BaseRule
from sagemaker_hosting.rules import catalogue
from sagemaker_hosting.rules._changes import kept, moved
from sagemaker_hosting.rules._scenarios import explored
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.exploration import Exploration
from sagemaker_hosting.template.links import LINKS
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.scenario import Undecided
from sagemaker_hosting.template.view import Properties, Resource

# A space before punctuation, before another space, or at the end.
_GAP: Final = re.compile(r" (?=[ ,;:]|$)")

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
    template: Mapping[str, Any],
    *,
    rules: Sequence[Rule] | None = None,
    region: str | None = None,
) -> list[Finding]:
    """Return what is wrong with a template, resource by resource.

    What depends on conditions is looked at in each scenario that can occur; a finding that only
    some of them give says in which.

    Args:
        template: A CloudFormation template as parsed from JSON.
        rules: The rules to run. Default: all but those that repeat the CloudFormation schema.
        region: The Region that it is deployed to. Default: what the template says of it.
    """
    exploration = Exploration(template, region=region)
    (worlds,) = exploration.worlds
    findings: list[Finding] = []
    with _nothing_to_collect():
        for resource_type, logical_ids in worlds.declared.by_type.items():
            chosen = (
                catalogue.template_rules_for(resource_type)
                if rules is None
                else [rule for rule in rules if resource_type in rule.resource_types]
            )
            for logical_id in logical_ids if chosen else ():
                findings += _check_everywhere(chosen, logical_id, exploration)
    return _in_order(findings, worlds.declared.bodies)


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
                    _without_gaps(finding.message) if related else finding.message,
                    fix=_without_gaps(finding.fix) if related else finding.fix,
                    source=f"{finding.source} ({finding.rule})",
                    path=path,
                )


def _without_gaps(text: str) -> str:
    """Return ``text`` without the gaps where it names what a construct has not made yet."""
    return _GAP.sub("", text)


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


def check_update(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    *,
    rules: Sequence[UpdateRule] | None = None,
) -> list[Finding]:
    """Return what is wrong with the step from one version of a template to the next.

    Both are deployed with the same parameters; a default that was changed says nothing, because
    a stack keeps the values it has. What is wrong with the new template alone is for
    ``check_template``.

    Args:
        old: The CloudFormation template as it is deployed, as parsed from JSON.
        new: The template that is to be deployed, as parsed from JSON.
        rules: The rules to run. Default: all of them.
    """
    exploration = Exploration(*_without_changed_defaults(old, new))
    before, after = (worlds.declared for worlds in exploration.worlds)
    findings: list[Finding] = []
    for rule in catalogue.update_rules() if rules is None else rules:
        for resource_type in rule.resource_types:
            pair = moved if rule.moved else kept
            for names in pair(before, after, resource_type):
                look = partial(_change, rule, names)
                try:
                    found = look(*(worlds.at() for worlds in exploration.worlds))
                except Undecided as question:
                    found = list(explored(look, exploration, question))
                findings += found
    return _in_order(findings, after.bodies)


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """Spare the search for garbage: all that rules remember lives until the end of the run."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _change(
    rule: UpdateRule, names: tuple[str, str], old: Resources, new: Resources
) -> list[Finding]:
    """Return the findings of ``rule`` about a resource, if both versions have it."""
    before, after = old.by_logical_id.get(names[0]), new.by_logical_id.get(names[1])
    if before is None or after is None:
        return []
    return list(_guarded(rule, after, partial(rule.check, before, after)))


def _without_changed_defaults(*templates: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    sections = [template.get("Parameters") for template in templates]
    declared = [section if isinstance(section, Mapping) else {} for section in sections]
    defaults = [
        {name: body.get("Default") for name, body in section.items() if isinstance(body, Mapping)}
        for section in declared
    ]
    for template, section, own in zip(templates, declared, defaults, strict=True):
        changed = {name for name in own if any(own[name] != each.get(name) for each in defaults)}
        parameters = {
            name: {key: part for key, part in body.items() if key != "Default"}
            if name in changed
            else body
            for name, body in section.items()
        }
        yield {**template, "Parameters": parameters}


def _in_order(findings: list[Finding], logical_ids: Iterable[str]) -> list[Finding]:
    order = {logical_id: place for place, logical_id in enumerate(logical_ids)}
    return sorted(findings, key=lambda finding: order.get(finding.resource, len(order)))


def _check_everywhere(
    rules: Sequence[Rule], logical_id: str, exploration: Exploration
) -> Iterator[Finding]:
    """Yield the findings of ``rules`` about one resource in all scenarios."""
    base = exploration.worlds[0].at()
    try:
        resource = base.by_logical_id[logical_id]
    except Undecided as question:
        for rule in rules:
            yield from explored(partial(_run_on, rule, logical_id), exploration, question)
        return
    except KeyError:  # no scenario has it
        return
    for rule in rules:
        # Nearly always nothing is undecided.
        try:
            found = list(rule.check(resource))
        except Undecided as question:
            look = partial(_run_on, rule, logical_id)
            found = list(explored(look, exploration, question))
        except Exception:
            found = list(_run(rule, resource))  # says what failed
        if found:
            yield from found


def _run_on(rule: Rule, logical_id: str, resources: Resources) -> list[Finding]:
    """Return the findings of ``rule`` about a resource, if that exists."""
    resource = resources.by_logical_id.get(logical_id)
    return [] if resource is None else list(_run(rule, resource))


def _run(rule: Rule, resource: Resource) -> Iterator[Finding]:
    return _guarded(rule, resource, partial(rule.check, resource))


def _guarded(
    rule: BaseRule, resource: Resource, check: Callable[[], Iterator[Finding]]
) -> Iterator[Finding]:
    """Yield what ``check`` finds; a rule that fails is itself a finding, not a failure."""
    try:
        yield from check()
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
