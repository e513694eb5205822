"""What the model registry knows of the versions in a group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sagemaker_hosting.cli.aws import client
from sagemaker_hosting.core.errors import HostingError, NotFound

_SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListModelPackages.html"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of a group.

    Attributes:
        arn: What goes into ``package_arn=``.
        number: What goes into ``group.version_arn(...)``.
        created: When it was registered, as an ISO 8601 date and time.
    """

    arn: str
    number: int
    created: str


def latest_approved(group: str) -> Version:
    """Return the newest version of ``group`` that is approved and complete.

    Args:
        group: The name of the group, or its ARN, which one of another account needs.

    Raises:
        NotFound: There is no such version, or no such group.
        HostingError: The registry cannot be asked.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        pages = (
            client("sagemaker")
            .get_paginator("list_model_packages")
            .paginate(
                ModelPackageGroupName=group,
                ModelApprovalStatus="Approved",
                SortBy="CreationTime",
                SortOrder="Descending",
            )
        )
        listed = (each for page in pages for each in page["ModelPackageSummaryList"])
        found = next((each for each in listed if _is_complete(each)), None)
    except ClientError as error:
        raise HostingError(
            f"the versions of {group} cannot be listed: {error}",
            fix="the caller needs sagemaker:ListModelPackages, and the group's policy has to allow "
            "it where the group is another account's",
            source=_SOURCE,
        ) from error
    except BotoCoreError as error:
        raise HostingError(
            f"the versions of {group} cannot be listed: {error}",
            fix="set credentials and Region as for the AWS CLI",
            source=_SOURCE,
        ) from error
    if found is None:
        raise NotFound(
            f"no version of {group} is approved",
            fix="approve one, or check the name of the group and the Region",
            source=_SOURCE,
        )
    return Version(
        arn=found["ModelPackageArn"],
        number=found["ModelPackageVersion"],
        created=found["CreationTime"].isoformat(),
    )


def _is_complete(summary: Any) -> bool:
    return bool(summary.get("ModelPackageStatus", "Completed") == "Completed")
