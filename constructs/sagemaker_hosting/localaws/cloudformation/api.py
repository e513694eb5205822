"""Puts the stacks behind moto's CloudFormation responses."""

from __future__ import annotations

from typing import Any

from moto.cloudformation import models, responses
from moto.core.responses import ActionResult, EmptyResult

from sagemaker_hosting.localaws.cloudformation.backend import (
    HostedCloudFormation,
    template_from_url,
)
from sagemaker_hosting.localaws.cloudformation.template import parse


def install() -> None:
    """Serve our stacks instead of moto's."""
    models.cloudformation_backends.backend = HostedCloudFormation
    # Imported by name in both modules, so replaced in both.
    for module in (responses, models):
        vars(module)["get_stack_from_s3_url"] = template_from_url
    response: Any = responses.CloudFormationResponse
    # moto drops DisableRollback, which the CDK CLI sends for --no-rollback.
    response.execute_change_set = _execute_change_set
    # moto looks for a change set's name in all stacks, and the CDK CLI has but one name.
    response.describe_change_set = _describe_change_set
    response.list_change_sets = _list_change_sets
    response.delete_change_set = _delete_change_set
    response.update_termination_protection = _update_termination_protection
    # moto reads JSON templates with a YAML parser, which takes seconds for large ones.
    response.get_template_summary = _get_template_summary


def _execute_change_set(self: Any) -> EmptyResult:
    self.cloudformation_backend.execute_change_set(
        change_set_name=self._get_param("ChangeSetName"),
        stack_name=self._get_param("StackName"),
        disable_rollback=bool(self._get_bool_param("DisableRollback", False)),
    )
    return EmptyResult()


def _describe_change_set(self: Any) -> ActionResult:
    return ActionResult(
        self.cloudformation_backend.describe_change_set(
            self._get_param("ChangeSetName"), self._get_param("StackName")
        )
    )


def _list_change_sets(self: Any) -> ActionResult:
    found = self.cloudformation_backend.list_change_sets(self._get_param("StackName"))
    return ActionResult({"Summaries": found})


def _delete_change_set(self: Any) -> EmptyResult:
    self.cloudformation_backend.delete_change_set(
        self._get_param("ChangeSetName"), self._get_param("StackName")
    )
    return EmptyResult()


def _update_termination_protection(self: Any) -> ActionResult:
    stack = self.cloudformation_backend.update_termination_protection(
        self._get_param("StackName"), self._get_bool_param("EnableTerminationProtection", False)
    )
    return ActionResult({"StackId": stack.stack_id})


def _get_template_summary(self: Any) -> ActionResult:
    name, url = self._get_param("StackName"), self._get_param("TemplateURL")
    body = self._get_param("TemplateBody")
    if name:
        body = self.cloudformation_backend.get_stack(name).template
    elif url:
        body = self._get_stack_from_s3_url(url)
    template = parse(body)
    parameters = [
        {
            "ParameterKey": key,
            "Description": one.get("Description"),
            "DefaultValue": one.get("Default"),
            "NoEcho": one.get("NoEcho", False),
            "ParameterType": one.get("Type", "String"),
        }
        for key, one in (template.get("Parameters") or {}).items()
    ]
    types = sorted({one["Type"] for one in template["Resources"].values()})
    return ActionResult(
        {
            "Parameters": parameters,
            "Description": template.get("Description"),
            "ResourceTypes": types,
            "Version": "2010-09-09",
        }
    )
