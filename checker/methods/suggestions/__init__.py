"""What to consider at each element, a question each, and the threats that would answer it.

:func:`checker.methods.suggestions.questions.suggestions` folds what :mod:`checker.methods.coverage` asks for.
"""
