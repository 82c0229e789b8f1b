"""What a reviewer must and should consider at each element of a model, and how much of it has been answered.

:func:`checker.methods.coverage.cover.cover` asks; what applies is data in :mod:`checker.knowledge.applicability`.
"""
