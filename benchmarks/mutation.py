"""Change the rules, one small thing at a time, and see whether their fixtures notice.

Each rule is changed as a syntax tree (comparisons, boolean operators, numbers, conditions) and run
in this process over its own fixtures and over its good ones with a property unknown. A change that
leaves every finding where it was survives; the texts of findings are left alone. Prints the
survivors and the score. ``--only SMH05`` takes the rules whose ids begin so.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import json
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sagemaker_hosting.rules import Rule, all_rules, check_template

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "tests" / "fixtures" / "rules"
UNKNOWN = {"Ref": "Anything"}
OTHER = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}

Case = tuple[dict[str, Any], list[str]]


def cases_of(rule: Rule) -> list[Case]:
    """Return the templates of a rule, each with the places that it is to name."""
    cases: list[Case] = []
    for path in sorted((FIXTURES / rule.id).glob("*/*.json")):
        template = json.loads(path.read_text(encoding="utf-8"))
        bad = path.parent.name == "bad"
        cases.append((template, template["Metadata"]["Findings"] if bad else []))
        if not bad:
            cases += [(each, []) for each in _unknown(template)]
    return cases


def _unknown(template: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield ``template`` with each property of each resource unknown."""
    for name, resource in template["Resources"].items():
        for key, value in resource.get("Properties", {}).items():
            if value != {"Ref": "AWS::NoValue"}:
                properties = {**resource["Properties"], key: UNKNOWN}
                changed = {**resource, "Properties": properties}
                yield {"Resources": {**template["Resources"], name: changed}}


def mutants(tree: ast.Module) -> Iterator[tuple[ast.Module, int, str]]:
    """Yield changed copies of ``tree``, each with the line and what was changed."""
    spared = _spared(tree)
    for index, node in enumerate(ast.walk(tree)):
        if id(node) in spared:
            continue
        for change, what in _changes(node):
            changed = copy.deepcopy(tree)
            change(next(each for at, each in enumerate(ast.walk(changed)) if at == index))
            yield ast.fix_missing_locations(changed), getattr(node, "lineno", 0), what


def _changes(node: ast.AST) -> Iterator[tuple[Any, str]]:
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            other = OTHER.get(type(operator))
            if other is not None:
                yield (
                    lambda it, at=at, other=other: it.ops.__setitem__(at, other()),
                    f"{type(operator).__name__} becomes {other.__name__}",
                )
    elif isinstance(node, ast.BoolOp):
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield lambda it: setattr(it, "op", other()), f"becomes {other.__name__.lower()}"
        if len(node.values) > 1:
            for at, value in enumerate(node.values):
                yield (
                    lambda it, at=at: it.values.__delitem__(at),
                    f"without: {ast.unparse(value)[:60]}",
                )
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield lambda it: setattr(it, "value", it.value + 1), f"{node.value} becomes more"
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield lambda it: setattr(it, "value", not it.value), f"not {node.value}"
    elif isinstance(node, ast.If):
        for value in (True, False):
            yield lambda it, value=value: setattr(it, "test", ast.Constant(value)), f"if {value}"


def _spared(tree: ast.Module) -> set[int]:
    """Return what is no logic: metadata of classes, annotations, the texts of findings."""
    spared: set[int] = set()
    for node in ast.walk(tree):
        parts: list[ast.AST] = []
        if isinstance(node, ast.ClassDef):
            parts += [each for each in node.body if not isinstance(each, ast.FunctionDef)]
        elif isinstance(node, ast.AnnAssign):
            parts.append(node.annotation)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "finding":
            parts += node.args[2:]
        spared.update(id(each) for part in parts for each in ast.walk(part))
    return spared


def is_noticed(rule_class: type[Rule], cases: list[Case]) -> bool:
    """Return whether a case tells the changed rule from the right one."""
    rule = rule_class()
    for template, expected in cases:
        try:
            found = check_template(template, rules=[rule])
        except Exception:
            return True
        if ["/".join(filter(None, (each.resource, each.property))) for each in found] != expected:
            return True
        if any(each.rule != rule.id for each in found):
            return True
    return False


def main() -> None:
    """Run all mutants and print the survivors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="SMH", help="the beginning of the ids")
    only = parser.parse_args().only
    total = survived = 0
    for rule in all_rules():
        if not rule.id.startswith(only):
            continue
        module = importlib.import_module(type(rule).__module__)
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        cases = cases_of(rule)
        for tree, line, what in mutants(ast.parse(source)):
            total += 1
            changed = types.ModuleType(module.__name__)
            try:
                exec(compile(tree, str(module.__file__), "exec"), changed.__dict__)
                alive = not is_noticed(getattr(changed, type(rule).__name__), cases)
            except Exception:
                alive = False
            if alive:
                survived += 1
                shown = source.splitlines()[line - 1].strip()
                print(f"{rule.id}:{line}: {what}: {shown}")
    killed = total - survived
    print(f"{killed} of {total} changes were noticed: {killed / max(total, 1):.1%}")


if __name__ == "__main__":
    sys.exit(main())
