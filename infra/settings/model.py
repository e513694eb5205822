"""The shape of an environment. Values live in ``environments/``, and none of them here.

A field that may be null is switched off by null, or leaves the choice to the library; which of the
two its description says. What SageMaker accepts is not repeated here: the constructs check it, and
their errors come back with the file and the key.
"""

from __future__ import annotations

import difflib
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from infra.settings.units import Duration, FleetPart, Percent, Share


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @model_validator(mode="before")
    @classmethod
    def _refuse_unknown_keys(cls, given: Any) -> Any:
        if isinstance(given, dict):
            for key in given:
                if key not in cls.model_fields:
                    raise _unknown_key(str(key), list(cls.model_fields))
        return given


class _OneOf(_Settings):
    """Exactly one of its fields is given."""

    @model_validator(mode="after")
    def _refuse_several(self) -> _OneOf:
        if len(self.model_fields_set) != 1:
            given = ", ".join(sorted(self.model_fields_set)) or "nothing"
            raise PydanticCustomError(
                "one_of",
                "{message}",
                {
                    "message": f"takes exactly one kind, {given} is given",
                    "fix": f"keep one of {', '.join(type(self).model_fields)}",
                },
            )
        return self


class Image(_Settings):
    """A container image that AWS maintains."""

    repository: str = Field(
        description="The name of its repository.",
        examples=["sagemaker-scikit-learn", "pytorch-inference"],
    )
    tag: str = Field(description="The tag; never latest.", examples=["1.4-2-cpu-py3"])


class Model(_Settings):
    """What an endpoint serves."""

    image: Image
    directory: str = Field(
        description="The files of model.tar.gz, relative to the root of the project.",
        examples=["build/models/iris"],
    )
    environment: dict[str, str] = Field(description="Environment variables of the container.")
    network_isolation: bool = Field(
        description="Whether the container has no network; it cannot install packages then."
    )


class Capacity(_Settings):
    """How many instances there are."""

    min: Annotated[int, Field(ge=1)] = Field(description="The fewest instances.", examples=[2])
    max: Annotated[int, Field(ge=1)] = Field(description="The most instances.", examples=[20])
    invocations_per_instance: Annotated[float, Field(gt=0, strict=False)] = Field(
        description="Requests a minute that one instance is to take; more instances above it.",
        examples=[900],
    )


class AllAtOnce(_Settings):
    """The whole traffic moves when the whole new fleet stands."""

    bake: Duration | None = Field(
        None, description="How long the old fleet stands by. Null: the library's choice."
    )


class Canary(_Settings):
    """A part of the traffic moves first, the rest after a bake."""

    size: FleetPart | None = Field(
        None, description="The first part, at most 50%. Null: the library's choice."
    )
    bake: Duration | None = Field(
        None, description="How long it is watched, at most 1h. Null: the library's choice."
    )
    termination_wait: Duration | None = Field(
        None, description="How long the old fleet stays at the end. Null: the library's choice."
    )


class Linear(_Settings):
    """Equal parts of the traffic move, with a bake after each."""

    step: FleetPart | None = Field(
        None, description="Each part, 10% to 50%. Null: the library's choice."
    )
    bake: Duration | None = Field(
        None, description="How long each is watched, at most 1h. Null: the library's choice."
    )
    termination_wait: Duration | None = Field(
        None, description="How long the old fleet stays at the end. Null: the library's choice."
    )


class Rolling(_Settings):
    """Instances are replaced batch by batch, without a second fleet."""

    batch: FleetPart | None = Field(
        None, description="Each batch, 5% to 50%. Null: the library's choice."
    )
    bake: Duration | None = Field(
        None, description="How long each is watched, at most 1h. Null: the library's choice."
    )


class Rollout(_OneOf):
    """How an update moves to the new fleet: exactly one kind. A file replaces it as a whole."""

    all_at_once: AllAtOnce | None = None
    canary: Canary | None = None
    linear: Linear | None = None
    rolling: Rolling | None = None


class Alarms(_Settings):
    """What takes an update back, and tells the alarm topic."""

    error_rate: Share | None = Field(
        description="The share of requests with a 5xx status. Null: no such alarm.",
        examples=["1%"],
    )
    p99_latency: Duration | None = Field(
        description="What one request in a hundred exceeds. Null: no such alarm.",
        examples=["200ms"],
    )
    p50_latency: Duration | None = Field(
        description="What half of the requests exceed. Null: no such alarm.", examples=["50ms"]
    )
    cpu_utilization: Annotated[float, Field(gt=0, strict=False)] | None = Field(
        description="In percent of one vCPU, old and new fleet together. Null: no such alarm.",
        examples=[150],
    )


class Endpoint(_Settings):
    """One endpoint."""

    model: Model
    instance_type: Annotated[str, Field(pattern=r"^ml\.")] = Field(
        description="The instances.", examples=["ml.m5.xlarge"]
    )
    capacity: Capacity
    rollout: Rollout
    alarms: Alarms
    data_capture: Percent | None = Field(
        description="The share of requests that is stored in S3. Null: none.", examples=["10%"]
    )


class Network(_Settings):
    """A VPC without a way out, with an endpoint to S3."""

    cidr: str = Field(description="Its addresses.", examples=["10.0.0.0/20"])
    # By letter: how many there are is looked up in the account, which a synthesis must not need.
    availability_zones: Annotated[
        list[Annotated[str, Field(pattern=r"^[a-f]$")]], Field(min_length=2, max_length=6)
    ] = Field(description="Those that it spans, by letter.", examples=[["a", "b"]])


class Environment(_Settings):
    """Everything that one environment deploys."""

    account: Annotated[str, Field(pattern=r"^\d{12}$")] | None = Field(
        description="The account, in quotes; the CDK refuses credentials of another one. "
        "Null: whichever the credentials are of.",
        examples=["123456789012"],
    )
    region: Annotated[str, Field(pattern=r"^[a-z]{2}(-[a-z]+)+-\d$")] = Field(
        description="The Region.", examples=["eu-west-1"]
    )
    termination_protection: bool = Field(
        description="Whether the stacks refuse to be deleted.",
    )
    encryption: Literal["aws", "customer"] = Field(
        description="aws: keys of the services. customer: a KMS key of this account, for volumes, "
        "captured data, logs and alarms."
    )
    alarm_topic: bool = Field(description="Whether alarms tell an SNS topic.")
    retention_days: Literal[7, 30, 90, 180, 365] = Field(
        description="How long network logs and captured requests are kept."
    )
    network: Network | None = Field(description="The VPC. Null: SageMaker's own network.")
    tags: dict[str, str] = Field(description="Tags of everything, beside environment.")
    endpoints: dict[Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9-]*$")], Endpoint] = Field(
        description="The endpoints, by name."
    )


def _unknown_key(key: str, known: list[str]) -> PydanticCustomError:
    """Return the error for a key that nothing reads, with the nearest one that something does."""
    near = difflib.get_close_matches(key, known, n=1)
    return PydanticCustomError(
        "unknown_key",
        "{message}",
        {
            "message": f"unknown key {key!r}",
            "key": key,
            "fix": f"did you mean {near[0]!r}?" if near else f"known here: {', '.join(known)}",
        },
    )
