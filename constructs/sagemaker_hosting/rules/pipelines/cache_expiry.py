"""SMH2125."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._pipelines import PIPELINE, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

# The guide leaves out the leading P in some places, and writes in lower case there.
_DURATION: Final = re.compile(
    r"P?(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?", re.IGNORECASE
)


class CacheExpiry(Rule):
    """A cached result is taken again for a time that is written as a duration: P30D, PT1H."""

    id = "SMH2125"
    title = "cache that does not say how long"
    severity = Severity.WARNING
    resource_types = (PIPELINE,)
    facts = ("pl-caching",)
    pages = (706, 707, 708, 710, 771)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-caching.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each duration that is missing or of another form."""
        for step in steps(resource):
            cache, expiry = step.view.part("CacheConfig"), step.view.get("CacheConfig/ExpireAfter")
            if cache.get("Enabled").boolean is not True:
                continue
            if expiry.is_absent:
                message = f"the cache of {step.name} is enabled and does not expire"
                yield self.finding(resource, cache, message, "set ExpireAfter (P30D)")
            elif expiry.text is not None and not _DURATION.fullmatch(expiry.text):
                message = f"ExpireAfter is {expiry.text!r}, which is no duration"
                yield self.finding(resource, expiry, message, "write P30D, PT1H or P30DT5H")
