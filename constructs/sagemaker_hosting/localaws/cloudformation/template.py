"""Templates: parsing, intrinsic functions, conditions, the order of creation."""

from __future__ import annotations

import base64
import ipaddress
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from sagemaker_hosting.localaws.hosting.errors import ServiceError

Template = dict[str, Any]
_REFERENCE = re.compile(r"\$\{([^!][^}]*)\}")
_DYNAMIC = re.compile(r"\{\{resolve:(ssm|ssm-secure|secretsmanager):([^}]+)\}\}")
# What AWS::NoValue resolves to: the property is left out.
_ABSENT = object()


def invalid_template(message: str) -> ServiceError:
    """Return CloudFormation's answer to a template it cannot take."""
    return ServiceError("ValidationError", message)


class _Loader(yaml.SafeLoader):
    """YAML with the short forms !Ref, !GetAtt, !Sub ..."""


def _short_form(loader: Any, tag: str, node: Any) -> Any:
    if isinstance(node, yaml.SequenceNode):
        value: Any = loader.construct_sequence(node, deep=True)
    elif isinstance(node, yaml.MappingNode):
        value = loader.construct_mapping(node, deep=True)
    else:
        value = loader.construct_scalar(node)
    if tag in ("Ref", "Condition"):
        return {tag: value}
    if tag == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {f"Fn::{tag}": value}


_Loader.add_multi_constructor("!", _short_form)
# A template's version looks like a date.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parse(body: str) -> Template:
    """Return a template from JSON or YAML.

    Raises:
        ServiceError: It is neither, or has no resources.
    """
    try:
        template = json.loads(body)
    except ValueError:
        try:
            template = yaml.load(body, Loader=_Loader)
        except yaml.YAMLError as error:
            raise invalid_template(f"Template format error: {error}") from error
    if not isinstance(template, dict):
        raise invalid_template("Template format error: unsupported structure.")
    resources = template.get("Resources")
    if not isinstance(resources, dict) or not resources:
        raise invalid_template(
            "Template format error: At least one Resources member must be defined."
        )
    for name, resource in resources.items():
        if not isinstance(resource, dict) or not isinstance(resource.get("Type"), str):
            raise invalid_template(
                f"Template format error: [/Resources/{name}] Every resource must have a Type."
            )
    return template


def references(value: Any) -> Iterator[str]:
    """Yield every logical name that a value refers to."""
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "Ref" and isinstance(item, str):
                yield item
            elif key == "Fn::GetAtt":
                yield item.split(".")[0] if isinstance(item, str) else item[0]
            elif key == "Fn::Sub":
                text, given = (item, {}) if isinstance(item, str) else (item[0], item[1])
                yield from (
                    name.split(".")[0] for name in _REFERENCE.findall(text) if name not in given
                )
                yield from references(given)
            else:
                yield from references(item)


def creation_order(template: Template) -> list[str]:
    """Return the logical ids, each after what it needs.

    Raises:
        ServiceError: A circular dependency, or a DependsOn of nothing.
    """
    resources = template["Resources"]
    done: dict[str, None] = {}
    path: list[str] = []

    def visit(name: str) -> None:
        if name in done:
            return
        if name in path:
            circle = ", ".join(path[path.index(name) :])
            raise invalid_template(f"Circular dependency between resources: [{circle}]")
        path.append(name)
        resource = resources[name]
        depends = resource.get("DependsOn") or []
        depends = [depends] if isinstance(depends, str) else depends
        for needed in depends:
            if needed not in resources:
                raise invalid_template(
                    f"Template format error: Unresolved resource dependencies [{needed}] in the "
                    "Resources block of the template"
                )
        for needed in (*depends, *references(resource.get("Properties") or {})):
            if needed in resources:
                visit(needed)
        path.pop()
        done[name] = None

    for name in resources:
        visit(name)
    return list(done)


class Resolver:
    """Replaces intrinsic functions by values.

    Args:
        template: The template.
        values: Parameters and pseudo parameters by name.
        resource: Returns the Ref of a resource, or its attribute when one is named; raises
            KeyError for what does not exist.
        imported: Returns the value of an export.
        stored: Returns an SSM parameter's value.
        region: The Region, for Fn::GetAZs.
        output: Returns the output of another stack, from the arguments of Fn::GetStackOutput.
    """

    def __init__(
        self,
        template: Template,
        values: dict[str, Any],
        resource: Callable[[str, str | None], Any],
        imported: Callable[[str], Any],
        stored: Callable[[str], str],
        region: str,
        output: Callable[[Any], str],
    ) -> None:
        self._template = template
        self._values = values
        self._resource = resource
        self._imported = imported
        self._stored = stored
        self._region = region
        self._output = output

    def resolve(self, value: Any) -> Any:
        """Return the value with every function evaluated; None for AWS::NoValue."""
        resolved = self._value(value)
        return None if resolved is _ABSENT else resolved

    def holds(self, condition: str) -> bool:
        """Return whether a named condition is true."""
        conditions = self._template.get("Conditions") or {}
        if condition not in conditions:
            raise invalid_template(
                f"Template format error: Unresolved condition dependency {condition}"
            )
        return self._true(conditions[condition])

    def _true(self, expression: Any) -> bool:
        if isinstance(expression, bool):
            return expression
        ((operator, operands),) = expression.items()
        if operator == "Condition":
            return self.holds(operands)
        if operator == "Fn::Equals":
            left, right = (self.resolve(one) for one in operands)
            return _text(left) == _text(right)
        if operator == "Fn::Not":
            return not self._true(operands[0])
        if operator == "Fn::And":
            return all(self._true(one) for one in operands)
        if operator == "Fn::Or":
            return any(self._true(one) for one in operands)
        raise invalid_template(f"Template format error: unknown condition function {operator}")

    def _value(self, value: Any) -> Any:
        if isinstance(value, list):
            items = [self._value(item) for item in value]
            return [item for item in items if item is not _ABSENT]
        if isinstance(value, str):
            return _DYNAMIC.sub(self._dynamic, value) if "{{resolve:" in value else value
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            ((key, argument),) = value.items()
            if key == "Ref":
                return self._ref(argument)
            if key.startswith("Fn::"):
                return self._function(key[4:], argument)
        pairs = ((key, self._value(item)) for key, item in value.items())
        return {key: item for key, item in pairs if item is not _ABSENT}

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return _ABSENT
        if name in self._values:
            return self._values[name]
        try:
            return self._resource(name, None)
        except KeyError:
            raise invalid_template(
                f"Template format error: Unresolved resource dependencies [{name}] in the "
                "Resources block of the template"
            ) from None

    def _function(self, name: str, argument: Any) -> Any:
        function = getattr(self, f"_fn_{name.lower()}", None)
        if function is None:
            raise invalid_template(f"the local AWS does not imitate the function Fn::{name}")
        return function(argument)

    def _fn_getatt(self, argument: Any) -> Any:
        name, attribute = argument.split(".", 1) if isinstance(argument, str) else argument
        try:
            return self._resource(name, self._value(attribute))
        except KeyError:
            raise invalid_template(
                f"Template error: instance of Fn::GetAtt references undefined resource {name}"
            ) from None

    def _fn_if(self, argument: Any) -> Any:
        return self._value(argument[1] if self.holds(argument[0]) else argument[2])

    def _fn_join(self, argument: Any) -> str:
        return str(argument[0]).join(_text(item) for item in self._value(argument[1]))

    def _fn_split(self, argument: Any) -> list[str]:
        return _text(self._value(argument[1])).split(argument[0])

    def _fn_select(self, argument: Any) -> Any:
        items = self._value(argument[1])
        return items[int(self._value(argument[0]))]

    def _fn_sub(self, argument: Any) -> str:
        text, given = (argument, {}) if isinstance(argument, str) else argument
        own = {name: self._value(item) for name, item in given.items()}

        def replaced(match: re.Match[str]) -> str:
            name = match.group(1).strip()
            if name in own:
                return _text(own[name])
            if "." in name and name not in self._values:
                return _text(self._fn_getatt(name))
            return _text(self._ref(name))

        return _REFERENCE.sub(replaced, text).replace("${!", "${")

    def _fn_findinmap(self, argument: Any) -> Any:
        keys = [self._value(item) for item in argument[:3]]
        try:
            return self._value(self._template["Mappings"][keys[0]][keys[1]][keys[2]])
        except KeyError:
            default = argument[3] if len(argument) > 3 else {}
            if "DefaultValue" in default:
                return self._value(default["DefaultValue"])
            raise invalid_template(
                f"Template error: Unable to get mapping for {'::'.join(map(str, keys))}"
            ) from None

    def _fn_importvalue(self, argument: Any) -> Any:
        return self._imported(_text(self._value(argument)))

    def _fn_getstackoutput(self, argument: Any) -> str:
        return self._output(self._value(argument))

    def _fn_getazs(self, argument: Any) -> list[str]:
        region = self._value(argument) or self._region
        return [f"{region}{zone}" for zone in "abc"]

    def _fn_base64(self, argument: Any) -> str:
        return base64.b64encode(_text(self._value(argument)).encode()).decode()

    def _fn_tojsonstring(self, argument: Any) -> str:
        return json.dumps(self._value(argument))

    def _fn_length(self, argument: Any) -> int:
        return len(self._value(argument))

    def _fn_cidr(self, argument: Any) -> list[str]:
        block, count, *bits = [self._value(item) for item in argument]
        network = ipaddress.ip_network(block)
        prefix = network.max_prefixlen - int(bits[0] if bits else 8)
        blocks = network.subnets(new_prefix=prefix)
        return [str(next(blocks)) for _ in range(int(count))]

    def _dynamic(self, match: re.Match[str]) -> str:
        if match.group(1) != "ssm":
            raise invalid_template(
                f"the local AWS does not resolve {match.group(0)}; only {{{{resolve:ssm:...}}}}"
            )
        return self._stored(match.group(2).split(":")[0])


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
