"""Architecture files as values, and what each part of them is in a threat model.

Below the stages: an input format, a method and a command may all ask here.
"""
