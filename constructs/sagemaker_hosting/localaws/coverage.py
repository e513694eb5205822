"""What the local AWS imitates, as data and as a page; generated from the code, never by hand."""

from __future__ import annotations

from dataclasses import dataclass

NOT_IMITATED = (
    "images: a container image is never pulled or run; a model runs from its archive",
    "inference components, asynchronous invocations, streamed responses: refused",
    "serverless endpoints: run as real-time ones, without cold starts or concurrency limits",
    "shadow variants: get copies of the requests; what they answer is not captured",
    "shadow tests (inference experiments): refused by name",
    "monitors (job definitions and monitoring schedules): refused by name",
    "data capture, explainers, core dumps, network isolation: stored and shown, without effect",
    "scaling policies: stored and shown; nothing scales by itself",
    "schedules: stored and shown; nothing is called when their time comes",
    "state machines: stored and shown; an execution stays running and runs none of its states",
    "alarms: evaluated while a deployment bakes, with hurried periods; no anomaly detection, "
    "no composite alarms, no actions",
    "IAM: roles and policies are stored, permissions are not enforced",
    "bucket policies: statements with a Condition are stored, not enforced",
    "custom resources and nested stacks: refused by name",
)


@dataclass(frozen=True)
class TypeCoverage:
    """How well a CloudFormation type is imitated.

    Args:
        type_name: `AWS::Service::Thing`.
        by: `sagemaker_hosting` or `moto`.
        stored_only: Properties that are kept and have no effect.
    """

    type_name: str
    by: str
    stored_only: tuple[str, ...] = ()


def resource_types() -> list[TypeCoverage]:
    """Return every type that can be deployed, sorted by name."""
    from sagemaker_hosting.localaws.resources import catalogue

    own = catalogue.own_types()
    return [
        TypeCoverage(name, "sagemaker_hosting", tuple(own[name].stored_only))
        if name in own
        else TypeCoverage(name, "moto")
        for name in catalogue.type_names()
    ]


def operations() -> tuple[str, ...]:
    """Return the SageMaker operations that are answered by this library rather than by moto."""
    from sagemaker_hosting.localaws.hosting.service import OPERATIONS

    return (*OPERATIONS, "InvokeEndpoint")


def page() -> str:
    """Return the coverage as Markdown."""
    lines = ["# What the local AWS imitates", "", "## CloudFormation", ""]
    lines += ["| type | by | kept without effect |", "| --- | --- | --- |"]
    for one in resource_types():
        lines.append(f"| {one.type_name} | {one.by} | {', '.join(one.stored_only)} |")
    lines += ["", "Any other type fails the deployment, by name.", "", "## SageMaker", ""]
    lines.append(", ".join(operations()))
    lines += ["", "## Not imitated", "", *(f"- {text}" for text in NOT_IMITATED)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201 - what the page of the documentation is made of
