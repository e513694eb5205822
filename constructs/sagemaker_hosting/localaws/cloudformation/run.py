"""Carries a stack from one template to the next: create, update, roll back, delete."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.cloudformation.parsing import Export
from moto.core.exceptions import ServiceException

from sagemaker_hosting.localaws.cloudformation.reasons import reason
from sagemaker_hosting.localaws.cloudformation.stack import Deployed, HostedStack
from sagemaker_hosting.localaws.cloudformation.template import (
    Resolver,
    Template,
    creation_order,
    parse,
)
from sagemaker_hosting.localaws.resources import catalogue
from sagemaker_hosting.localaws.resources.resource_type import ResourceType


class ResourceFailed(Exception):
    """A resource could not be created, updated or deleted; the event has been written."""

    def __init__(self, logical_id: str, reason: str) -> None:
        super().__init__(reason)
        self.logical_id = logical_id


class Run:
    """One execution of a template over a stack.

    Args:
        stack: The stack.
        template: The template to arrive at.
        parameters: Its parameters.
    """

    def __init__(self, stack: HostedStack, template: str, parameters: dict[str, Any]) -> None:
        self._stack = stack
        self._body = template
        self._template: Template = parse(template)
        self._order = creation_order(self._template)
        self._parameters = parameters
        self._before = dict(stack.resources)
        self._after: dict[str, Deployed] = {}
        self._undo: list[Callable[[], None]] = []
        self._superseded: list[Deployed] = []
        self._resolver: Resolver = stack.resolver(self._template, parameters, self._lookup)

    def create(self, *, rollback: bool = True) -> None:
        """Create the stack; on failure delete what was created, unless told not to."""
        stack = self._stack
        stack.enter("CREATE_IN_PROGRESS", "User Initiated")
        stack.adopt(self._body, self._parameters)
        try:
            self._apply()
            self._publish()
        except _EXPECTED as failure:
            stack.resources = self._after
            if not rollback:
                stack.enter("CREATE_FAILED", _stack_reason(failure))
                return
            stack.enter("ROLLBACK_IN_PROGRESS", _stack_reason(failure))
            if self._delete(list(self._after.values())[::-1], retain=False):
                stack.enter("ROLLBACK_FAILED")
            else:
                stack.enter("ROLLBACK_COMPLETE")
            return
        stack.resources = self._after
        stack.enter("CREATE_COMPLETE")

    def update(self, *, rollback: bool = True) -> None:
        """Update the stack; on failure bring back what there was."""
        stack = self._stack
        stack.enter("UPDATE_IN_PROGRESS", "User Initiated")
        previous = (stack.body, dict(stack.parameters))
        stack.adopt(self._body, self._parameters)
        try:
            self._apply()
            self._publish()
        except _EXPECTED as failure:
            if not rollback:
                stack.resources = {**self._before, **self._after}
                stack.enter("UPDATE_FAILED", _stack_reason(failure))
                return
            stack.enter("UPDATE_ROLLBACK_IN_PROGRESS", _stack_reason(failure))
            clean = self._roll_back()
            stack.adopt(*previous)
            stack.enter("UPDATE_ROLLBACK_COMPLETE" if clean else "UPDATE_ROLLBACK_FAILED")
            return
        stack.resources = {**self._after}
        stack.enter("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
        removed = [one for name, one in self._before.items() if name not in self._after]
        self._delete([*self._superseded, *removed[::-1]], retain=True, replaced=self._superseded)
        stack.enter("UPDATE_COMPLETE")

    @classmethod
    def delete(cls, stack: HostedStack) -> bool:
        """Delete a stack's resources; return whether nothing but retained ones is left."""
        stack.enter("DELETE_IN_PROGRESS", "User Initiated")
        run = cls.__new__(cls)
        run._stack = stack
        left = run._delete(list(stack.resources.values())[::-1], retain=True)
        stack.resources = {name: one for name, one in stack.resources.items() if one in left}
        if left:
            names = ", ".join(one.logical_resource_id for one in left)
            stack.enter("DELETE_FAILED", f"The following resource(s) failed to delete: [{names}].")
            return False
        stack.enter("DELETE_COMPLETE")
        return True

    # Forwards

    def _apply(self) -> None:
        wanted = [name for name in self._order if self._is_wanted(name)]
        self._refuse_unknown_types(wanted)
        for name in wanted:
            self._step(name)

    def _is_wanted(self, name: str) -> bool:
        condition = self._template["Resources"][name].get("Condition")
        return condition is None or self._resolver.holds(condition)

    def _refuse_unknown_types(self, wanted: list[str]) -> None:
        """Fail before anything is created: what is not imitated is never skipped."""
        unknown = []
        for name in wanted:
            type_name = self._template["Resources"][name]["Type"]
            if catalogue.find(type_name) is None:
                why = (
                    f"the local AWS does not imitate {type_name} (logical id {name}); "
                    f"leave the resource out of the stacks that you deploy locally"
                )
                self._stack.note(name, type_name, "", "CREATE_FAILED", why)
                unknown.append(name)
        if unknown:
            raise ResourceFailed(", ".join(unknown), "resource types that are not imitated")

    def _step(self, name: str) -> None:
        declared = self._template["Resources"][name]
        type_name = declared["Type"]
        kind = _kind(type_name)
        old = self._before.get(name)
        action = "UPDATE" if old else "CREATE"
        physical = old.physical_resource_id if old else ""
        try:
            properties = self._resolver.resolve(declared.get("Properties") or {}) or {}
            if old and old.cf_resource_type == type_name and old.properties == properties:
                self._after[name] = Deployed(name, type_name, properties, old.created, declared)
                return
            self._stack.note(name, type_name, physical, f"{action}_IN_PROGRESS")
            self._after[name] = new = self._make(kind, name, old, properties, declared)
        except Exception as error:
            why = reason(error)
            self._stack.note(name, type_name, physical, f"{action}_FAILED", why)
            raise ResourceFailed(name, why) from error
        self._stack.note(name, type_name, new.physical_resource_id, f"{action}_COMPLETE")

    def _make(
        self,
        kind: ResourceType,
        name: str,
        old: Deployed | None,
        properties: dict[str, Any],
        declared: dict[str, Any],
    ) -> Deployed:
        context = self._stack.context(name)
        same_type = old is not None and old.cf_resource_type == kind.type_name
        if old and same_type and not kind.replaces(old.properties, properties):
            before = old
            created = kind.update(context, old.created, old.properties, properties)

            def restore() -> None:
                before.created = kind.update(context, created, properties, before.properties)

            self._undo.append(restore)
            return Deployed(name, kind.type_name, properties, created, declared)
        if old:
            self._stack.note(
                name,
                kind.type_name,
                old.physical_resource_id,
                "UPDATE_IN_PROGRESS",
                "Requested update requires the creation of a new physical resource; "
                "hence creating one.",
            )
            self._superseded.insert(0, old)
        created = kind.create(context, properties)
        self._undo.append(lambda: kind.delete(context, created, properties))
        return Deployed(name, kind.type_name, properties, created, declared)

    def _lookup(self, name: str, attribute: str | None) -> Any:
        deployed = self._after[name]
        if attribute is None:
            return deployed.physical_resource_id
        return _kind(deployed.cf_resource_type).attribute(deployed.created, attribute)

    def _publish(self) -> None:
        stack = self._stack
        outputs, exports = [], []
        for name, declared in (self._template.get("Outputs") or {}).items():
            if "Condition" in declared and not self._resolver.holds(declared["Condition"]):
                continue
            value = self._resolver.resolve(declared["Value"])
            output = {
                "OutputKey": name,
                "OutputValue": value if isinstance(value, str) else str(value),
                "Description": declared.get("Description"),
            }
            if "Export" in declared:
                output["ExportName"] = export = self._resolver.resolve(declared["Export"]["Name"])
                taken = stack.backend.exports.get(export)
                if taken and taken.exporting_stack_id != stack.stack_id:
                    raise ResourceFailed(name, f"Export with name {export} is already exported.")
                exports.append(Export(stack.stack_id, export, value))
            outputs.append(output)
        for export in stack.export_list:
            stack.backend.exports.pop(export.name, None)
        stack.backend.exports.update({export.name: export for export in exports})
        stack.output_list, stack.export_list = outputs, exports

    # Backwards

    def _roll_back(self) -> bool:
        clean = True
        for undo in reversed(self._undo):
            try:
                undo()
            except Exception as error:
                clean = False
                stack = self._stack
                stack.note(
                    stack.name,
                    "AWS::CloudFormation::Stack",
                    stack.stack_id,
                    "UPDATE_ROLLBACK_FAILED",
                    reason(error),
                )
        self._stack.resources = self._before
        return clean

    def _delete(
        self, doomed: list[Deployed], *, retain: bool, replaced: list[Deployed] | None = None
    ) -> list[Deployed]:
        """Delete resources in the order given; return those that could not be."""
        left = []
        for one in doomed:
            name, type_name = one.logical_resource_id, one.cf_resource_type
            physical = one.physical_resource_id
            key = "UpdateReplacePolicy" if replaced and one in replaced else "DeletionPolicy"
            policy = one.declared.get(key)
            if retain and policy in ("Retain", "RetainExceptOnCreate"):
                self._stack.note(name, type_name, physical, "DELETE_SKIPPED")
                continue
            self._stack.note(name, type_name, physical, "DELETE_IN_PROGRESS")
            try:
                _kind(type_name).delete(self._stack.context(name), one.created, one.properties)
            except Exception as error:
                self._stack.note(name, type_name, physical, "DELETE_FAILED", reason(error))
                left.append(one)
                continue
            self._stack.note(name, type_name, physical, "DELETE_COMPLETE")
        return left


_EXPECTED = (ResourceFailed, ServiceException)


def _kind(type_name: str) -> ResourceType:
    kind = catalogue.find(type_name)
    assert kind is not None, type_name
    return kind


def _stack_reason(failure: Exception) -> str:
    if isinstance(failure, ResourceFailed):
        return f"The following resource(s) failed to create or update: [{failure.logical_id}]."
    return str(getattr(failure, "message", failure))
