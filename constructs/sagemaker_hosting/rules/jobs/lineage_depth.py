"""SMH1881."""

from __future__ import annotations

from sagemaker_hosting.facts.jobs import LINEAGE_QUERY_RANGES
from sagemaker_hosting.rules._requests import RequestRanges


class LineageDepth(RequestRanges):
    """A query of the lineage goes ten levels deep at most."""

    id = "SMH1881"
    title = "lineage query too deep"
    actions = ("QueryLineage",)
    facts = ("lin-query-limits",)
    pages = (970,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_QueryLineage.html"
    limits = LINEAGE_QUERY_RANGES
