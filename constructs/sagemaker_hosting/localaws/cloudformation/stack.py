"""A stack: its template, its resources, its events; and a change set over it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar

from moto.cloudformation.models import Change, ChangeSet, Event, Stack
from moto.cloudformation.parsing import Export
from moto.core.utils import utcnow
from moto.ssm.models import ssm_backends

from sagemaker_hosting.localaws.cloudformation.cross_stack import exported, output_of
from sagemaker_hosting.localaws.cloudformation.template import (
    Resolver,
    Template,
    invalid_template,
    parse,
)
from sagemaker_hosting.localaws.resources.resource_type import Context, Created, Properties


@dataclass
class Deployed:
    """A resource of a stack; the attribute names are those that moto's responses read."""

    logical_resource_id: str
    cf_resource_type: str
    properties: Properties
    created: Created
    declared: dict[str, Any] = field(default_factory=dict)

    @property
    def physical_resource_id(self) -> str:
        """What Ref returns."""
        return self.created.physical_id


class HostedStack(Stack):
    """A stack whose resources are kept by `run.py`; moto only stores and shows it."""

    class Meta:
        """How moto's serializer finds what has another name here."""

        serialization_aliases: ClassVar = {"Parameters": "parameter_list"}

    def __init__(self, backend: Any, stack_id: str, name: str, **rest: Any) -> None:
        super().__init__(
            stack_id=stack_id,
            name=name,
            template={},
            parameters={},
            account_id=backend.account_id,
            region_name=backend.region_name,
            **rest,
        )
        self.backend = backend
        self.body = ""
        self.resources: dict[str, Deployed] = {}
        self.output_list: list[dict[str, Any]] = []
        self.export_list: list[Export] = []
        self.busy = threading.Lock()
        self.stack_status_reason: str | None = None

    # What moto's responses read

    @property
    def parameter_list(self) -> list[dict[str, Any]]:
        """The parameters as DescribeStacks lists them."""
        return parameter_list(self.template_dict, self.parameters)

    @property
    def stack_parameters(self) -> dict[str, Any]:
        """The values as given: UsePreviousValue must not repeat what SSM had resolved them to."""
        declared = self.template_dict.get("Parameters") or {}
        defaults = {key: one["Default"] for key, one in declared.items() if "Default" in one}
        return {**defaults, **self.parameters}

    @property
    def stack_resources(self) -> Any:
        """The resources, in order of creation."""
        return list(self.resources.values())

    @property
    def outputs(self) -> list[dict[str, Any]] | None:
        """The outputs, None when there are none."""
        return self.output_list or None

    @property
    def exports(self) -> list[Export]:
        """The exports."""
        return self.export_list

    def has_template(self, other_template: str) -> bool:
        """Return whether it is the stack's own."""
        return bool(self.template_dict == parse(other_template))

    def has_parameters(self, other_parameters: dict[str, Any]) -> bool:
        """Return whether they are the stack's own."""
        declared = self.template_dict.get("Parameters") or {}
        defaults = {key: one.get("Default") for key, one in declared.items()}
        return {**defaults, **self.parameters} == {**defaults, **other_parameters}

    # What run.py needs

    def context(self, logical_id: str) -> Context:
        """Return where a resource of this stack is deployed."""
        own = {
            "aws:cloudformation:stack-name": self.name,
            "aws:cloudformation:stack-id": self.stack_id,
            "aws:cloudformation:logical-id": logical_id,
        }
        return Context(
            self.account_id,
            self.region_name,
            self.name,
            self.stack_id,
            logical_id,
            {**(self.tags or {}), **own},
        )

    def adopt(self, template: str, parameters: dict[str, Any]) -> None:
        """Make a template the stack's own."""
        self.template = self.body = template
        self.template_dict = parse(template)
        self.description = self.template_dict.get("Description")
        self.parameters = parameters

    def _stamp(self) -> None:
        """Make the last event later than the one before: clients sort by the millisecond."""
        if len(self.events) > 1:
            earliest = self.events[-2].timestamp + timedelta(milliseconds=1)
            self.events[-1].timestamp = max(self.events[-1].timestamp, earliest)

    @staticmethod
    def cloudformation_name_type() -> str:
        """Return the property that names a nested stack."""
        return "StackName"

    def is_created(self) -> bool:
        """Return whether the stack is complete."""
        return self.status.endswith("_COMPLETE")

    def enter(self, status: str, reason: str | None = None) -> None:
        """Enter a status, and say so in the events."""
        self._add_stack_event(status, resource_status_reason=reason)
        self._stamp()
        self.stack_status_reason = reason
        self.last_updated_time = utcnow()
        self.status = status

    def note(
        self, logical_id: str, type_name: str, physical_id: str, status: str, reason: str = ""
    ) -> None:
        """Add an event of a resource."""
        event = Event(
            stack_id=self.stack_id,
            stack_name=self.name,
            logical_resource_id=logical_id,
            physical_resource_id=physical_id,
            resource_type=type_name,
            resource_status=status,
            resource_status_reason=reason or None,
            resource_properties=None,
        )
        self.events.append(event)
        self._stamp()

    def resolver(
        self,
        template: Template,
        parameters: dict[str, Any],
        lookup: Callable[[str, str | None], Any],
    ) -> Resolver:
        """Return what evaluates a template in this stack."""
        values = {
            "AWS::AccountId": self.account_id,
            "AWS::Region": self.region_name,
            "AWS::StackId": self.stack_id,
            "AWS::StackName": self.name,
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::Partition": "aws",
            "AWS::NotificationARNs": self.notification_arns,
            **self._parameter_values(template, parameters),
        }
        return Resolver(
            template,
            values,
            lookup,
            partial(exported, self.backend),
            self._stored,
            self.region_name,
            partial(output_of, self.backend),
        )

    def _parameter_values(self, template: Template, parameters: dict[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        missing = []
        for name, declared in (template.get("Parameters") or {}).items():
            value = parameters.get(name, declared.get("Default"))
            if value is None:
                missing.append(name)
                continue
            kind = declared.get("Type", "String")
            if kind.startswith("AWS::SSM::Parameter::Value"):
                value = self._stored(str(value))
            if kind == "CommaDelimitedList" or "List<" in kind:
                value = [part.strip() for part in str(value).split(",")]
            elif kind == "Number":
                value = float(value) if "." in str(value) else int(value)
            allowed = declared.get("AllowedValues")
            if allowed and str(value) not in [str(one) for one in allowed]:
                raise invalid_template(f"Parameter '{name}' must be one of AllowedValues")
            values[name] = value
        if missing:
            raise invalid_template(f"Parameters: [{', '.join(missing)}] must have values")
        return values

    def _stored(self, name: str) -> str:
        found = ssm_backends[self.account_id][self.region_name].get_parameter(name)
        if found is None:
            raise invalid_template(
                f"Unable to fetch parameters [{name}] from parameter store for this account."
            )
        return str(found.value)


class HostedChangeSet(ChangeSet):
    """A change set that compares templates without creating anything."""

    def _parse_template(self) -> None:
        self.template_dict = parse(self.template)

    def diff(self) -> list[Change]:
        """Return the changes."""
        before = self.stack.template_dict.get("Resources") or {}
        after = self.template_dict["Resources"]
        same_parameters = self.stack.parameters == self.parameters
        changes = []
        for name, resource in after.items():
            if name not in before:
                changes.append(Change("Add", name, resource["Type"]))
            elif before[name] != resource or not same_parameters:
                changes.append(Change("Modify", name, resource["Type"]))
        changes += [
            Change("Remove", name, one["Type"]) for name, one in before.items() if name not in after
        ]
        return changes


def parameter_list(template: Template, given: dict[str, Any]) -> list[dict[str, Any]]:
    """Return parameters as DescribeStacks lists them."""
    declared = template.get("Parameters") or {}
    return [
        {
            "ParameterKey": name,
            "ParameterValue": "****"
            if one.get("NoEcho")
            else str(given.get(name, one.get("Default"))),
        }
        for name, one in declared.items()
    ]
