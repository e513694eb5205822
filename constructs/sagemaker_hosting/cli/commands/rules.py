"""List the rules of the catalogue, or what became of each documented fact."""

from __future__ import annotations

import json
from collections import Counter

import click


@click.command
@click.option("--ledger", is_flag=True, help="List the documented facts and what became of each.")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text")
def command(ledger: bool, output: str) -> None:
    """List the rules of the catalogue, or what became of each documented fact."""
    rows = _ledger() if ledger else _rules()
    if output == "json":
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    if ledger:
        for row in rows:
            click.echo(f"{row['fact']}\t{row['answer']}\t{row['by'] or row['reason']}")
        counts = Counter(str(row["answer"]) for row in rows)
        click.echo(", ".join(f"{count} {answer}" for answer, count in sorted(counts.items())))
        return
    for row in rows:
        click.echo(f"{row['id']}\t{row['severity']}\t{row['title']}")
    click.echo(f"{len(rows)} rules; sagemaker-hosting check --explain RULE says more of one")


def _rules() -> list[dict[str, object]]:
    from sagemaker_hosting.cli.catalogue import every_rule

    return [
        {
            "id": rule.id,
            "severity": rule.severity.value,
            "title": rule.title,
            "facts": list(rule.facts),
            "source": rule.source,
        }
        for rule in every_rule()
    ]


def _ledger() -> list[dict[str, object]]:
    from sagemaker_hosting.rules.ledger import ledger

    return [
        {
            "fact": entry.fact,
            "answer": entry.answer.value,
            "by": entry.by,
            "also": list(entry.also),
            "reason": entry.reason,
        }
        for entry in ledger()
    ]
