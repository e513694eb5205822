"""The image that monitoring jobs run: that of AWS in the stack's Region, or one's own."""

from __future__ import annotations

import re
from typing import Final

import aws_cdk as cdk
from constructs import Construct

from sagemaker_hosting.cdk._registries import account_by_region
from sagemaker_hosting.cdk._surroundings import stack_facts
from sagemaker_hosting.cdk.model.image import BoundImage, ContainerImage
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.model_monitor import ImageKind, MonitorImage, monitor_image

_MAPPINGS: Final[dict[ImageKind, str]] = {
    "analyzer": "SageMakerModelMonitorRegistries",
    "clarify": "SageMakerClarifyRegistries",
}
_ACCOUNT: Final = re.compile(r"\d{12}")
_PATHS: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/dg-ecr-paths/sagemaker-algo-docker-registry-paths"
)
_JOBS: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MonitoringAppSpecification.html"
)


def bind_image(
    scope: Construct, kind: ImageKind, image: ContainerImage | None, image_account: str | None
) -> BoundImage:
    """Return the image that the jobs of ``scope`` run.

    SageMaker pulls its own images with credentials of its own, so the role needs none.

    Args:
        scope: The monitor; an image asset is created below it.
        kind: Which image of AWS it is, unless another is given.
        image: Another image. None: that of AWS.
        image_account: The account whose registry holds the image of AWS. None: looked up by Region.

    Raises:
        InvalidProps: When both are given, the image is in no ECR registry, the account is no
            number, or the Region is in no table.
    """
    if image is not None:
        if image_account is not None:
            raise InvalidProps(
                "image and image_account are both given; an image has its own registry",
                fix="pass image=..., or image_account=... for the image of AWS",
                source=_PATHS,
            )
        bound = image.bind(scope)
        if bound.config is not None:
            raise InvalidProps(
                "monitoring jobs pull their image from ECR, not from a private registry",
                fix="push the image to ECR and pass ContainerImage.from_ecr(...)",
                source=_JOBS,
            )
        return bound
    published = monitor_image(kind)
    place = stack_facts(scope)
    account = image_account
    if account is None:
        account = _account(place.stack, place.region, kind, published)
    elif is_known(account) and not _ACCOUNT.fullmatch(account):
        raise InvalidProps(
            f"image_account is {account!r}, not the number of an account",
            fix="pass 12 digits, as the address of the registry begins",
            source=_PATHS,
        )
    tag = f":{published.tag}" if published.tag else ""
    registry = f"{account}.dkr.ecr.{place.region}.{place.url_suffix}"
    return BoundImage(uri=f"{registry}/{published.repository}{tag}", statements=())


def _account(stack: cdk.Stack, region: str, kind: ImageKind, published: MonitorImage) -> str:
    if not is_known(region):
        return account_by_region(stack, _MAPPINGS[kind], published.accounts)
    account = published.accounts.get(region)
    if account is None:
        raise InvalidProps(
            f"no registry of {published.repository} is known in {region}",
            fix="pass image_account='...', the account of its address on the page of registry "
            "paths, or image=ContainerImage...",
            source=f"{published.source}; {_PATHS}",
        )
    return account
