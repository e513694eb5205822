"""SMH1880."""

from __future__ import annotations

from sagemaker_hosting.facts.jobs import ASSOCIATION_VALUES
from sagemaker_hosting.rules._requests import RequestValues


class LineageAssociation(RequestValues):
    """Two entities of a lineage are associated in one of five ways."""

    id = "SMH1880"
    title = "association of another type"
    actions = ("AddAssociation",)
    facts = ("lin-association-types",)
    pages = (961,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AddAssociation.html"
    values = ASSOCIATION_VALUES
