"""CloudFormation stacks: dependency order, change sets, in-place updates, replacement, rollback.

moto's own stacks skip unknown types in silence and never roll back; see `stack.py` and `run.py`.
"""
