"""Evaluates CloudWatch alarms over the local metrics, metric math included; moto never does.

Periods are hurried by the clock as bakes are, so an alarm that trips within a bake on AWS trips
within it here.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sagemaker_hosting.localaws.hosting.clock import clock

Value = float | None
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "GreaterThanThreshold": operator.gt,
    "GreaterThanOrEqualToThreshold": operator.ge,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}
_OPERATORS: dict[type[ast.AST], Callable[[float, float], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_REASON = "Threshold Crossed"


def evaluate(backend: Any, alarm: Any) -> None:
    """Bring an alarm's state up to date.

    A state that somebody has set with SetAlarmState stays, as there is no telling what it stood
    for; so does an alarm whose expression or statistic is not understood.

    Args:
        backend: moto's CloudWatch of the account and Region.
        alarm: moto's alarm.
    """
    compare = _COMPARISONS.get(alarm.comparison_operator)
    ours = alarm.state_reason.startswith((_REASON, "Unchecked"))
    if compare is None or alarm.rule or not ours:
        return
    try:
        values = [_value(backend, alarm, back) for back in range(int(alarm.evaluation_periods))]
    except _NotUnderstoodError:
        return
    missing = alarm.treat_missing_data == "breaching"
    threshold = float(alarm.threshold)
    breaching = sum(missing if one is None else compare(one, threshold) for one in values)
    needed = int(alarm.datapoints_to_alarm or alarm.evaluation_periods)
    state = "ALARM" if breaching >= needed else "OK"
    if state != alarm.state_value:
        reason = f"{_REASON}: {breaching} of {len(values)} datapoints, threshold {threshold:g}"
        alarm.update_state(reason, "{}", state)


class _NotUnderstoodError(Exception):
    """An expression or statistic that is not imitated."""


def _value(backend: Any, alarm: Any, back: int) -> Value:
    """Return the datapoint of a period, counted back from now; None when there is no data."""
    if not alarm.metric_data_queries:
        return _statistic(
            backend,
            alarm.namespace,
            alarm.metric_name,
            alarm.dimensions,
            float(alarm.period or 60),
            alarm.extended_statistic or alarm.statistic,
            back,
        )
    values: dict[str, Value] = {}
    expressions: dict[str, str] = {}
    returned = ""
    for query in alarm.metric_data_queries:
        if str(query.return_data).lower() != "false":
            returned = query.id
        if query.expression:
            expressions[query.id] = query.expression
            continue
        stat, metric = query.metric_stat, query.metric_stat.metric
        values[query.id] = _statistic(
            backend,
            metric.namespace,
            metric.metric_name,
            metric.dimensions,
            float(stat.period),
            stat.stat,
            back,
        )
    return _named(returned, values, expressions)


def _statistic(
    backend: Any,
    namespace: str,
    name: str,
    dimensions: list[Any],
    period: float,
    statistic: str,
    back: int,
) -> Value:
    now = datetime.now(UTC).replace(tzinfo=None)
    length = timedelta(seconds=period / clock.speed)
    start, end = now - length * (back + 1), now - length * back
    wanted = {(one.name, one.value) for one in dimensions}
    samples = [
        datum.value
        for datum in list(backend.metric_data)
        if datum.namespace == namespace
        and datum.name == name
        and hasattr(datum, "value")
        and start < datum.timestamp.replace(tzinfo=None) <= end
        and {(one.name, one.value) for one in datum.dimensions} == wanted
    ]
    if not samples:
        return None
    simple: dict[str, Callable[[list[float]], float]] = {
        "Sum": sum,
        "Average": lambda numbers: sum(numbers) / len(numbers),
        "Minimum": min,
        "Maximum": max,
        "SampleCount": len,
    }
    if statistic in simple:
        return float(simple[statistic](samples))
    if statistic.startswith("p"):
        position = math.ceil(float(statistic[1:]) / 100 * len(samples)) - 1
        return float(sorted(samples)[max(position, 0)])
    raise _NotUnderstoodError(statistic)


def _named(name: str, values: dict[str, Value], expressions: dict[str, str]) -> Value:
    if name in values:
        return values[name]
    try:
        tree = ast.parse(expressions[name], mode="eval").body
    except (KeyError, SyntaxError) as error:
        raise _NotUnderstoodError(name) from error
    # An expression that refers to itself would not end.
    rest = {key: one for key, one in expressions.items() if key != name}
    found: Value | list[Value] = _expression(tree, values, rest)
    if isinstance(found, list):
        raise _NotUnderstoodError(name)
    return found


def _expression(tree: ast.AST, values: dict[str, Value], rest: dict[str, str]) -> Any:
    def of(part: ast.AST) -> Any:
        return _expression(part, values, rest)

    if isinstance(tree, ast.Constant) and isinstance(tree.value, int | float):
        return float(tree.value)
    if isinstance(tree, ast.Name):
        return _named(tree.id, values, rest)
    if isinstance(tree, ast.List):
        return [of(item) for item in tree.elts]
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
        value = of(tree.operand)
        return None if value is None else -value
    if isinstance(tree, ast.BinOp):
        return _apply(_OPERATORS.get(type(tree.op)), of(tree.left), of(tree.right))
    if isinstance(tree, ast.Compare) and len(tree.ops) == 1:
        return _apply(_OPERATORS.get(type(tree.ops[0])), of(tree.left), of(tree.comparators[0]))
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name):
        return _call(tree.func.id.upper(), tree.args, of)
    raise _NotUnderstoodError(ast.dump(tree))


def _apply(function: Callable[[float, float], Any] | None, left: Any, right: Any) -> Value:
    if function is None or isinstance(left, list) or isinstance(right, list):
        raise _NotUnderstoodError("operator")
    if left is None or right is None:
        return None
    try:
        return float(function(left, right))
    except (ZeroDivisionError, OverflowError):
        return None


def _call(name: str, arguments: list[ast.expr], of: Callable[[ast.AST], Any]) -> Any:
    if name == "IF" and len(arguments) == 3:
        condition = of(arguments[0])
        return None if condition is None else of(arguments[1] if condition else arguments[2])
    if name == "FILL" and len(arguments) == 2:
        value = of(arguments[0])
        return of(arguments[1]) if value is None else value
    folds: dict[str, Callable[[list[float]], float]] = {
        "MAX": max,
        "MIN": min,
        "SUM": sum,
        "AVG": lambda numbers: sum(numbers) / len(numbers),
    }
    single: dict[str, Callable[[float], float]] = {
        "ABS": abs,
        "CEIL": math.ceil,
        "FLOOR": math.floor,
    }
    if name in folds and len(arguments) == 1:
        items = of(arguments[0])
        present = [
            one for one in (items if isinstance(items, list) else [items]) if one is not None
        ]
        return float(folds[name](present)) if present else None
    if name in single and len(arguments) == 1:
        value = of(arguments[0])
        return None if value is None else float(single[name](value))
    raise _NotUnderstoodError(name)
