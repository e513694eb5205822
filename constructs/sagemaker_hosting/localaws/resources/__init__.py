"""The CloudFormation resource types that the local AWS creates, one per module.

A module named after its type holds a subclass of `ResourceType`; `catalogue.py` finds it there.
What moto already creates well enough is listed in `moto_types.py`.
"""
