"""STRIDE: which letters are asked at each element and at each interaction, and which of them have an answer.

Per element: Microsoft SDL, as OWASP Threat Dragon ships it. Per interaction: computed from the generation filters of
Microsoft's template (SDL TM Knowledge Base (Core) 4.1.0.11, MIT), whose exclude clauses switch letters off where a
model states a protection.
"""
