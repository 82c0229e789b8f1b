"""What Threagile's rules know of a model beyond its elements: ratings, classes of technologies, attractiveness.

All of it is derived once for a model, from the facts that the Threagile reader keeps as properties; where a model is of
another format, from what that states (docs/reference/threagile-rules.md). Semantics are those of Threagile 0.9.
"""
